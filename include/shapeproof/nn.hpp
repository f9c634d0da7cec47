// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every layer: a plain struct with its parameters on top and a call below.
#include "nn/additive_attention.hpp"
#include "nn/bidirectional.hpp"
#include "nn/bidirectional_gru.hpp"
#include "nn/bidirectional_lstm.hpp"
#include "nn/convolution.hpp"
#include "nn/dot_attention.hpp"
#include "nn/embedding.hpp"
#include "nn/general_attention.hpp"
#include "nn/gru.hpp"
#include "nn/last_outputs.hpp"
#include "nn/layer_normalisation.hpp"
#include "nn/linear.hpp"
#include "nn/linear_without_bias.hpp"
#include "nn/lstm.hpp"
#include "nn/stacked.hpp"
#include "nn/stacked_gru.hpp"
#include "nn/stacked_lstm.hpp"
