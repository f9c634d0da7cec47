// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "model_file.hpp"

#include <charconv>
#include <cstdio>

// How a model is being trained, in the metadata of its checkpoint, so that a training goes on as it began.
namespace g2p {

inline metadata describe_training(train_options const& options) {
  auto const exact = [](double x) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", x);
    return std::string(text);
  };
  return {{"g2p.label_smoothing", exact(options.label_smoothing)},
          {"g2p.batch_tokens", std::to_string(options.batch_tokens)},
          {"g2p.learning_rate", exact(options.learning_rate)},
          {"g2p.warm_up", std::to_string(options.warm_up)},
          {"g2p.epochs", std::to_string(options.epochs)},
          {"g2p.seed", std::to_string(options.seed)},
          {"g2p.dropout", exact(options.model.dropout)}};
}

// Sets what the checkpoint knows. Throws data_error if something is missing or no number.
inline void read_training(sp::safetensors_file const& file, train_options& options) {
  auto const read = [&](char const* key, auto& number) {
    auto const* const text = file.find_metadata(key);
    if (text == nullptr) throw sp::data_error(file.path() + " has no " + key);
    auto const end = text->data() + text->size();
    auto const result = std::from_chars(text->data(), end, number);
    if (result.ec != std::errc() || result.ptr != end)
      throw sp::data_error(file.path() + ": " + key + " cannot be '" + *text + "'");
  };
  read("g2p.label_smoothing", options.label_smoothing);
  read("g2p.batch_tokens", options.batch_tokens);
  read("g2p.learning_rate", options.learning_rate);
  read("g2p.warm_up", options.warm_up);
  read("g2p.epochs", options.epochs);
  read("g2p.seed", options.seed);
  read("g2p.dropout", options.model.dropout);
}

} // namespace g2p
