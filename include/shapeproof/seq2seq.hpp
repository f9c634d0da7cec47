// SPDX-License-Identifier: BSL-1.0
#pragma once

// Encoders, decoders, and the searches that decode.
#include "seq2seq/state.hpp"
