// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "speller.hpp"

namespace g2p {

// One model for each number of layers and kind of attention, each compiled in a file of its own (see CMakeLists.txt).
template <int Layers, attention_kind Attention>
std::unique_ptr<speller> make_variant(model_options const& options, language const& language, std::uint64_t seed);

} // namespace g2p
