// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "text_width.hpp"

#include <shapeproof/core/error.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

// How much each output token looked at each input token.
struct attention_picture {
  std::string title;
  std::vector<std::string> inputs, outputs;
  std::vector<float> weights; // [outputs, inputs], 0..1

  float weight(std::size_t output, std::size_t input) const { return weights[output * inputs.size() + input]; }
};

// Throws usage_error, naming the first thing that is wrong.
inline void check(attention_picture const& picture) {
  auto const refuse = [](std::string const& why) { throw sp::usage_error("attention_picture: " + why); };
  if (picture.inputs.empty() || picture.outputs.empty()) refuse("there is no input or no output");
  if (picture.weights.size() != picture.inputs.size() * picture.outputs.size())
    refuse(std::to_string(picture.weights.size()) + " weights for " + std::to_string(picture.outputs.size()) +
           " outputs and " + std::to_string(picture.inputs.size()) + " inputs");
  for (std::size_t i = 0; i < picture.weights.size(); ++i)
    if (!(picture.weights[i] >= -1e-4F &&
          picture.weights[i] <= 1 + 1e-4F)) // sums of rounded weights pass, NaN does not
      refuse("the weight of output " + std::to_string(i / picture.inputs.size()) + " and input " +
             std::to_string(i % picture.inputs.size()) + " is not within 0 to 1");
}

// No control character, no change of line or direction, no noncharacter: nothing that could disturb a terminal, and all
// of it is allowed in XML.
constexpr bool is_printable(char32_t c) {
  return c >= 0x20 && !(c >= 0x7F && c < 0xA0) && !(c >= 0x2028 && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069) &&
         (c & 0xFFFE) != 0xFFFE;
}

// The text with U+FFFD for what is not printable. Throws data_error if it is not UTF-8.
inline std::string printable(std::string_view text) {
  std::string result;
  sp::for_each_code_point(text, [&](char32_t c, std::string_view bytes) {
    result += is_printable(c) ? bytes : std::string_view("\uFFFD");
  });
  return result;
}

// A token as a label: something is to be seen of a blank, and of a mark that combines with what stands before it.
inline std::string label(std::string_view token) {
  if (token == " ") return "␣";
  std::string const text = printable(token);
  return terminal_columns(text) > 0 ? text : "◌" + text;
}

inline std::vector<std::string> labels(std::vector<std::string> const& tokens) {
  std::vector<std::string> result;
  for (std::string const& token : tokens) result.push_back(label(token));
  return result;
}

inline int widest(std::vector<std::string> const& labels) {
  int columns = 0;
  for (std::string const& label : labels) columns = std::max(columns, terminal_columns(label));
  return columns;
}

} // namespace examples
