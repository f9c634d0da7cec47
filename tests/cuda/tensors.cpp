// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"
#include <numeric>
#include <shapeproof/cuda.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};
struct Width : sp::axis<3> {};
struct Hidden : sp::axis<4> {};
struct Pair : sp::axis<2> {};

template <class... A, class... Extent>
sp::tensor<float, A...> counted(Extent const&... extents) {
  sp::tensor<float, A...> x(extents...);
  std::iota(x.unnamed().begin(), x.unnamed().end(), 1.0f);
  return x;
}
template <class X>
auto numbers(X const& x) {
  auto const look = sp::detail::access::of(x);
  return std::vector(look.p, look.p + look.s.elements());
}
template <class X>
auto numbers_of_gpu(X const& x) {
  return numbers(sp::to<sp::host>(x));
}
} // namespace

GPU_TEST_CASE("a tensor goes to the GPU and comes back") {
  auto const x = counted<Batch, Width>(Batch{5});
  sp::cuda::tensor<float, Batch, Width> const there = sp::to<sp::cuda>(x);
  CHECK(there.extent<Batch>().size() == 5);
  CHECK(there.size() == 15);
  CHECK(numbers_of_gpu(there) == numbers(x));
  sp::view<float, Batch, Width> const seen = x;
  CHECK(numbers_of_gpu(sp::to<sp::cuda>(seen)) == numbers(x));
  sp::cuda::view<float, Batch, Width> const seen_there = there;
  CHECK(numbers_of_gpu(seen_there) == numbers(x));
  CHECK(numbers_of_gpu(sp::cuda::tensor<float, Batch, Width>(Batch{2})) == std::vector<float>(6, 0));
}

GPU_TEST_CASE("copies are deep, what was moved from is empty and says so") {
  auto x = sp::to<sp::cuda>(counted<Batch, Width>(Batch{2}));
  auto copy = x;
  copy = copy + copy;
  CHECK(numbers_of_gpu(x) == std::vector<float>{1, 2, 3, 4, 5, 6});
  CHECK(numbers_of_gpu(copy) == std::vector<float>{2, 4, 6, 8, 10, 12});
  auto const moved = std::move(x);
  CHECK(x.empty());
  CHECK_THROWS_AS(x.size(), sp::usage_error);
  CHECK_THROWS_AS(sp::to<sp::host>(x), sp::usage_error);
  CHECK(numbers_of_gpu(moved) == std::vector<float>{1, 2, 3, 4, 5, 6});
  x = moved;
  CHECK(x.size() == 6);
}

GPU_TEST_CASE("lengths go along, and outlive the tensor they came with") {
  auto y = [] {
    Letters const letters{{2, 0, 3}};
    auto const x = sp::to<sp::cuda>(counted<Letters, Batch>(letters, Batch{3}));
    return sp::sum<Letters>(x);
  }();
  CHECK(numbers_of_gpu(y) == std::vector<float>{1 + 4, 0, 3 + 6 + 9});
  auto back = [] {
    Letters const letters{{2, 0, 3}};
    return sp::to<sp::cuda>(counted<Batch, Letters>(letters, Batch{3}));
  }();
  auto const host = sp::to<sp::host>(back);
  auto const lengths = host.extent<Letters>().lengths();
  CHECK(std::vector<int>(lengths.begin(), lengths.end()) == std::vector{2, 0, 3});
}

GPU_TEST_CASE("ids keep what they were checked against") {
  auto const ids = sp::check_index<Letter>(sp::tensor<int, Batch>::of({2, 0, 2}, Batch{3}), Letter{3});
  auto const table = counted<Letter, Width>(Letter{3});
  auto const there = sp::to<sp::cuda>(ids);
  CHECK(numbers_of_gpu(sp::embed(sp::to<sp::cuda>(table), there)) == numbers(sp::embed(table, ids)));
  auto const smaller = sp::to<sp::cuda>(counted<Letter, Width>(Letter{2}));
  CHECK_THROWS_WITH_AS(sp::embed(smaller, there),
                       "embed: the ids were checked against an extent of 3, but the table has 2 rows over Letter",
                       sp::extent_error);
}

GPU_TEST_CASE("extents are compared before anything runs") {
  auto const a = sp::to<sp::cuda>(counted<Batch>(Batch{3})), b = sp::to<sp::cuda>(counted<Batch>(Batch{4}));
  CHECK_THROWS_WITH_AS(a + b, "add: the extents of Batch differ: 3 and 4", sp::extent_error);
}

// What gives no gradient, and what takes or gives other elements than real numbers: the same on both devices.
GPU_TEST_CASE("operations without gradients give what they give on the host") {
  Letters const letters{{2, 0, 3}};
  auto const same = [](auto const& f, auto const&... x) {
    auto const here = f(x...);
    auto const there = f(sp::to<sp::cuda>(x)...);
    static_assert(std::is_same_v<sp::signature<decltype(here)>, sp::signature<decltype(there)>>);
    static_assert(std::is_same_v<typename decltype(there)::device, sp::cuda>);
    CHECK(numbers_of_gpu(there) == numbers(here));
  };
  auto const x = [] {
    auto y = counted<Batch, Width>(Batch{4});
    for (float& one : y.unnamed()) one = static_cast<float>(static_cast<int>(one) * 7 % 5) - 1.5f;
    return y;
  }();
  auto const ragged = counted<Letters, Batch>(letters, Batch{3});
  auto const raw = sp::tensor<int, Batch>::of({2, 0, 2, 1}, Batch{4});
  auto const ids = sp::check_index<Letter>(raw, Letter{3});
  auto const pixels = sp::tensor<std::uint8_t, Batch>::of({0, 51, 255, 7}, Batch{4});
  auto const flags = sp::tensor<bool, Batch>::of({true, false, true, false}, Batch{4});
  same([](auto const& a) { return sp::argmax<Width>(a); }, x);
  same([](auto const& a) { return sp::argmax<Letters>(a); }, ragged);
  same([](auto const& a) { return sp::top_k<Width, Pair>(a, Pair{}).values; }, x);
  same([](auto const& a) { return a < 0.5f; }, x);
  same([](auto const& a, auto const& b) { return a == b; }, raw, raw);
  same([](auto const& a, auto const& b) { return a * b + a - b; }, raw, raw);
  same([](auto const& a) { return a == sp::unchecked_index<Letter>(2); }, ids);
  same([](auto const& a) { return sp::one_hot(a); }, ids);
  same([](auto const& a) { return sp::cast<int>(a); }, x);
  same([](auto const& a) { return sp::cast<sp::half>(a); }, x);
  same([](auto const& a) { return sp::cast<float>(a); }, flags);
  same([](auto const& a) { return sp::rescale(a); }, pixels);
  same([](auto const& a, auto const& m) { return sp::where(m, a, a * 2); }, x, flags);
  same([](auto const& a, auto const& m) { return sp::mask(a, m, -1); }, raw, flags);
  same([](auto const& a) { return sp::permute<Width, Batch>(a); }, x);
  same([](auto const& a) { return sp::last<Letters>(a); }, ragged);
  same([](auto const& a) { return sp::expand<Hidden>(a, Hidden{}); }, raw);
  same([](auto const& a) { return sp::unstack<Batch>(a)[1]; }, x);
  same([](auto const& a, auto const& b) { return sp::stack<Pair>(a, b); }, raw, raw);
  auto const lengths = sp::check_length<Letter>(sp::tensor<int, Batch>::of({2, 0, 3}, Batch{3}), Letter{3});
  same([](auto const& a) { return sp::sequence_mask(a); }, lengths);
  CHECK_THROWS_WITH_AS(sp::cast<std::uint8_t>(sp::to<sp::cuda>(x)), doctest::Contains("does not fit"), sp::data_error);
  CHECK(sp::all_finite(sp::to<sp::cuda>(x)));
}

GPU_TEST_CASE("a dot product of probabilities, a mean of all, a number read back") {
  auto const x = counted<Batch, Width>(Batch{2});
  auto const there = sp::to<sp::cuda>(x);
  CHECK(sp::mean(there).value() == sp::mean(x).value());
  auto const weights = sp::softmax<Width>(there);
  auto const mixed = sp::dot<Width>(weights, there);
  auto const expected = sp::dot<Width>(sp::softmax<Width>(x), x);
  auto const got = numbers_of_gpu(mixed);
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == doctest::Approx(numbers(expected)[i]));
}

namespace {
struct scorer {
  BOOST_HANA_DEFINE_STRUCT(scorer, (sp::embedding<Letter, Width>, letters), (sp::lstm<Width, Hidden>, reader),
                           (sp::linear<Hidden, Letter>, out));
  template <class Ids>
  auto operator()(Ids const& ids) const {
    return out(reader(letters(ids)));
  }
};
} // namespace

GPU_TEST_CASE("a model on the GPU: the same start, the same scores, the same gradient as on the host") {
  Letters const letters{{3, 1, 2}};
  auto const ids = sp::check_index<Letter>(
      sp::tensor<int, Letters, Batch>::of({0, 1, 2, 3, 4, 0, 1, 2, 3}, letters, Batch{3}), Letter{5});
  sp::model<scorer> const here(7, Letter{5});
  sp::cuda::model<scorer> const there(7, Letter{5});
  CHECK(there.parameter_count() == here.parameter_count());

  auto const plain = numbers(here(ids)), plain_there = numbers_of_gpu(there(sp::to<sp::cuda>(ids)));
  REQUIRE(plain.size() == plain_there.size());
  for (std::size_t i = 0; i < plain.size(); ++i) CHECK(plain_there[i] == doctest::Approx(plain[i]).epsilon(1e-4));

  sp::tape tape{here};
  auto const loss = sp::cross_entropy<Letter>(here(tape(ids)), tape(ids));
  tape.backward(loss);
  auto const expected = tape.gradient();
  sp::cuda::tape tape_there{there};
  auto const loss_there = sp::cross_entropy<Letter>(there(tape_there(ids)), tape_there(ids));
  CHECK(loss_there.value() == doctest::Approx(loss.value()).epsilon(1e-5));
  tape_there.backward(loss_there);
  auto const got = tape_there.gradient();
  REQUIRE(got.size() == expected.size());
  std::vector<float> gradient(got.size());
  sp::gpu::copy_to_host(gradient.data(), got.data(), sizeof(float) * got.size());
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(gradient[i] - expected[i]) < 1e-5);
  }
  CHECK(tape_there.untouched(there).empty());
  CHECK(tape_there.first_non_finite() == nullptr);

  sp::model<scorer> back(8, Letter{5});
  there.copy_to(back);
  CHECK(std::equal(back.flat().begin(), back.flat().end(), here.flat().begin()));
}

GPU_TEST_CASE("a step of a size seen before takes no memory from the device") {
  Letters const letters{{3, 1, 2}};
  auto const ids = sp::check_index<Letter>(
      sp::tensor<int, Letters, Batch>::of({0, 1, 2, 3, 4, 0, 1, 2, 3}, letters, Batch{3}), Letter{5});
  sp::cuda::model<scorer> const model(7, Letter{5});
  sp::cuda::tape tape{model};
  auto const step = [&] {
    tape.backward(sp::cross_entropy<Letter>(model(tape(ids)), tape(ids)));
    tape.clear();
  };
  step(), step(), step();
  auto const before = sp::arena::system_allocations();
  step(), step();
  CHECK(sp::arena::system_allocations() == before);
}

GPU_TEST_CASE("a parameter meets only what lies beside it") {
  sp::model<scorer> const here(7, Letter{5});
  sp::cuda::model<scorer> const there(7, Letter{5});
  auto const x = sp::to<sp::cuda>(counted<Batch, Hidden>(Batch{2}));
  CHECK_THROWS_WITH_AS(here.out(x), doctest::Contains("is on the host and meets what is on the GPU"), sp::usage_error);
  CHECK_THROWS_WITH_AS(there.out(sp::to<sp::host>(x)), doctest::Contains("is on the GPU and was asked for on the host"),
                       sp::usage_error);
  CHECK_THROWS_WITH_AS(there.out.bias.unnamed(), doctest::Contains("is on the GPU"), sp::usage_error);
  CHECK_THROWS_AS(sp::cuda::tape{here.out}, sp::usage_error);
}

GPU_TEST_CASE("taped values die with their tape's values, and belong to one tape") {
  sp::cuda::tape one, two;
  auto const x = counted<Batch>(Batch{2});
  auto const a = one(x);
  auto const b = two(x);
  CHECK_THROWS_WITH_AS(a + b, "values of two tapes meet in one operation", sp::usage_error);
  one.clear();
  CHECK_THROWS_WITH_AS(a + a, doctest::Contains("this taped value is dead"), sp::usage_error);
}

GPU_TEST_CASE("what is not finite is found by the operation that made it") {
  sp::cuda::tape tape;
  auto const x = tape.watch(sp::tensor<float, Batch>::of({1, 0, -1}, Batch{3}));
  auto const y = sp::sum(sp::log(x));
  CHECK(std::string(tape.first_non_finite()) == "log");
  CHECK(!sp::all_finite(y));
}
