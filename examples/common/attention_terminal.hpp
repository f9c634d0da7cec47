// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "attention_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <unistd.h>

namespace examples {

// Whether to write 24-bit colours to this stream: a terminal that says it has them, and nobody objects (no-color.org).
inline bool wants_colour(std::FILE* stream) {
  auto const variable = [](char const* name) {
    char const* const value = std::getenv(name);
    return std::string_view(value ? value : "");
  };
  return isatty(fileno(stream)) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb" &&
         (variable("COLORTERM") == "truecolor" || variable("COLORTERM") == "24bit");
}

namespace detail {

// From slate blue over magenta to orange: all of middle lightness, to be seen on dark and on light ground.
inline std::string colour_of(float weight) {
  static constexpr std::array<std::array<float, 3>, 4> stops{
      {{92, 107, 152}, {126, 87, 194}, {214, 62, 128}, {245, 124, 32}}};
  float const place = std::clamp(weight, 0.0F, 1.0F) * (stops.size() - 1);
  auto const at = std::min<std::size_t>(static_cast<std::size_t>(place), stops.size() - 2);
  std::string code = "\x1B[38;2";
  for (std::size_t channel = 0; channel < 3; ++channel)
    code += ';' + std::to_string(static_cast<int>(
                      std::lerp(stops[at][channel], stops[at + 1][channel], place - static_cast<float>(at))));
  return code + 'm';
}

inline std::string repeated(std::string_view what, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += what;
  return text;
}

// The weight to the nearest quarter.
inline std::string_view shade_of(float weight) {
  static constexpr std::array<std::string_view, 5> shades{"·", "░", "▒", "▓", "█"};
  return shades[static_cast<std::size_t>(std::lround(std::clamp(weight, 0.0F, 1.0F) * 4))];
}

} // namespace detail

// Lines of text for a terminal (UTF-8): a row for each output, a column for each input, darker for more weight. Throws
// usage_error.
inline std::string draw_for_terminal(attention_picture const& picture, bool colour) {
  using detail::repeated;
  check(picture);
  std::vector<std::string> const inputs = labels(picture.inputs), outputs = labels(picture.outputs);
  int const margin = widest(outputs) + 3, cell = std::max(2, widest(inputs) + 1);
  std::string text = picture.title.empty() ? "" : "  " + printable(picture.title) + "\n\n";
  std::string line = repeated(" ", margin);
  auto const finish_line = [&] {
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    line.clear();
  };
  for (std::string const& input : inputs) line += input + repeated(" ", cell - terminal_columns(input));
  finish_line();
  for (std::size_t output = 0; output < outputs.size(); ++output) {
    line = repeated(" ", margin - 1 - terminal_columns(outputs[output])) + outputs[output] + ' ';
    for (std::size_t input = 0; input < inputs.size(); ++input) {
      float const weight = picture.weight(output, input);
      std::string_view const shade = detail::shade_of(weight);
      if (shade == "·") {
        line += (colour ? "\x1B[2m·\x1B[0m" : "·") + repeated(" ", cell - 1);
      } else {
        std::string const block = repeated(colour ? "█" : shade, std::min(cell, 2));
        line += (colour ? detail::colour_of(weight) + block + "\x1B[0m" : block) + repeated(" ", cell - 2);
      }
    }
    finish_line();
  }
  return text;
}

} // namespace examples
