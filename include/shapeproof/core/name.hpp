// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>
#include <string_view>

namespace sp {
namespace detail {

// A type's name as the compiler spells it in a signature: "... [with X = NAME; ...]" (g++), "... [X = NAME]" (clang).
struct type_spelling {
  char const* signature;
};
template <class X>
constexpr type_spelling spelling_of() {
  char const* const signature = __PRETTY_FUNCTION__; // a name of its own, for nvcc
  return {signature};
}

// Drops namespaces and enclosing functions, and the space that g++ writes between closing brackets:
// "sp::key<app::Time >" becomes "key<Time>". The result is the same text for every compiler.
[[gnu::noinline, gnu::cold]] inline std::string without_qualifiers(type_spelling spelling) {
  std::string_view text = spelling.signature;
  auto const from = text.find("X = ") + 4;
  auto to = text.find(';', from);
  if (to == std::string_view::npos) to = text.rfind(']');
  text = text.substr(from, to - from);
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
std::string name_of() {
  return detail::without_qualifiers(detail::spelling_of<A>());
}

} // namespace sp
