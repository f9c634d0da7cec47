// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "options.hpp"

namespace g2p {

// Each does what its options say, and throws sp::error if data or files are not what they must be.
void train(train_options const& options);
void evaluate(evaluate_options const& options);
void predict(predict_options const& options);
void attention(attention_options const& options);

} // namespace g2p
