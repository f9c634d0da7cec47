// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/core/random.hpp>
#include <shapeproof/data/vocabulary_counts.hpp>
#include <shapeproof/data/vocabulary_text.hpp>
#include <shapeproof/io/file.hpp>

#include <doctest/doctest.h>

namespace {

using sp::special_token;
using sp::test::message_of;

sp::vocabulary_table letters(sp::special_tokens specials = {.unknown = "<unk>", .begin = "<s>"},
                             sp::vocabulary_limits limits = {}) {
  sp::vocabulary_counts counts(std::move(specials));
  for (char const letter : std::string_view("BANANAS AND BANDS")) counts.add(std::string_view(&letter, 1));
  return counts.build("Letter", limits);
}

std::vector<std::string> tokens_of(sp::vocabulary_table const& table) {
  std::vector<std::string> out;
  for (sp::extent_t id = 0; id < table.size(); ++id) out.emplace_back(table.token(id));
  return out;
}

std::string refused_text(std::string text) {
  return message_of<sp::data_error>([&] { (void)sp::vocabulary_from_text(std::move(text), "v"); });
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("special tokens come first, then the rest by count and bytes") {
  sp::vocabulary_table const table = letters();
  // A 5, N 4, then B D S and the space with 2 each
  CHECK(tokens_of(table) == list{"<unk>", "<s>", "A", "N", " ", "B", "D", "S"});
  CHECK(table.count(2) == 5);
  CHECK(table.count(0) == 0);
  CHECK(table.encode("B") == 5);
  CHECK(table.id_of(special_token::begin) == 1);
  CHECK_FALSE(table.has(special_token::end));
  CHECK(table.encode_or_unknown("X") == 0);
  CHECK(table.encode_or_unknown("S") == 7);
  CHECK(message_of<sp::usage_error>([&] { (void)table.id_of(special_token::end); }) ==
        "the vocabulary of Letter has no end token");
  CHECK_THROWS_AS((void)letters({}).encode_or_unknown("A"), sp::usage_error);
}

TEST_CASE("limits on count and size") {
  CHECK(tokens_of(letters({}, {.minimum_count = 3})) == list{"A", "N"});
  CHECK(tokens_of(letters({.unknown = "?"}, {.maximum_size = 4})) == list{"?", "A", "N", " "});
  CHECK(message_of<sp::data_error>([] { (void)letters({}, {.minimum_count = 6}); }) ==
        "the vocabulary of Letter would be empty: of 6 different tokens none occurs 6 times");
  CHECK(message_of<sp::usage_error>([] { (void)letters({.unknown = "?"}, {.maximum_size = 1}); }) ==
        "the vocabulary of Letter: a maximum size of 1 leaves no room beside 1 special tokens");
  CHECK_THROWS_AS((void)letters({}, {.minimum_count = 0}), sp::usage_error);
}

TEST_CASE("special tokens must be unique, and data cannot spell them") {
  CHECK(message_of<sp::usage_error>([] { sp::vocabulary_counts({.unknown = "<x>", .end = "<x>"}); }) ==
        "the end token \"<x>\" is spelled like the unknown token");
  CHECK(message_of<sp::usage_error>([] { sp::vocabulary_counts({.padding = ""}); }) ==
        "the padding token \"\" is empty");
  CHECK_THROWS_AS(sp::vocabulary_counts({.padding = "\xFF"}), sp::usage_error);
  sp::vocabulary_counts counts({.unknown = "<unk>"});
  CHECK(message_of<sp::data_error>([&] { counts.add("<unk>", {"w.tsv", 3, 7}); }) ==
        "w.tsv:3:7: the token \"<unk>\" is spelled like the unknown token");
  CHECK(message_of<sp::data_error>([&] { counts.add("", {"w.tsv", 3, 7}); }) == "w.tsv:3:7: the token \"\" is empty");
  CHECK_THROWS_AS(counts.add("\xC3"), sp::data_error);
  CHECK_THROWS_AS(counts.add(std::string(65537, 'x')), sp::data_error);
  CHECK(counts.size() == 0);
  sp::vocabulary_table const table = letters();
  for (bool const strict : {true, false}) {
    CHECK(message_of<sp::data_error>([&] {
            (void)(strict ? table.encode("<s>", {"w.tsv", 9}) : table.encode_or_unknown("<s>", {"w.tsv", 9}));
          }) == "w.tsv:9: the token \"<s>\" is the spelling of a special token of Letter and cannot occur in data");
  }
}

TEST_CASE("a token that is not known is refused with its place and the nearest known one") {
  sp::vocabulary_counts counts;
  for (char const* token : {"AH0", "EH1", "Stra\u00dfe", "NG"}) counts.add(token);
  sp::vocabulary_table const table = counts.build("Phone");
  auto const refused = [&](std::string_view token, sp::text_place const& place = {}) {
    return message_of<sp::data_error>([&] { (void)table.encode(token, place); });
  };
  std::string const known = " is not in the vocabulary of Phone (4 tokens)";
  CHECK(refused("ng", {"w.tsv", 12, 5}) == "w.tsv:12:5: the token \"ng\"" + known + "; did you mean \"NG\"?");
  CHECK(refused("AH1") == "the token \"AH1\"" + known + "; did you mean \"AH0\"?");
  CHECK(refused("Strasse") == "the token \"Strasse\"" + known + "; did you mean \"Stra\u00dfe\"?");
  CHECK(refused("OY") == "the token \"OY\"" + known);
  CHECK(refused("") == "the token \"\"" + known);
  CHECK(refused("\x01") == "the token \"\\x01\"" + known);
  CHECK(refused("\xFF").starts_with("the token"));
}

TEST_CASE("a hundred thousand tokens find their numbers, in whatever order they came") {
  std::vector<int> numbers(100'000);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<int>(i);
  auto const build = [&](std::uint64_t seed) {
    sp::random_sequence(seed).shuffle(std::span(numbers));
    sp::vocabulary_counts counts;
    for (int const number : numbers) {
      for (int i = 0; i <= number % 3; ++i) counts.add("t" + std::to_string(number));
    }
    return counts.build("Word");
  };
  sp::vocabulary_table const table = build(1);
  CHECK(to_text(table) == to_text(build(2)));
  REQUIRE(table.size() == 100'000);
  for (sp::extent_t id = 0; id < table.size(); ++id) REQUIRE(table.encode(table.token(id)) == id);
  CHECK(table.find("t100000") == -1);
}

TEST_CASE("the text form is read back the same, whatever the tokens hold") {
  sp::vocabulary_counts counts({.padding = "<\t>", .end = "\\"});
  for (std::string const& token :
       {std::string("\t\n\r\\x41 \x7F"), std::string(1, '\0'), std::string("\uFEFF"), std::string(" "),
        std::string("#"), std::string("tokens"), std::string("gr\u00f6\u00dfe")}) {
    counts.add(token);
    counts.add(token);
  }
  sp::vocabulary_table const table = counts.build("key<Letter>");
  std::string const text = to_text(table);
  sp::vocabulary_table const again = sp::vocabulary_from_text(text, "v");
  CHECK(to_text(again) == text);
  CHECK(tokens_of(again) == tokens_of(table));
  CHECK(again.axis() == "key<Letter>");
  CHECK(again.id_of(special_token::end) == 1);
  CHECK(again.count(2) == 2);
  CHECK(to_text(letters({.unknown = "<unk>"}, {.minimum_count = 3})) ==
        "shapeproof vocabulary 1\naxis\tLetter\nunknown\t<unk>\ntokens\t2\nA\t5\nN\t4\n");

  sp::test::temporary_folder const folder;
  sp::save_vocabulary(table, folder / "letters.txt");
  CHECK(sp::read_file(folder / "letters.txt") == text);
  CHECK(to_text(sp::load_vocabulary(folder / "letters.txt")) == text);
}

TEST_CASE("malformed text is refused with its line") {
  std::string const head = "shapeproof vocabulary 1\naxis\tLetter\n";
  CHECK(refused_text("A\t5\n") == "v:1: this is no vocabulary: it does not begin with \"shapeproof vocabulary 1\"");
  CHECK(refused_text("") == "v:1: the vocabulary ends too early");
  CHECK(refused_text("shapeproof vocabulary 1\nunknown\t?\n") == "v:2: expected axis<TAB>NAME");
  CHECK(refused_text(head + "end\t?\nbegin\t!\ntokens\t0\n") ==
        "v:4: expected tokens<TAB>NUMBER or a special token in its order, not \"begin\"");
  CHECK(refused_text(head + "begin\t?\nend\t?\ntokens\t0\n") ==
        "v:5: the end token \"?\" is spelled like the begin token");
  CHECK(refused_text(head + "tokens\t-1\n") == "v:3: expected a count, not \"-1\"");
  CHECK(refused_text(head + "tokens\t2\nA\t5\n") == "v:5: the vocabulary ends too early");
  CHECK(refused_text(head + "tokens\t1\nA\t5\nB\t3\n") == "v:5: something follows the last of 1 tokens");
  CHECK(refused_text(head + "tokens\t2\nA\t5\nA\t3\n") == "v:5: the token \"A\" comes twice");
  CHECK(refused_text(head + "unknown\t?\ntokens\t1\n?\t5\n") == "v:5: the token \"?\" comes twice");
  CHECK(refused_text(head + "tokens\t1\nA 5\n") == "v:4: expected two fields with a tab between, not \"A 5\"");
  CHECK(refused_text(head + "tokens\t1\nA\t5\t6\n") ==
        "v:4: expected two fields with a tab between, not \"A\\x095\\x096\"");
  CHECK(refused_text(head + "tokens\t1\nA\t5x\n") == "v:4: expected a count, not \"5x\"");
  CHECK(refused_text(head + "tokens\t1\nA\t99999999999999999999\n") ==
        "v:4: expected a count, not \"99999999999999999999\"");
  for (char const* token : {"\\q", "a\\", "\\x4", "\\x41", "\\x1f", "\\xZZ"}) {
    CHECK(refused_text(head + "tokens\t1\n" + token + "\t5\n").ends_with("is not written as a vocabulary writes it"));
  }
  CHECK(refused_text(head + "tokens\t1\n\xFF\t5\n") == "v:4:1: 0xFF is a byte that UTF-8 never uses, not UTF-8");
}

TEST_CASE("no truncation of a vocabulary passes for a vocabulary") {
  std::string const text = to_text(letters());
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK_THROWS_AS((void)sp::vocabulary_from_text(text.substr(0, size), "v"), sp::data_error);
  }
}
