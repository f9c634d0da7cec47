// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/extent.hpp"

#include <string>
#include <string_view>

namespace sp {

// Where in a text something stands, for messages. Lines and columns count from 1, columns in code points; 0 means that
// the number is not known or makes no sense, as for a word from the command line.
struct text_place {
  std::string_view file;
  extent_t line = 0;
  extent_t column = 0;
};

// "words.tsv:12:3", as far as it is known.
inline std::string to_string(text_place const& place) {
  std::string out(place.file);
  if (place.line > 0) out += ":" + std::to_string(place.line);
  if (place.line > 0 && place.column > 0) out += ":" + std::to_string(place.column);
  return out;
}

} // namespace sp
