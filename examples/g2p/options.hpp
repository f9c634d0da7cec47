// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace g2p {

enum class attention_kind { dot, general, additive };

// What a model is made of; stored with it.
struct model_options {
  int layers = 2;  // of the encoder and of the decoder, 1..3
  int width = 256; // hidden units of a layer, both directions of the encoder together; even
  attention_kind attention = attention_kind::general;
  double dropout = 0.3; // between layers and before the scores
};

// How it is trained. With `resume` only data, directory, threads and minutes are the user's; the directory knows the rest.
struct train_options {
  std::string data, directory;
  model_options model;
  double label_smoothing = 0.1;
  int epochs = 40;
  int batch_tokens = 2048; // letters and phones in a batch, with padding
  double learning_rate = 0.002;
  int warm_up = 500; // steps
  std::uint64_t seed = 1;
  int threads = 0; // 0: one for each core
  std::optional<double> minutes;
  bool resume = false;
};

struct evaluate_options {
  std::string directory, data;
  bool development = false; // only the words that training on the same data holds out
  int beam = 8;
  int batch_tokens = 4096;
  bool bf16 = false;
  int threads = 0;
};

struct predict_options {
  std::string directory;
  std::vector<std::string> words;
  int beam = 8, nbest = 3; // nbest <= beam
  bool bf16 = false;
};

struct attention_options {
  std::string directory, word;
  std::string svg = "attention.svg";
};

struct help {
  std::string text;
};

using command = std::variant<train_options, evaluate_options, predict_options, attention_options, help>;

class bad_command_line : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// What the user asked for. Throws bad_command_line with a sentence for the user.
command parse_command_line(int argc, char const* const* argv);

} // namespace g2p
