// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/data/utf8.hpp>

#include <doctest/doctest.h>

namespace {

std::string refused(std::string_view text) {
  return sp::test::message_of<sp::data_error>([&] { (void)sp::decode_utf8(text); });
}

} // namespace

TEST_CASE("every code point survives encoding and decoding, and surrogates do not") {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    std::string bytes;
    sp::detail::append_utf8(bytes, code_point);
    if (code_point >= 0xD800 && code_point < 0xE000) {
      REQUIRE(sp::detail::find_utf8_fault(bytes).step.problem != nullptr);
    } else {
      REQUIRE(sp::decode_utf8(bytes) == std::u32string(1, code_point));
    }
  }
}

TEST_CASE("of all sequences of two bytes exactly the well-formed ones pass") {
  int passed = 0;
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      char const bytes[] = {static_cast<char>(first), static_cast<char>(second)};
      passed += sp::detail::find_utf8_fault({bytes, 2}).step.problem == nullptr;
    }
  }
  CHECK(passed == 128 * 128 + (0x800 - 0x80));
}

TEST_CASE("text is cut into its code points") {
  std::string_view const text = "a\u00e9\u20ac\U0001F600";
  CHECK(sp::split_code_points(text) == std::vector<std::string_view>{"a", "\u00e9", "\u20ac", "\U0001F600"});
  CHECK(sp::count_code_points(text) == 4);
  CHECK(sp::split_code_points("").empty());
}

TEST_CASE("what is not UTF-8 is refused with its byte") {
  CHECK(refused("ab\x80") == "byte 2: 0x80 is a continuation byte without a first byte, not UTF-8");
  CHECK(refused("\xC0\x80") == "byte 0: 0xC0 is an overlong form, not UTF-8");
  CHECK(refused("\xE0\x80\x80") == "byte 0: 0xE0 0x80 0x80 is an overlong form, not UTF-8");
  CHECK(refused("\xF0\x8F\xBF\xBF") == "byte 0: 0xF0 0x8F 0xBF 0xBF is an overlong form, not UTF-8");
  CHECK(refused("x\xED\xA0\x80") == "byte 1: 0xED 0xA0 0x80 is a surrogate, not UTF-8");
  CHECK(refused("\xF4\x90\x80\x80") == "byte 0: 0xF4 0x90 0x80 0x80 is a code point above U+10FFFF, not UTF-8");
  CHECK(refused("\xF5\x80\x80\x80") == "byte 0: 0xF5 is a code point above U+10FFFF, not UTF-8");
  CHECK(refused("\xFF") == "byte 0: 0xFF is a byte that UTF-8 never uses, not UTF-8");
  CHECK(refused("a\xE2\x82") == "byte 1: 0xE2 0x82 is a sequence that is cut off, not UTF-8");
  CHECK(refused("\xC3(") == "byte 0: 0xC3 is a sequence that is cut off, not UTF-8");
}
