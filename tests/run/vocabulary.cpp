// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/data/vocabulary.hpp>

#include <doctest/doctest.h>

#include <concepts>

namespace {

using sp::test::message_of;

struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};
struct Digit : sp::axis<3> {};

sp::vocabulary<Letter> letters() {
  sp::vocabulary<Letter>::builder builder({.unknown = "<unk>", .begin = "<s>", .end = "</s>"});
  for (char const* letter : {"A", "B", "A", "C"}) builder.add(letter);
  return builder.build();
}

} // namespace

TEST_CASE("text becomes numbers of the vocabulary's axis and back") {
  sp::vocabulary<Letter> const vocabulary = letters();
  CHECK(vocabulary.size() == 6);
  CHECK(vocabulary.extent().size() == 6);
  sp::index<Letter> const b = vocabulary.encode("B");
  CHECK(b.value() == 4);
  CHECK(vocabulary.token(b) == "B");
  CHECK(vocabulary.encode_or_unknown("B") == b);
  CHECK(vocabulary.encode_or_unknown("Z") == vocabulary.unknown());
  CHECK(vocabulary.unknown().value() == 0);
  CHECK(vocabulary.begin_marker().value() == 1);
  CHECK(vocabulary.end_marker().value() == 2);
  CHECK(vocabulary.is_special(vocabulary.end_marker()));
  CHECK_FALSE(vocabulary.is_special(b));
  CHECK(vocabulary.has(sp::special_token::begin));
  CHECK_FALSE(vocabulary.has(sp::special_token::padding));
  CHECK(message_of<sp::usage_error>([&] { (void)vocabulary.padding(); }) ==
        "the vocabulary of Letter has no padding token");
  CHECK(message_of<sp::data_error>([&] { (void)vocabulary.encode("b", {"w.tsv", 2, 3}); }) ==
        "w.tsv:2:3: the token \"b\" is not in the vocabulary of Letter (3 tokens); did you mean \"B\"?");
  static_assert(std::same_as<decltype(vocabulary.encode("A")), sp::index<Letter>>);
  static_assert(!std::convertible_to<sp::index<Letter>, sp::index<Phone>>);
}

TEST_CASE("a number proven for a larger vocabulary is refused") {
  sp::index<Letter> const large = sp::check_index(10, Letter{20});
  CHECK(message_of<sp::extent_error>([&] { (void)letters().token(large); }) ==
        "token 10 is not in the vocabulary of Letter, which has 6");
}

TEST_CASE("a vocabulary is saved and loaded, and one of another axis is refused") {
  sp::test::temporary_folder const folder;
  sp::vocabulary<Letter> const vocabulary = letters();
  std::string const path = folder / "letters.txt";
  vocabulary.save(path);
  CHECK(sp::vocabulary<Letter>::load(path).text() == vocabulary.text());
  CHECK(sp::vocabulary<Letter>::from_text(vocabulary.text(), "model").encode("C") == vocabulary.encode("C"));
  CHECK(message_of<sp::data_error>([&] { (void)sp::vocabulary<Phone>::load(path); }) ==
        path + ": a vocabulary of Letter is given where one of Phone is wanted");
  CHECK(message_of<sp::data_error>([&] { (void)sp::vocabulary<Phone>::from_text(vocabulary.text(), "model"); }) ==
        "model: a vocabulary of Letter is given where one of Phone is wanted");
}

TEST_CASE("an axis with a static extent takes only a vocabulary of that size") {
  sp::vocabulary<Digit>::builder builder({.end = "."});
  builder.add("0");
  CHECK(message_of<sp::extent_error>([&] { (void)builder.build(); }) ==
        "the vocabulary of Digit has 2 tokens, but the extent of Digit is 3");
  builder.add("1");
  CHECK(builder.build().extent().size() == 3);
}
