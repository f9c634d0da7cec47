// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/rename.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Width : sp::axis<3> {};
struct Letters : sp::ragged<Batch> {};
struct Sounds : sp::ragged<Batch> {};

sp::tensor<double, Time, Width> numbers() { return sp::tensor<double, Time, Width>::of({1, 2, 3, 4, 5, 6}, Time{2}); }
} // namespace

TEST_CASE("rename keeps numbers and extents, static ones too") {
  auto const x = numbers();
  auto const y = sp::rename<Time, Batch>(x);
  CHECK(y.extent<Batch>().size() == 2);
  CHECK(std::equal(y.unnamed().begin(), y.unnamed().end(), x.unnamed().begin()));
  auto const z = sp::rename<Width, sp::prev<Width>>(x);
  CHECK(z(sp::unchecked_index<Time>(1), sp::at<sp::prev<Width>, 0>()) == 4);
}

TEST_CASE("a run-time extent may get a static name if it is that extent") {
  auto const x = sp::tensor<float, Time>(Time{3});
  CHECK(sp::rename<Time, Width>(x).size() == 3);
  auto const longer = sp::tensor<float, Time>(Time{4});
  CHECK_THROWS_WITH_AS((sp::rename<Time, Width>(longer)), "rename: the extents of Width differ: 3 and 4",
                       sp::extent_error);
}

TEST_CASE("a ragged axis keeps its lengths, and the new tensor owns them") {
  sp::tensor<float, Batch, Sounds> y;
  {
    auto x = sp::tensor<float, Batch, Letters>(Batch{3}, Letters{{2, 0, 4}});
    y = sp::rename<Letters, Sounds>(x);
    y = sp::rename<Letters, Sounds>(std::move(x));
  }
  CHECK(y.extent<Sounds>().size() == 4);
  CHECK(std::vector(y.extent<Sounds>().lengths().begin(), y.extent<Sounds>().lengths().end()) == std::vector{2, 0, 4});
}

TEST_CASE("a tensor that ends here gives its storage away; one that stays is copied") {
  auto x = numbers();
  auto const* storage = x.unnamed().data();
  CHECK(sp::rename<Time, Batch>(x).unnamed().data() != storage);
  auto const y = sp::rename<Time, Batch>(std::move(x));
  CHECK(y.unnamed().data() == storage);
  CHECK(x.empty());
  CHECK_THROWS_AS((sp::rename<Time, Batch>(x)), sp::usage_error);
}

TEST_CASE("ids keep the bound they were checked against, also when they are moved") {
  struct Word : sp::axis<> {};
  auto ids = sp::check_index<Word>(sp::tensor<int, Time>::of({3, 1}, Time{2}), Word{7});
  auto const y = sp::rename<Time, Batch>(sp::rename<Batch, Time>(sp::rename<Time, Batch>(ids)));
  CHECK(sp::detail::access::of(y).bound == 7);
}

TEST_CASE("on a tape nothing is copied, and the gradient is that of the operand") {
  sp::tape t;
  auto const x = t.watch(numbers());
  auto const used = t.bytes_used();
  auto const y = sp::rename<Time, Batch>(x);
  CHECK(t.bytes_used() == used);
  CHECK(sp::detail::access::of(y).p == sp::detail::access::of(x).p);
  check_gradient([](auto&, auto const& a) { return sp::rename<Width, sp::key<Width>>(sp::rename<Time, Batch>(a)); },
                 numbers());
  sp::tensor<double, Letters, Batch> ragged(Letters{{2, 0, 1}}, Batch{3});
  for (double value = 0; double& r : ragged.unnamed()) r = value += 0.5;
  check_gradient([](auto&, auto const& a) { return sp::rename<Letters, sp::key<Letters>>(a); }, ragged);
}
