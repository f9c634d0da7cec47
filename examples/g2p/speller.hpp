// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "device.hpp"
#include "language.hpp"
#include "options.hpp"

#include <shapeproof/ops/cross_entropy.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace g2p {

// How words are turned into sounds.
struct search {
  int beam = 1; // 1: greedy
  int nbest = 1;
  bool alignments = false;
  bool bf16 = false;       // by a copy of the model whose weights are bf16; on the host only
  int batch_tokens = 4096; // letters in a batch, padding included
};

// One pronunciation that the model proposes.
struct answer {
  std::vector<std::string> phones;
  double score = 0;              // log probability
  std::vector<float> alignments; // [phones, letters of the word], if asked for
};

// Words to train on: what the decoder reads at each position, and what it shall say there.
struct word_batch {
  spellings words;
  sp::tensor<sp::index<Phone>, sp::prefix<Phones>, Batch> read;
  sp::tensor<sp::index<Phone>, sp::target<Phones>, Batch> said;
};

// What the commands need of a model, whatever its layers and attention: each combination is compiled by itself.
class speller {
public:
  virtual ~speller() = default;
  // Its parameters, to be trained, saved and loaded.
  virtual any_model& model() = 0;
  // The mean over all positions of a batch.
  virtual taped_loss loss(tape& recording, word_batch const& batch, sp::label_smoothing smoothing) const = 0;
  // For each word its best pronunciations, best first. The answers do not depend on what else is in the list.
  virtual std::vector<std::vector<answer>> spell(std::vector<std::string> const& words, search const& how) const = 0;
};

// The model that the options describe, untrained.
std::unique_ptr<speller> make_speller(model_options const& options, language const& language, std::uint64_t seed);

} // namespace g2p
