// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "speller_model.hpp"
#include "variants.hpp"

namespace g2p {

// A speller of one number of layers and one kind of attention.
template <int Layers, attention_kind Kind>
class speller_variant final : public speller {
public:
  using network = model_of<speller_model<Layers, Kind>>;

  speller_variant(model_options const& options, language language, std::uint64_t seed)
      : language_(std::move(language)), model_(make(options, language_, seed)) {
    model_.set_dropout(options.dropout);
  }
  any_model& model() override { return model_; }
  taped_loss loss(tape& recording, word_batch const& batch, sp::label_smoothing smoothing) const override;
  std::vector<std::vector<answer>> spell(std::vector<std::string> const& words, search const& how) const override;

private:
  static network make(model_options const& options, language const& language, std::uint64_t seed) {
    Letter const letters = language.letters.extent();
    Phone const phones = language.phones.extent();
    int const width = options.width, half = width / 2;
    if constexpr (Kind == attention_kind::additive)
      return network(seed, letters, phones, Embed{half}, Hidden{half}, State{width}, Inner{width});
    else
      return network(seed, letters, phones, Embed{half}, Hidden{half}, State{width});
  }

  language language_;
  network model_;
};

// The variant that this file is compiled for (see CMakeLists.txt).
using this_variant = speller_variant<G2P_LAYERS, attention_kind::G2P_ATTENTION>;

} // namespace g2p
