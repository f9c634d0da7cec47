// SPDX-License-Identifier: BSL-1.0
#pragma once

// Encoders, decoders, and the searches that decode.
#include "seq2seq/beam_search.hpp"
#include "seq2seq/decoder.hpp"
#include "seq2seq/greedy_search.hpp"
#include "seq2seq/hypotheses.hpp"
#include "seq2seq/hypothesis.hpp"
#include "seq2seq/search_options.hpp"
#include "seq2seq/state.hpp"
