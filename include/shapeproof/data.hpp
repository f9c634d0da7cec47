// SPDX-License-Identifier: BSL-1.0
#pragma once

// Text in, batches of checked ids out: vocabularies, readers, padding, teacher forcing.
#include "data/batching.hpp"
#include "data/lines.hpp"
#include "data/padded.hpp"
#include "data/sequence_markers.hpp"
#include "data/special_tokens.hpp"
#include "data/teacher_forcing.hpp"
#include "data/text_place.hpp"
#include "data/utf8.hpp"
#include "data/vocabulary.hpp"
#include "data/vocabulary_counts.hpp"
#include "data/vocabulary_table.hpp"
#include "data/vocabulary_text.hpp"
