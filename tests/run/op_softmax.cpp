// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <cmath>
#include <shapeproof/ops/softmax.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Vocab : sp::axis<5> {};

template <class X>
X filled(X x, double from) {
  for (auto& value : x.unnamed()) value = 3 * std::sin(from += 1.7);
  return x;
}
Letters const letters{{2, 0, 3}};
Batch const batch{3};
} // namespace

TEST_CASE("softmax and log_softmax have PyTorch's values, along the last axis and the first") {
  // x = torch.tensor([[1, 2, 4, -1, 0.5], [0, 0, 3, 3, -20]], dtype=torch.float64)
  // torch.softmax(x, 1); torch.log_softmax(x.T, 0)
  auto const x = sp::tensor<double, Batch, Vocab>::of({1, 2, 4, -1, 0.5, 0, 0, 3, 3, -20}, Batch{2});
  double const expected[] = {0.04074035874095, 0.11074377685042, 0.81829197975519, 0.00551360798937, 0.02471027666408,
                             0.02371293658762, 0.02371293658762, 0.47628706338794, 0.47628706338794, 0.00000000004888};
  double const log_expected[] = {-3.20053606260255, -2.20053606260255, -0.20053606260255, -5.20053606260255,
                                 -3.70053606260255, -3.74173453218256, -3.74173453218256, -0.74173453218256,
                                 -0.74173453218256, -23.74173453218256};
  auto const p = sp::softmax<Vocab>(x);
  auto const turned = sp::tensor<double, Vocab, Batch>::of({1, 0, 2, 0, 4, 3, -1, 3, 0.5, -20}, Batch{2});
  auto const log_p = sp::log_softmax<Vocab>(turned);
  for (auto b : p.extent<Batch>())
    for (auto v : p.extent<Vocab>()) {
      auto const i = b.value() * 5 + v.value();
      CHECK(std::abs(p(b, v).value() - expected[i]) < 1e-13);
      CHECK(std::abs(log_p(b, v).value() - log_expected[i]) < 1e-13);
    }
}

TEST_CASE("along a ragged axis the real positions share 1, and padding and empty rows are 0") {
  auto const x = filled(sp::tensor<double, Letters, Batch>(letters, batch), 1);
  auto const p = sp::softmax<Letters>(x);
  auto const more = sp::softmax<Letters>([&] { // longer padding, other numbers in it
    auto y = sp::tensor<double, Letters, Batch>(Letters{{letters.lengths(), 5}}, batch);
    for (auto t : y.extent<Letters>())
      for (auto b : y.extent<Batch>()) y(t, b) = t.value() < 3 ? x(t, b) : 1e9;
    return y;
  }());
  for (auto b : p.extent<Batch>()) {
    double sum = 0;
    int const length = letters.lengths()[static_cast<std::size_t>(b.value())];
    for (auto t : p.extent<Letters>()) {
      sum += p(t, b).value();
      CHECK(p(t, b) == more(t, b));
      if (t.value() >= length) CHECK(p(t, b).value() == 0);
    }
    CHECK(sum == doctest::Approx(length == 0 ? 0 : 1));
  }
}

TEST_CASE("gradients, wherever the axis lies and whatever is ragged") {
  auto both = [](auto of, auto const& x) {
    check_gradient([&](auto&, auto const& a) { return sp::softmax<typename decltype(of)::type>(a); }, x);
    check_gradient([&](auto&, auto const& a) { return sp::log_softmax<typename decltype(of)::type>(a); }, x);
  };
  std::type_identity<Vocab> const over_vocab;
  std::type_identity<Letters> const over_letters;
  both(over_vocab, filled(sp::tensor<double, Letters, Batch, Vocab>(letters, batch), 1));
  both(over_vocab, filled(sp::tensor<double, Vocab, Batch>(batch), 2));
  both(over_letters, filled(sp::tensor<double, Letters, Batch>(letters, batch), 3));
  both(over_letters, filled(sp::tensor<double, Phones, Batch, Letters>(Phones{{1, 2, 1}}, batch, letters), 4));
  both(over_letters, filled(sp::tensor<double, Letters, Batch, Vocab>(letters, batch), 5));
}
