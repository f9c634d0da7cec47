// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/extent.hpp"
#include "../io/detail/utf8_step.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sp {

// Calls `f(code_point, bytes)` for each code point of `text`, in order; `bytes` is a view of its UTF-8 form in `text`.
// Overlong forms, surrogates, code points above U+10FFFF and cut sequences throw data_error naming the byte offset.
template <class F>
void for_each_code_point(std::string_view text, F&& f) {
  for (std::size_t at = 0; at < text.size();) {
    detail::utf8_step const step = detail::decode_utf8_at(text, at);
    if (step.problem != nullptr) {
      throw data_error("byte " + std::to_string(at) + ": " + detail::describe(text, {at, step}) + ", not UTF-8");
    }
    f(step.code_point, text.substr(at, step.size));
    at += step.size;
  }
}

// The code points of `text`. Throws data_error as above.
inline std::u32string decode_utf8(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for_each_code_point(text, [&](char32_t code_point, std::string_view) { out += code_point; });
  return out;
}

// `text` cut into its code points, each as a view into `text`. Throws data_error as above.
inline std::vector<std::string_view> split_code_points(std::string_view text) {
  std::vector<std::string_view> out;
  out.reserve(text.size());
  for_each_code_point(text, [&](char32_t, std::string_view bytes) { out.push_back(bytes); });
  return out;
}

// The number of code points in `text`, which is known to be UTF-8.
inline extent_t count_code_points(std::string_view text) {
  extent_t count = 0;
  for (char const c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  return count;
}

} // namespace sp
