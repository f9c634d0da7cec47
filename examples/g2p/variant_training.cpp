// SPDX-License-Identifier: BSL-1.0
// What the training of one variant of the model computes: compiled once for each (see CMakeLists.txt).
#include "speller_variant.hpp"

namespace g2p {

template <>
taped_loss this_variant::loss(tape& recording, word_batch const& batch, sp::label_smoothing smoothing) const {
  auto const scores = model_(recording(batch.words), recording(batch.read));
  return sp::cross_entropy<Phone>(scores, recording(batch.said), smoothing);
}

template <>
std::unique_ptr<speller> make_variant<G2P_LAYERS, attention_kind::G2P_ATTENTION>(model_options const& options,
                                                                                 language const& language,
                                                                                 std::uint64_t seed) {
  return std::make_unique<this_variant>(options, language, seed);
}

} // namespace g2p
