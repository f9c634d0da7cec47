// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <cmath>
#include <shapeproof/core/check.hpp>
#include <shapeproof/ops/cross_entropy.hpp>

namespace {
#include "../reference/losses.inc"

struct Batch : sp::axis<> {};
struct Phones : sp::ragged<Batch> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<5> {};
struct Word : sp::axis<> {};
using given = sp::prefix<Phones>;
using wanted = sp::target<Phones>;

// The numbers of losses.py.
template <class X>
X scores_like(X x) {
  int i = 0;
  for (auto& value : x.unnamed()) value = 3 * std::sin(1.7 * ++i);
  return x;
}
template <class V = Phone, class X>
auto labels_like(X x, V classes = {}) {
  int i = 0;
  for (int& value : x.unnamed()) value = 7 * i++ % 5;
  return sp::check_index<V>(x, classes);
}
given const posts{{2, 0, 3}};
wanted const wanted_posts{{2, 0, 3}};
Batch const batch{3};
auto const scores = scores_like(sp::tensor<double, given, Batch, Phone>(posts, batch));
auto const labels = labels_like(sp::tensor<int, wanted, Batch>(wanted_posts, batch));

template <std::size_t N>
void check_equal(std::vector<double> const& got, double const (&expected)[N]) {
  REQUIRE(got.size() == N);
  for (std::size_t i = 0; i < N; ++i) CHECK(std::abs(got[i] - expected[i]) < 1e-13);
}
std::string message_of(auto const& f) {
  try {
    f();
  } catch (sp::extent_error const& e) {
    return e.what();
  }
  return "no extent_error";
}
} // namespace

TEST_CASE("cross entropy and its gradient are PyTorch's over the real positions") {
  auto with = [](sp::label_smoothing smoothing) {
    sp::tape t;
    auto const x = t.watch(scores);
    auto const loss = sp::cross_entropy<Phone>(x, labels, smoothing);
    t.backward(loss);
    return std::pair(gradient_check::values_of(loss), gradient_check::values_of(t.gradient_of(x)));
  };
  auto const plain = with({});
  check_equal(plain.first, cross_entropy_plain);
  check_equal(plain.second, cross_entropy_plain_gradient);
  auto const smoothed = with({0.1});
  check_equal(smoothed.first, cross_entropy_smoothed);
  check_equal(smoothed.second, cross_entropy_smoothed_gradient);
  auto const each = sp::cross_entropy_each<Phone>(scores, labels, sp::label_smoothing{0.1});
  static_assert(std::is_same_v<decltype(each), sp::tensor<double, wanted, Batch> const>);
  check_equal(gradient_check::values_of(each), cross_entropy_each);
}

TEST_CASE("gradients against central differences, with the classes in any place and the labels in any order") {
  auto const turned = scores_like(sp::tensor<double, Batch, Phone, given>(batch, posts));
  sp::label_smoothing const some{0.2};
  check_gradient([&](auto& on, auto const& x) { return sp::cross_entropy<Phone>(x, on(labels), some); }, scores);
  check_gradient([&](auto& on, auto const& x) { return sp::cross_entropy<Phone>(x, on(labels)); }, turned);
  check_gradient([&](auto& on, auto const& x) { return sp::cross_entropy_each<Phone>(x, on(labels)); }, scores);
  check_gradient([&](auto& on, auto const& x) { return sp::cross_entropy_each<Phone>(x, on(labels), some); }, turned);
}

TEST_CASE("the order of the axes does not change the loss") {
  sp::tensor<double, Phone, Batch, given> turned(batch, posts);
  auto raw = sp::tensor<int, Batch, wanted>(batch, wanted_posts);
  for (auto b : scores.extent<Batch>())
    for (auto p : scores.extent<given>()) {
      auto const q = sp::unchecked_index<wanted>(p.value());
      raw(b, q) = labels(b, q).value();
      for (auto v : scores.extent<Phone>()) turned(b, p, v) = scores(b, p, v);
    }
  auto const loss = sp::cross_entropy<Phone>(turned, sp::check_index<Phone>(raw));
  CHECK(std::abs(loss.value() - cross_entropy_plain[0]) < 1e-13);
}

TEST_CASE("longer padding and the numbers in it change nothing") {
  sp::tensor<double, given, Batch, Phone> longer(given{{posts.lengths(), 5}}, batch);
  auto raw = sp::tensor<int, wanted, Batch>(wanted{{posts.lengths(), 5}}, batch);
  for (auto p : longer.extent<given>())
    for (auto b : longer.extent<Batch>()) {
      bool const real = p.value() < posts.lengths()[static_cast<std::size_t>(b.value())];
      auto const q = sp::unchecked_index<wanted>(p.value());
      raw(q, b) = real ? labels(q, b).value() : 4;
      for (auto v : longer.extent<Phone>()) longer(p, b, v) = real ? scores(p, b, v) : std::nan("");
    }
  auto const padded = sp::check_index<Phone>(raw);
  CHECK(sp::cross_entropy<Phone>(longer, padded).value() == sp::cross_entropy<Phone>(scores, labels).value());
  for (double loss : sp::cross_entropy_each<Phone>(longer, padded).unnamed()) CHECK(std::isfinite(loss));
}

TEST_CASE("a position counts if it is real along every ragged axis") {
  Letters const letters{{1, 2, 0}};
  auto const x = scores_like(sp::tensor<double, given, Letters, Batch, Phone>(posts, letters, batch));
  auto const y = labels_like(sp::tensor<int, wanted, Letters, Batch>(wanted_posts, letters, batch));
  check_gradient([&](auto& on, auto const& s) { return sp::cross_entropy<Phone>(s, on(y)); }, x);
  // The first row has 2 x 1 real positions, the others none.
  double sum = 0;
  auto const each = sp::cross_entropy_each<Phone>(x, y);
  for (int p : {0, 1}) sum += each.unnamed()[static_cast<std::size_t>(p * 2 * 3)];
  CHECK(sp::cross_entropy<Phone>(x, y).value() == doctest::Approx(sum / 2).epsilon(1e-14));
}

TEST_CASE("what differs at run time is named: axis, row, both extents") {
  auto const other = labels_like(sp::tensor<int, wanted, Batch>(wanted{{2, 1, 3}}, batch));
  CHECK(message_of([&] { sp::cross_entropy<Phone>(scores, other); }) ==
        "cross_entropy: the extents of target<Phones> in row 1 differ: 0 and 1");
  auto const fewer = labels_like(sp::tensor<int, Batch>(Batch{2}));
  auto const rows = scores_like(sp::tensor<double, Batch, Phone>(batch));
  CHECK(message_of([&] { sp::cross_entropy_each<Phone>(rows, fewer); }) ==
        "cross_entropy_each: the extents of Batch differ: 3 and 2");
  auto const words = labels_like(sp::tensor<int, Batch>(batch), Word{6});
  auto const word_scores = scores_like(sp::tensor<double, Batch, Word>(batch, Word{7}));
  CHECK(message_of([&] { sp::cross_entropy<Word>(word_scores, words); }) ==
        "cross_entropy: the labels were checked against an extent of 6, but there are 7 classes over Word");
}

TEST_CASE("a mean over nothing is refused, and so is a smoothing out of range") {
  auto const nothing = scores_like(sp::tensor<double, given, Batch, Phone>(given{{{0, 0}, 2}}, Batch{2}));
  auto const none = labels_like(sp::tensor<int, wanted, Batch>(wanted{{{0, 0}, 2}}, Batch{2}));
  CHECK_THROWS_AS(sp::cross_entropy<Phone>(nothing, none), sp::data_error);
  for (double loss : sp::cross_entropy_each<Phone>(nothing, none).unnamed()) CHECK(loss == 0);
  for (double share : {-0.1, 1.0, std::nan("")})
    CHECK_THROWS_AS(sp::cross_entropy<Phone>(scores, labels, sp::label_smoothing{share}), sp::usage_error);
}

TEST_CASE("scores of any size give a finite loss and gradient") {
  sp::tape t;
  auto const big =
      sp::tensor<float, Batch, Phone>::of({1e30f, -1e30f, 0, 0, 0, 1000, 999, -1000, 0, 1, 0, 0, 0, 0, 0}, batch);
  auto const x = t.watch(big);
  auto const loss = sp::cross_entropy<Phone>(x, labels_like(sp::tensor<int, Batch>(batch)));
  t.backward(loss);
  CHECK(std::isfinite(loss.value()));
  for (float d : t.gradient_of(x).unnamed()) CHECK(std::isfinite(d));
}
