// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/io/detail/json.hpp>

#include <doctest/doctest.h>

namespace {

using sp::detail::json_reader;
using sp::test::message_of;

std::string read_string(std::string_view text) {
  json_reader reader(text, "here");
  std::string value = reader.string();
  reader.end();
  return value;
}
std::string refused_string(std::string_view text) {
  return message_of<sp::data_error>([&] { (void)read_string(text); });
}
std::string refused_number(std::string_view text) {
  return message_of<sp::data_error>([&] {
    json_reader reader(text, "here");
    (void)reader.number();
    reader.end();
  });
}

} // namespace

TEST_CASE("objects, arrays, strings and numbers are read with space between") {
  json_reader reader(" { \"a\" : [ 1 , 20 ] ,\n\"b\":\t\"x\", \"c\": {}, \"d\": [] } \r\n", "here");
  std::string seen;
  reader.object([&](std::string_view key) {
    seen += key;
    if (key == "a") reader.array([&] { seen += "," + std::to_string(reader.number()); });
    if (key == "b") seen += "=" + reader.string();
    if (key == "c") reader.object([&](std::string_view) { FAIL("an empty object has no member"); });
    if (key == "d") reader.array([&] { FAIL("an empty array has no element"); });
  });
  reader.end();
  CHECK(seen == "a,1,20b=xcd");
}

TEST_CASE("every escape is read, and surrogate pairs become one character") {
  CHECK(read_string(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(read_string(R"("\u0041\u00e9\u20AC\ud83d\ude00\uffff")") == "A\u00e9\u20ac\U0001F600\uffff");
  CHECK(read_string(R"("\u0000")") == std::string(1, '\0'));
  CHECK(read_string("\"gr\u00f6\u00dfe\"") == "gr\u00f6\u00dfe");
}

TEST_CASE("a malformed string is refused with its byte") {
  CHECK(refused_string("x") == "here: header byte 0: expected a string");
  CHECK(refused_string("\"abc") == "here: header byte 4: the string does not end");
  CHECK(refused_string("\"a\nb\"") == "here: header byte 2: a control character in a string");
  CHECK(refused_string(R"("a\x41")") == "here: header byte 2: an unknown escape");
  CHECK(refused_string("\"a\\") == "here: header byte 2: an unknown escape");
  CHECK(refused_string(R"("\u12g4")") == "here: header byte 1: \\u needs four hexadecimal digits");
  CHECK(refused_string("\"\\u12") == "here: header byte 1: \\u needs four hexadecimal digits");
  CHECK(refused_string(R"("\ud83d")") == "here: header byte 1: the first half of a surrogate pair without the second");
  CHECK(refused_string(R"("\ud83d\u0041")") ==
        "here: header byte 1: the first half of a surrogate pair without the second");
  CHECK(refused_string(R"("\ude00")") == "here: header byte 1: the second half of a surrogate pair without the first");
  CHECK(refused_string("\"a\" x") == "here: header byte 4: something follows the end of the JSON text");
  CHECK(refused_string("\"\xC0\x80\"") == "here: header byte 1: 0xC0 is an overlong form, not UTF-8");
}

TEST_CASE("numbers are whole and fit 64 bits") {
  auto const number = [](std::string_view text) { return json_reader(text, "here").number(); };
  CHECK(number("0") == 0);
  CHECK(number("18446744073709551615") == UINT64_MAX);
  CHECK(refused_number("18446744073709551616") == "here: header byte 0: the number is above 18446744073709551615");
  CHECK(refused_number(" 99999999999999999999999") == "here: header byte 1: the number is above 18446744073709551615");
  CHECK(refused_number("-1") == "here: header byte 0: expected a whole number");
  CHECK(refused_number("01") == "here: header byte 0: a number with a leading zero");
  CHECK(refused_number("1.5") == "here: header byte 1: something follows the end of the JSON text");
  CHECK(refused_number("1e3") == "here: header byte 1: something follows the end of the JSON text");
  CHECK(refused_number("true") == "here: header byte 0: expected a whole number");
  CHECK(refused_number("") == "here: header byte 0: expected a whole number");
}

TEST_CASE("a malformed object or array is refused with its byte") {
  auto const refused = [](std::string_view text) {
    return message_of<sp::data_error>([&] {
      json_reader reader(text, "here");
      reader.object([&](std::string_view) { reader.array([&] { (void)reader.number(); }); });
      reader.end();
    });
  };
  CHECK(refused("{\"a\":[1],\"b\":[],\"a\":[2]}") == "here: header byte 16: the key \"a\" comes twice");
  CHECK(refused(R"({"a":[1],"\u0061":[2]})") == "here: header byte 9: the key \"a\" comes twice");
  CHECK(refused("{\"a\":[1],}") == "here: header byte 9: expected a string");
  CHECK(refused("{\"a\":[1,]}") == "here: header byte 8: expected a whole number");
  CHECK(refused("{\"a\":[1 2]}") == "here: header byte 8: expected a comma or the end of the array");
  CHECK(refused("{\"a\" [1]}") == "here: header byte 5: expected a colon");
  CHECK(refused("{\"a\":[1]") == "here: header byte 8: expected a comma or the end of the object");
  CHECK(refused("{\"a\":[[1]]}") == "here: header byte 6: expected a whole number");
  CHECK(refused("[]") == "here: header byte 0: expected an object");
  CHECK(refused("{}{}") == "here: header byte 2: something follows the end of the JSON text");
}

TEST_CASE("a written string is read back, whatever it holds") {
  std::string text;
  for (char32_t code_point = 0; code_point < 0x300; ++code_point) sp::detail::append_utf8(text, code_point);
  sp::detail::append_utf8(text, 0x10FFFF);
  std::string written;
  sp::detail::append_json_string(written, text);
  CHECK(read_string(written) == text);
}
