// SPDX-License-Identifier: BSL-1.0
#include "../../examples/common/attention_svg.hpp"
#include "../../examples/common/attention_terminal.hpp"
#include "../temporary_folder.hpp"

#include <shapeproof/io/file.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using examples::attention_picture;

attention_picture spoken() {
  return {
      "to the", {"t", "o", " ", "東"}, {"T", "UW", "DH"}, {1, 0, 0, 0, 0.25F, 0.5F, 0.12F, 0.13F, 0, 0, 0.25F, 0.75F}};
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t times = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++times;
  return times;
}

// Takes the escape sequences that set colours out of a text.
std::string without_colours(std::string text) {
  for (std::size_t at; (at = text.find("\x1B[")) != text.npos;) text.erase(at, text.find('m', at) - at + 1);
  return text;
}

} // namespace

TEST_CASE("a picture for a plain terminal") {
  CHECK(examples::draw_for_terminal(spoken(), false) == "  to the\n"
                                                        "\n"
                                                        "     t  o  ␣  東\n"
                                                        "   T ██ ·  ·  ·\n"
                                                        "  UW ░░ ▒▒ ·  ░░\n"
                                                        "  DH ·  ·  ░░ ▓▓\n");
}

TEST_CASE("a picture with colours has the same shape") {
  std::string const text = examples::draw_for_terminal(spoken(), true);
  CHECK(text.find("\x1B[38;2;245;124;32m██\x1B[0m") != text.npos); // weight 1
  CHECK(count(text, "\x1B[38;2;") == 6);
  CHECK(count(text, "\x1B[0m") == 12);
  std::string plain = examples::draw_for_terminal(spoken(), false);
  for (std::string_view const shade : {"░", "▒", "▓"})
    for (std::size_t at; (at = plain.find(shade)) != plain.npos;) plain.replace(at, shade.size(), "█");
  CHECK(without_colours(text) == plain);
}

TEST_CASE("a file is no terminal with colours") {
  std::FILE* const file = std::tmpfile();
  REQUIRE(file);
  CHECK(!examples::wants_colour(file));
  std::fclose(file);
}

TEST_CASE("labels cannot disturb a terminal or XML") {
  CHECK(examples::label("\x1B[2J") == "\uFFFD[2J");
  CHECK(examples::label("a\nb") == "a\uFFFDb");
  CHECK(examples::label("\u202Eabc") == "\uFFFDabc");
  CHECK(examples::label("\uFFFF") == "\uFFFD");
  CHECK(examples::label("\u0301") == "◌\u0301");
  CHECK(examples::label(" ") == "␣");
  CHECK(examples::label("é😀東") == "é😀東");
  CHECK(examples::label("") == "◌");
  CHECK_THROWS_AS(examples::label("\xFF"), sp::data_error);
}

// wcswidth of the Python package wcwidth.
TEST_CASE("widths are those of terminals") {
  CHECK(examples::terminal_columns("März") == 4);
  CHECK(examples::terminal_columns("e\u0301a") == 2);
  CHECK(examples::terminal_columns("東京") == 4);
  CHECK(examples::terminal_columns("ｱ한") == 3);
  CHECK(examples::terminal_columns("😀") == 2);
  CHECK(examples::terminal_columns("ə→␣") == 3);
}

TEST_CASE("an SVG file is complete and escaped") {
  attention_picture picture = spoken();
  picture.title = "<b> & \x1B'q'";
  picture.outputs[0] = "<&>";
  std::string const svg = examples::draw_svg(picture);
  CHECK(svg.starts_with("<svg xmlns='http://www.w3.org/2000/svg'"));
  CHECK(svg.ends_with("</svg>\n"));
  CHECK(count(svg, "<title>&lt;b&gt; &amp; \uFFFD'q'</title>") == 1);
  CHECK(svg.find("<title>&lt;&amp;&gt; from t: 1.00</title>") != svg.npos);
  CHECK(svg.find("<title>UW from ␣: 0.12</title>") != svg.npos);
  CHECK(count(svg, " from ") == 7); // cells with no weight are not drawn
  CHECK(count(svg, "<text") == count(svg, "</text>"));
  CHECK(count(svg, "<title") == count(svg, "</title>"));
  CHECK(count(svg, "nan") == 0);
}

TEST_CASE("the SVG replaces an older file, and only when it can") {
  sp::test::temporary_folder const folder;
  std::string const path = folder / "attention.svg";
  examples::write_svg(path, spoken());
  CHECK(sp::read_file(path) == examples::draw_svg(spoken()));
  attention_picture broken = spoken();
  broken.weights[3] = 2;
  CHECK_THROWS_AS(examples::write_svg(path, broken), sp::usage_error);
  CHECK(sp::read_file(path) == examples::draw_svg(spoken()));
  CHECK(folder.names().size() == 1);
  CHECK_THROWS_AS(examples::write_svg(folder / "none/attention.svg", spoken()), sp::file_error);
}

TEST_CASE("a picture that makes no sense is refused") {
  auto const said = [](attention_picture const& picture) {
    return sp::test::message_of<sp::usage_error>([&] { examples::draw_for_terminal(picture, false); });
  };
  attention_picture picture = spoken();
  picture.weights.pop_back();
  CHECK(said(picture) == "attention_picture: 11 weights for 3 outputs and 4 inputs");
  picture = spoken();
  picture.weights[6] = std::numeric_limits<float>::quiet_NaN();
  CHECK(said(picture) == "attention_picture: the weight of output 1 and input 2 is not within 0 to 1");
  picture.weights[6] = -0.5F;
  CHECK(said(picture) == "attention_picture: the weight of output 1 and input 2 is not within 0 to 1");
  picture.weights[6] = 1.00001F; // rounding
  CHECK(said(picture) == "nothing was thrown");
  CHECK(said({}) == "attention_picture: there is no input or no output");
}
