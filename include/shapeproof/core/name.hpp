// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>
#include <string_view>

namespace sp {
namespace detail {

template <class X>
constexpr std::string_view spelled() {
  std::string_view text = __PRETTY_FUNCTION__; // "... [with X = NAME; ...]" (g++), "... [X = NAME]" (clang)
  auto from = text.find("X = ") + 4;
  auto to = text.find(';', from);
  if (to == std::string_view::npos) to = text.rfind(']');
  return text.substr(from, to - from);
}

// Drops namespaces and enclosing functions, and the space that g++ writes between closing brackets:
// "sp::key<app::Time >" becomes "key<Time>". The result is the same text for every compiler.
inline std::string without_qualifiers(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':' && i + 1 < text.size() && text[i + 1] == ':') {
      int depth = 0;
      while (!out.empty()) {
        char const last = out.back();
        if (last == ')') ++depth;
        if (depth == 0 && (last == '<' || last == ' ' || last == ',' || last == '(')) break;
        if (last == '(') --depth;
        out.pop_back();
      }
      ++i;
    } else if (text[i] == '>' && !out.empty() && out.back() == ' ') {
      out.back() = '>';
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

} // namespace detail

// The name of an axis (or any type) as its author wrote it, for messages and weight files: "Batch", "key<Time>".
template <class A>
std::string const& name_of() {
  static std::string const name = detail::without_qualifiers(detail::spelled<A>());
  return name;
}

} // namespace sp
