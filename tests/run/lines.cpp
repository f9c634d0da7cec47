// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/data/lines.hpp>
#include <shapeproof/io/atomic_file.hpp>

#include <doctest/doctest.h>

namespace {

using sp::test::message_of;

std::vector<std::string> lines_of(sp::line_reader reader) {
  std::vector<std::string> out;
  while (auto const line = reader.next()) {
    out.emplace_back(line->text);
    REQUIRE(line->number == static_cast<sp::extent_t>(out.size()));
  }
  REQUIRE_FALSE(reader.next().has_value());
  return out;
}
std::vector<std::string> lines_of(std::string text) { return lines_of(sp::line_reader("t", std::move(text))); }
std::string refused(std::string text) {
  return message_of<sp::data_error>([&] { (void)lines_of(std::move(text)); });
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("lines end with LF or CRLF, the last one with or without") {
  CHECK(lines_of("") == list{});
  CHECK(lines_of("\n") == list{""});
  CHECK(lines_of("a") == list{"a"});
  CHECK(lines_of("a\n") == list{"a"});
  CHECK(lines_of("a\r\n\r\nb") == list{"a", "", "b"});
  CHECK(lines_of("\xEF\xBB\xBFgr\u00f6\u00dfe\nb\n") == list{"gr\u00f6\u00dfe", "b"});
  CHECK(lines_of("a\n\xEF\xBB\xBFz") == list{"a", "\uFEFFz"});
}

TEST_CASE("a last line that has no end says so") {
  sp::line_reader reader("t", "a\r\nb");
  CHECK(reader.next()->ended);
  CHECK_FALSE(reader.next()->ended);
}

TEST_CASE("a file larger than the buffer is read as its text") {
  sp::test::temporary_folder const folder;
  std::string text;
  list expected;
  for (int i = 0; i < 3'000; ++i) {
    expected.push_back(std::string(static_cast<std::size_t>(i * 37 % 1'000), 'x') + "\u20ac" + std::to_string(i));
    text += expected.back() + (i % 3 == 0 ? "\r\n" : "\n");
  }
  expected.emplace_back(sp::line_reader::longest_line, 'y');
  text += expected.back() + "\r\n";
  sp::write_file_atomically(folder / "lines", [&](sp::atomic_file& file) { file.write(text); });
  CHECK(lines_of(sp::line_reader(folder / "lines")) == expected);
  CHECK(lines_of(text) == expected);
}

TEST_CASE("what is no text is refused with its line and column") {
  CHECK(refused("ok\n\u00e9\u00e9\xE9z\n") == "t:2:3: 0xE9 is a sequence that is cut off, not UTF-8");
  CHECK(refused(std::string("a\nb\0c", 5)) == "t:2:2: a zero byte in a text");
  CHECK(refused("a\rb\n") == "t:1:2: a carriage return that is not followed by a line feed");
  CHECK(refused("a\nb\r") == "t:2:2: a carriage return that is not followed by a line feed");
  CHECK(refused(std::string("\xFF\xFE"
                            "a\0",
                            4)) == "t:1:1: the text is UTF-16; convert it to UTF-8");
  CHECK(refused("a\n" + std::string(sp::line_reader::longest_line + 1, 'x') + "\nb") ==
        "t:2: the line has more than 1048576 bytes");
  CHECK(refused("a\n" + std::string(5'000'000, 'x')) == "t:2: the line has more than 1048576 bytes");
}

TEST_CASE("a file that has no lines to give says why") {
  sp::test::temporary_folder const folder;
  CHECK(message_of<sp::file_error>([&] { sp::line_reader{folder / "absent"}; }) ==
        "cannot open \"" + (folder / "absent") + "\": No such file or directory");
  CHECK(message_of<sp::file_error>([&] { (void)sp::line_reader(folder.path()).next(); }) ==
        "cannot read \"" + folder.path() + "\": Is a directory");
}

TEST_CASE("the place of a part of a line counts code points") {
  sp::line_reader reader("words.tsv", "a\n\u00e9t\u00e9\tE T\n");
  (void)reader.next();
  auto const line = reader.next();
  REQUIRE(line.has_value());
  CHECK(to_string(reader.place_of(*line, line->text.substr(6))) == "words.tsv:2:5");
  CHECK(to_string(sp::text_place{"arguments", 0, 3}) == "arguments");
  CHECK(to_string(sp::text_place{"words.tsv", 7}) == "words.tsv:7");
}
