// SPDX-License-Identifier: BSL-1.0
#include "../../examples/g2p/pronunciation_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using g2p::entry;

std::vector<entry> parse(std::string text) { return g2p::read_dictionary(sp::line_reader("words", std::move(text))); }

std::string phones(entry const& entry, std::size_t which = 0) {
  std::string text;
  for (std::string const& phone : entry.pronunciations.at(which)) text += (text.empty() ? "" : " ") + phone;
  return text;
}

std::string refusal(std::string const& text) {
  try {
    parse(text);
  } catch (sp::data_error const& error) {
    return error.what();
  }
  return "accepted";
}

bool exists(std::string const& path) {
  std::FILE* const file = std::fopen(path.c_str(), "rb");
  if (file) std::fclose(file);
  return file != nullptr;
}

} // namespace

TEST_CASE("tab-separated words are joined, whatever their alphabet") {
  auto const words = parse("TO\tT UW\nA\tAH\nto\tT AH\r\nTO\tT UW\n\néclair\te k l ɛ ʁ");
  REQUIRE(words.size() == 3);
  CHECK(words[0].word == "TO");
  REQUIRE(words[0].pronunciations.size() == 2);
  CHECK(phones(words[0], 0) == "T UW");
  CHECK(phones(words[0], 1) == "T AH");
  CHECK(words[1].word == "A");
  CHECK(words[2].word == "éCLAIR");
  CHECK(sp::split_code_points(words[2].word).size() == 6);
  CHECK(words[2].pronunciations[0].size() == 5);
}

TEST_CASE("cmudict.dict loses stress, comments and what is then repeated") {
  auto const words = parse("# a comment\nabuse AH0 B Y UW1 S\nabuse(2) AH0 B Y UW1 Z\nabsent AE1 B S AH0 N T\n"
                           "absent(2) AE0 B S AH0 N T\nd'artagnan D AH0 R T AE1 NG Y AH0 N # foreign french\n");
  REQUIRE(words.size() == 3);
  CHECK(words[0].word == "ABUSE");
  REQUIRE(words[0].pronunciations.size() == 2);
  CHECK(phones(words[0], 1) == "AH B Y UW Z");
  CHECK(words[1].pronunciations.size() == 1);
  CHECK(words[2].word == "D'ARTAGNAN");
  CHECK(phones(words[2]) == "D AH R T AE NG Y AH N");
}

TEST_CASE("Festival's lexicon loses syllables, and ax is AH") {
  auto const words =
      parse("MNCL\n(\"a\" dt (((ax) 0)))\n(\"a\" n (((ey) 1)))\n"
            "(\"aaa\" nil (((t r ih) 1) ((p ax) 0) ((l ey) 1)))\n(\"AWOL\" n (((ey) 1) ((w ao l) 0)))\n");
  REQUIRE(words.size() == 3);
  CHECK(words[0].pronunciations.size() == 2);
  CHECK(phones(words[0]) == "AH");
  CHECK(words[1].word == "AAA");
  CHECK(phones(words[1]) == "T R IH P AH L EY");
  CHECK(phones(words[2]) == "EY W AO L");
}

TEST_CASE("what is wrong is refused with file, line and column") {
  std::string const long_word(101, 'A');
  std::string many_phones = "WORD\tAH";
  for (int i = 0; i < 100; ++i) many_phones += " AH";
  struct {
    std::string text, message;
  } const cases[] = {
      {"", "words: the file has no words"},
      {"\n\n", "words: the file has no words"},
      {"# only a comment\n", "words: the file has no words"},
      {"MNCL\n", "words: the file has no words"},
      {"word,W ER D\n", "words:1:1: the word has a character that CMUdict never uses"},
      {"{\"words\":[]}\n", "words:1:1: this is no known dictionary"},
      {"A\tAH\nB B IY\n", "words:2:1: the word has a blank in it"},
      {"A\tAH\nB\n", "words:2:2: expected a TAB between the word and its phones"},
      {"A\tAH\n\tB\n", "words:2:1: the word is empty"},
      {"A\tAH\nB\t\n", "words:2:3: 'B' has no phones"},
      {"É\tE\tE\n", "words:1:4: phones are separated by spaces"},
      {"A\tAH\nB\xFF\tB\n", "words:2:2: 0xFF is a byte that UTF-8 never uses, not UTF-8"},
      {"A\tAH\nB\x1B[2J\tB\n", "words:2:1: the word has a control character in it"},
      {std::string("A\tAH\nB\0C\tB\n", 10), "words:2:2: a zero byte in a text"},
      {"A\tAH \x01\n", "words:1:6: the phone has a control character in it"},
      {long_word + "\tAH\n", "words:1:1: the word has 101 letters, more than 100"},
      {many_phones + "\n", "words:1:306: the pronunciation has more than 100 phones"},
      {"a AH0\nb B QQ1\n", "words:2:5: 'QQ1' is no phone of CMUdict"},
      {"b B1 IY\n", "words:1:3: 'B1' is no phone of CMUdict"},
      {"b B IY3\n", "words:1:5: 'IY3' is no phone of CMUdict"},
      {"b B \x1B[2J\n", "words:1:5: what stands here is no phone of CMUdict"},
      {"b(x) B IY1\n", "words:1:3: expected the number of an alternate, as in WORD(2)"},
      {"b(2 B IY1\n", "words:1:3: expected the number of an alternate, as in WORD(2)"},
      {"a AH0\nb # nothing\n", "words:2:3: 'B' has no phones"},
      {"MNCL\n(\"a\" dt (((ax) 0)))\n(\"b\" n (((b qq) 1)))\n",
       "words:3:13: 'qq' is no phone of Festival's CMU lexicon"},
      {"(\"a\" dt (((AH) 0)))\n", "words:1:12: 'AH' is no phone of Festival's CMU lexicon"},
      {"(\"a\" dt (((ax) 0))\n", "words:1:19: expected ) at the end of the entry"},
      {"(\"a\" dt (((ax) 7)))\n", "words:1:16: expected the stress of the syllable, 0 to 2"},
      {"(\"a\" dt (ax))\n", "words:1:10: expected ) after the syllables"},
      {"(\"a\" dt ())\n", "words:1:12: 'A' has no phones"},
      {"b,c B IY1\n", "words:1:1: the word has a character that CMUdict never uses"},
      {"b\tB IY\nb(2\n", "words:2:4: expected a TAB between the word and its phones"},
      {"(\"a dt (((ax) 0)))\n", "words:1:3: the word has a blank in it"},
      {"(a dt (((ax) 0)))\n", "words:1:2: expected \" before the word"},
      {"(\"a\" dt (((ax) 0))) (\n", "words:1:21: the entry is over, but the line is not"},
      {"MNCL\nMNCL\n", "words:2:1: expected ( at the beginning of an entry"},
      {"A\tAH\rB\tB IY\n", "words:1:5: a carriage return"},
      {"(\"a\" dt (((ax) 0)))\ntrailing", "words:2:1: expected ( at the beginning of an entry"},
  };
  for (auto const& [text, message] : cases) {
    std::string const said = refusal(text);
    CHECK_MESSAGE(said.starts_with(message), said, " instead of ", message);
  }
}

TEST_CASE("a file that is cut off anywhere is read or refused, never more") {
  std::string const text = "MNCL\n(\"a\" dt (((ax) 0)))\n(\"aaa\" nil (((t r ih) 1) ((p ax) 0) ((l ey) 1)))\n";
  for (std::size_t size = 0; size + 2 < text.size(); ++size) {
    std::string const said = refusal(text.substr(0, size));
    CHECK((said.starts_with("words:") || (said == "accepted" && (size >= 24 && size <= 25))));
  }
}

TEST_CASE("words that a user types are spelled as in a dictionary") {
  CHECK(g2p::spelled("don't") == "DON'T");
  CHECK_THROWS_AS(g2p::spelled(""), sp::data_error);
  CHECK_THROWS_AS(g2p::spelled("two words"), sp::data_error);
  CHECK_THROWS_AS(g2p::spelled("\xC3"), sp::data_error);
}

TEST_CASE("a missing file is a file_error") { CHECK_THROWS_AS(g2p::read_dictionary("no/such/file"), sp::file_error); }

// The test vectors of the FNV authors (draft-eastlake-fnv, appendix C).
TEST_CASE("the hash is FNV-1a") {
  static_assert(g2p::fnv1a64("") == 0xCBF29CE484222325U);
  static_assert(g2p::fnv1a64("a") == 0xAF63DC4C8601EC8CU);
  static_assert(g2p::fnv1a64("foobar") == 0x85944171F73967E8U);
}

TEST_CASE("development words are one in forty, by word, whatever the order of the lines") {
  std::string forwards, backwards;
  for (int i = 0; i < 100; ++i) {
    std::string const lines = "W" + std::to_string(i) + "\tA B\nW" + std::to_string(i) + "\tA C\n";
    forwards += lines;
    backwards = lines + backwards;
  }
  auto const one = g2p::split_by_hash(parse(forwards));
  auto const other = g2p::split_by_hash(parse(backwards));
  REQUIRE(one.development.size() == 2);
  REQUIRE(other.development.size() == 2);
  CHECK(one.training.size() == 98);
  CHECK(one.development[0].word == other.development[1].word);
  CHECK(one.development[1].word == other.development[0].word);
  CHECK(one.development[0].pronunciations.size() == 2);
  CHECK(g2p::split_by_hash(parse("A\tAH\n")).development.empty());
  CHECK(g2p::split_by_hash({}).training.empty());
}

TEST_CASE("the real dictionary, where it is") {
  std::string const path = SHAPEPROOF_TESTS_DIR "/../../shared/data/g2p/train.tsv";
  if (!exists(path)) {
    MESSAGE("skipped: there is no " << path);
    return;
  }
  auto words = g2p::read_dictionary(path);
  CHECK(words.size() == 106837);
  std::size_t pairs = 0;
  for (entry const& entry : words) {
    pairs += entry.pronunciations.size();
    for (auto const& phones : entry.pronunciations)
      CHECK(std::all_of(phones.begin(), phones.end(), [](auto const& phone) { return g2p::is_cmu_phone(phone); }));
  }
  CHECK(pairs == 113438);
  auto const parts = g2p::split_by_hash(std::move(words));
  CHECK(parts.development.size() == 2670);
  CHECK(parts.training.size() == 106837 - 2670);
  // sorted(words, key=fnv1a64)[:3] in Python
  for (char const* word : {"GROSSING", "AMEZQUITA", "WASDEN"})
    CHECK(
        std::any_of(parts.development.begin(), parts.development.end(), [&](auto const& e) { return e.word == word; }));
}

TEST_CASE("Debian's festlex-cmu, where it is installed") {
  std::string const path = "/usr/share/festival/dicts/cmu/cmudict-0.4.out";
  if (!exists(path)) {
    MESSAGE("skipped: there is no " << path);
    return;
  }
  // Distinct upper-case words, counted with grep and sort.
  CHECK(g2p::read_dictionary(path).size() == 105664);
}
