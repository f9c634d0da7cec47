// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/data/padded.hpp>
#include <shapeproof/data/teacher_forcing.hpp>

#include <doctest/doctest.h>

namespace {

using sp::extent_t;
using sp::test::message_of;

struct Batch : sp::axis<> {};
struct Pair : sp::axis<2> {};
struct Letters : sp::ragged<Batch> {};
struct Halves : sp::ragged<Pair> {};
struct Letter : sp::axis<> {};
struct Digit : sp::axis<10> {};

using time_major = sp::tensor<sp::index<Letter>, Letters, Batch>;
using batch_major = sp::tensor<sp::index<Letter>, Batch, Letters>;

std::vector<std::vector<sp::index<Letter>>> rows_of(std::vector<std::vector<int>> const& numbers) {
  std::vector<std::vector<sp::index<Letter>>> rows;
  for (auto const& row : numbers) {
    rows.emplace_back();
    for (int const id : row) rows.back().push_back(sp::check_index(id, Letter{100}));
  }
  return rows;
}

template <class Tensor>
std::vector<int> numbers(Tensor const& tensor) {
  return {tensor.unnamed().begin(), tensor.unnamed().end()};
}
template <class A, class Tensor>
std::vector<int> lengths(Tensor const& tensor) {
  auto const extent = tensor.template extent<A>();
  return {extent.lengths().begin(), extent.lengths().end()};
}

using list = std::vector<int>;

} // namespace

TEST_CASE("rows are laid out in the order of the axes, with their lengths and padding 0") {
  auto const rows = rows_of({{5, 6, 7}, {}, {8, 9}});
  auto const first = sp::padded<time_major>(rows, Letter{10});
  CHECK(numbers(first) == list{5, 0, 8, 6, 0, 9, 7, 0, 0});
  CHECK(lengths<Letters>(first) == list{3, 0, 2});
  CHECK(first.extent<Letters>().size() == 3);
  CHECK(first.extent<Batch>().size() == 3);
  CHECK(numbers(sp::padded<batch_major>(rows, Letter{10})) == list{5, 6, 7, 0, 0, 0, 8, 9, 0});
  auto const longer = sp::padded<batch_major>(rows, Letter{10}, 4);
  CHECK(numbers(longer) == list{5, 6, 7, 0, 0, 0, 0, 0, 8, 9, 0, 0});
  CHECK(lengths<Letters>(longer) == list{3, 0, 2});
  std::vector<std::span<sp::index<Letter> const>> const looks(rows.begin(), rows.end());
  CHECK(numbers(sp::padded<time_major>(looks, Letter{10})) == numbers(first));
}

TEST_CASE("rows that do not fit are refused by their number") {
  auto const rows = rows_of({{5}, {6, 12}});
  CHECK(message_of<sp::data_error>([&] { (void)sp::padded<time_major>(rows, Letter{12}); }) ==
        "padded: id 12 at position 1 of row 1 is not below the extent 12 of Letter");
  CHECK(message_of<sp::extent_error>([&] { (void)sp::padded<time_major>(rows, Letter{13}, 1); }) ==
        "row 1 of a ragged axis has length 2, and the axis is padded to 1");
  CHECK_THROWS_AS((void)sp::padded<time_major>(rows_of({{}}), Letter{0}, 2), sp::data_error);
  std::vector<std::vector<sp::index<Digit>>> const digits{{sp::at<Digit, 3>()}, {sp::at<Digit, 4>()}, {}};
  CHECK(message_of<sp::extent_error>([&] { (void)sp::padded<sp::tensor<sp::index<Digit>, Halves, Pair>>(digits); }) ==
        "padded: the extents of Pair differ: 2 and 3");
}

TEST_CASE("static extents need not be given, and empty batches are batches") {
  std::vector<std::vector<sp::index<Digit>>> const digits{{sp::at<Digit, 3>()},
                                                          {sp::at<Digit, 4>(), sp::at<Digit, 9>()}};
  CHECK(numbers(sp::padded<sp::tensor<sp::index<Digit>, Halves, Pair>>(digits)) == list{3, 4, 0, 9});
  auto const none = sp::padded<time_major>(rows_of({}), Letter{10});
  CHECK(none.size() == 0);
  CHECK(none.extent<Batch>().size() == 0);
  CHECK(sp::padded<time_major>(rows_of({{}, {}}), Letter{0}).size() == 0);
}

TEST_CASE("teacher forcing shifts by one fence post each way") {
  sp::sequence_markers<Letter> const markers{.begin = sp::check_index(1, Letter{10}),
                                             .end = sp::check_index(2, Letter{10})};
  auto const rows = rows_of({{5, 6, 7}, {}, {8, 9}});
  auto const by_row = sp::teacher_forcing(sp::padded<batch_major>(rows, Letter{10}), markers);
  CHECK(numbers(by_row.prefix) == list{1, 5, 6, 7, 1, 2, 2, 2, 1, 8, 9, 2});
  CHECK(numbers(by_row.target) == list{5, 6, 7, 2, 2, 2, 2, 2, 8, 9, 2, 2});
  CHECK(lengths<sp::prefix<Letters>>(by_row.prefix) == list{4, 1, 3});
  CHECK(lengths<sp::target<Letters>>(by_row.target) == list{4, 1, 3});
  static_assert(std::same_as<decltype(by_row.prefix), sp::tensor<sp::index<Letter>, Batch, sp::prefix<Letters>>>);

  auto const tokens = sp::padded<time_major>(rows, Letter{10}, 4);
  auto const by_time = sp::teacher_forcing(tokens, markers);
  CHECK(numbers(by_time.prefix) == list{1, 1, 1, 5, 2, 8, 6, 2, 9, 7, 2, 2, 2, 2, 2});
  CHECK(numbers(by_time.target) == list{5, 2, 8, 6, 2, 9, 7, 2, 2, 2, 2, 2, 2, 2, 2});
  CHECK(by_time.target.extent<sp::target<Letters>>().size() == 5);
  static_assert(std::same_as<decltype(by_time.target), sp::tensor<sp::index<Letter>, sp::target<Letters>, Batch>>);

  auto const none = sp::teacher_forcing(sp::padded<time_major>(rows_of({}), Letter{10}), markers);
  CHECK(none.prefix.size() == 0);
}

TEST_CASE("an example takes its source, and its target with one fence post more") {
  struct Phone : sp::axis<3> {};
  std::vector<sp::index<Letter>> const source(4, sp::unchecked_index<Letter>(1));
  std::vector<sp::index<Phone>> const target(2, sp::unchecked_index<Phone>(1)), none;
  CHECK(sp::taught_length<Letter, Phone>(source, target) == sp::example_length{.source = 4, .target = 3});
  CHECK(sp::taught_length<Letter, Phone>(std::span(source).first(1), none) ==
        sp::example_length{.source = 1, .target = 1});
}

TEST_CASE("markers of a larger vocabulary are refused") {
  sp::sequence_markers<Letter> const markers{.begin = sp::check_index(1, Letter{20}),
                                             .end = sp::check_index(15, Letter{20})};
  CHECK(message_of<sp::extent_error>([&] {
          (void)sp::teacher_forcing(sp::padded<time_major>(rows_of({{5}}), Letter{10}), markers);
        }) == "teacher_forcing: the marker 15 is not below the extent 10 of Letter that the tokens have");
}
