// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "speller.hpp"

namespace g2p {

// Trains on the training part, watching word errors on the development part; the run is kept in options.directory.
// Throws sp::error.
void train(speller& trained, language const& words, train_options const& options, split const& data);

} // namespace g2p
