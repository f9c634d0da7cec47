// SPDX-License-Identifier: BSL-1.0
#include "variants.hpp"

#include <string>

namespace g2p {

namespace {
template <int Layers>
std::unique_ptr<speller> of_layers(model_options const& options, language const& language, std::uint64_t seed) {
  switch (options.attention) {
  case attention_kind::dot:
    return make_variant<Layers, attention_kind::dot>(options, language, seed);
  case attention_kind::general:
    return make_variant<Layers, attention_kind::general>(options, language, seed);
  case attention_kind::additive:
    return make_variant<Layers, attention_kind::additive>(options, language, seed);
  }
  throw sp::usage_error("g2p: there is no such attention");
}
} // namespace

std::unique_ptr<speller> make_speller(model_options const& options, language const& language, std::uint64_t seed) {
  switch (options.layers) {
  case 1:
    return of_layers<1>(options, language, seed);
  case 2:
    return of_layers<2>(options, language, seed);
  case 3:
    return of_layers<3>(options, language, seed);
  default:
    throw sp::usage_error("g2p: a model has 1 to 3 layers, not " + std::to_string(options.layers));
  }
}

} // namespace g2p
