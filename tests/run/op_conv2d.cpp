// SPDX-License-Identifier: BSL-1.0
#include "../support/gradient_check.hpp"
#include <algorithm>
#include <cmath>
#include <shapeproof/nn/convolution.hpp>
#include <shapeproof/ops.hpp>
#include <shapeproof/tape/model.hpp>
#include <string>
#include <vector>

namespace {
#include "../reference/conv2d.inc"

struct Batch : sp::axis<> {};
struct Frames : sp::ragged<Batch> {};
struct Height : sp::axis<4> {};
struct Width : sp::axis<5> {};
struct Rows : sp::axis<> {};
struct Columns : sp::axis<> {};
struct Colour : sp::axis<2> {};
struct Edge : sp::axis<3> {};
using sp::window, sp::centred, sp::strided, sp::windows, sp::tensor;

// The numbers of conv2d.py.
template <class X>
X numbers(int start, X x) {
  for (auto& value : x.unnamed()) value = static_cast<sp::element_of<X>>(std::sin(1.7 * ++start));
  return x;
}
Batch const two{2};
auto const images = numbers(0, tensor<double, Batch, Height, Width, Colour>(two));
template <class Down, class Across>
auto kernel() {
  return numbers(200, tensor<double, Down, Across, Colour, Edge>(Down{}));
}
auto const bias = numbers(300, tensor<double, Edge>(Edge{}));

template <std::size_t N>
void check_equal(auto const& got, double const (&expected)[N]) {
  auto const all = gradient_check::values_of(got);
  REQUIRE(all.size() == N);
  for (std::size_t i = 0; i < N; ++i) CHECK(std::abs(all[i] - expected[i]) < 1e-12);
}

// The sum of y, each number times one of sin(1.7 * (401 + i)).
template <class Y>
auto weighted(Y const& y) {
  auto at = sp::detail::where("weighted", y);
  auto in = at.on(y);
  auto sum = at.template make<double>(sp::detail::shape<>{});
  *sum.p = 0;
  at.record(sum, [=](sp::detail::recorder& t, double const* d_sum) {
    auto d = t.want(in);
    for (int i = 0; i < in.s.elements(); ++i) d.p[i] = *d_sum * std::sin(1.7 * (401 + i));
  });
  return at.finish(sum);
}

template <class Down, class Across, std::size_t N, std::size_t I, std::size_t K, std::size_t B>
void check_like_pytorch(double const (&values)[N], double const (&d_images)[I], double const (&d_kernel)[K],
                        double const (&d_bias)[B]) {
  sp::tape t;
  auto const x = t.watch(images);
  auto const w = t.watch(kernel<Down, Across>());
  auto const b = t.watch(bias);
  auto const y = sp::conv2d(x, w, b);
  check_equal(y, values);
  t.backward(weighted(y));
  check_equal(t.gradient_of(x), d_images);
  check_equal(t.gradient_of(w), d_kernel);
  check_equal(t.gradient_of(b), d_bias);
  check_gradient([](auto&, auto const&... a) { return sp::conv2d(a...); }, images, kernel<Down, Across>(), bias);
}
} // namespace

TEST_CASE("values and gradients are PyTorch's: windows inside") {
  check_like_pytorch<window<Height, 2>, window<Width, 3>>(inside_values, inside_gradient_images, inside_gradient_kernel,
                                                          inside_gradient_bias);
}
TEST_CASE("values and gradients are PyTorch's: centred windows") {
  check_like_pytorch<centred<Height, 3>, centred<Width, 5>>(centred_values, centred_gradient_images,
                                                            centred_gradient_kernel, centred_gradient_bias);
}
TEST_CASE("values and gradients are PyTorch's: steps of two") {
  check_like_pytorch<strided<centred<Height, 3>, 2>, strided<window<Width, 2>, 2>>(
      strided_values, strided_gradient_images, strided_gradient_kernel, strided_gradient_bias);
}

TEST_CASE("the axes may stand in any order, and every other one is a batch axis") {
  auto const w = kernel<window<Height, 2>, window<Width, 3>>();
  auto const turned = sp::conv2d(sp::permute<Colour, Width, Batch, Height>(images), w, bias);
  static_assert(
      std::is_same_v<decltype(turned), tensor<double, Edge, windows<Width, 3>, Batch, windows<Height, 2>> const>);
  check_equal(sp::permute<Batch, windows<Height, 2>, windows<Width, 3>, Edge>(turned), inside_values);
  auto const across = sp::conv2d(images, sp::permute<window<Width, 3>, window<Height, 2>, Colour, Edge>(w), bias);
  for (std::size_t i = 0; i < across.unnamed().size(); ++i)
    CHECK(std::abs(across.unnamed()[i] - inside_values[i]) < 1e-12);
  auto const one = sp::conv2d(numbers(0, tensor<double, Height, Width, Colour>(Height{})), w, bias);
  for (std::size_t i = 0; i < one.unnamed().size(); ++i) CHECK(one.unnamed()[i] == doctest::Approx(inside_values[i]));
}

TEST_CASE("gradients against central differences, in other orders and with frames of different numbers") {
  auto const convolve = [](auto&, auto const&... a) { return sp::conv2d(a...); };
  auto const w = kernel<centred<Height, 3>, window<Width, 2>>();
  check_gradient(convolve, numbers(3, tensor<double, Colour, Height, Batch, Width>(two)), w, bias);
  check_gradient(
      convolve, numbers(4, tensor<double, Batch, Frames, Height, Width, Colour>(Batch{3}, Frames{{2, 0, 1}})), w, bias);
  check_gradient(
      [](auto& on, auto const& x) {
        return sp::conv2d(x, on(kernel<window<Height, 1>, window<Width, 1>>()), on(bias));
      },
      images);
  check_gradient([&](auto& on, auto const& k) { return sp::conv2d(on(images), k, on(bias)); }, w);
}

TEST_CASE("extents that are known at run time") {
  using down = centred<Rows, 3>;
  using across = window<Columns, 3>;
  tensor<double, Batch, Rows, Columns, Colour> const x =
      numbers(0, tensor<double, Batch, Rows, Columns, Colour>(two, Rows{4}, Columns{5}));
  auto const w = numbers(200, tensor<double, down, across, Colour, Edge>(down{}));
  auto const y = sp::conv2d(x, w, bias);
  static_assert(std::is_same_v<decltype(y), tensor<double, Batch, Rows, windows<Columns, 3>, Edge> const>);
  CHECK(y.extent<Rows>().size() == 4);
  CHECK(y.extent<windows<Columns, 3>>().size() == 3);
  std::string message = "no extent_error";
  try {
    sp::conv2d(tensor<double, Batch, Rows, Columns, Colour>(two, Rows{4}, Columns{2}), w, bias);
  } catch (sp::extent_error const& e) {
    message = e.what();
  }
  CHECK(message == "conv2d: a window of 3 is longer than the extent 2 of Columns");
  CHECK(sp::conv2d(tensor<double, Batch, Rows, Columns, Colour>(two, Rows{0}, Columns{3}), w, bias).size() == 0);
  CHECK(sp::conv2d(tensor<double, Batch, Rows, Columns, Colour>(Batch{0}, Rows{4}, Columns{3}), w, bias).size() == 0);
  auto const on_nothing = [](auto& on, auto const& k) {
    return sp::conv2d(on(tensor<double, Batch, Rows, Columns, Colour>(Batch{0}, Rows{4}, Columns{3})), k, on(bias));
  };
  check_gradient(on_nothing, w);
}

struct Ink : sp::axis<> {};
TEST_CASE("channels of another number are refused at run time by name") {
  using down = window<Rows, 2>;
  using across = window<Columns, 2>;
  std::string message = "no extent_error";
  try {
    sp::conv2d(tensor<float, Rows, Columns, Ink>(Rows{4}, Columns{4}, Ink{1}),
               tensor<float, down, across, Ink, Edge>(Ink{3}), tensor<float, Edge>(Edge{}));
  } catch (sp::extent_error const& e) {
    message = e.what();
  }
  CHECK(message == "conv2d: the extents of Ink differ: 1 and 3");
}

struct Filter : sp::axis<> {};
struct Channel : sp::axis<> {};
// Sums as the definition has them, in double.
template <class Down, class Across, class X, class W, class B>
double worst_difference(X const& x, W const& w, B const& b) {
  auto const y = sp::conv2d(x, w, b);
  using T = sp::element_of<W>;
  auto const H = x.template extent<Rows>().size(), L = x.template extent<Columns>().size();
  auto const C = x.template extent<Channel>().size(), F = b.template extent<Filter>().size();
  sp::extent_t i = 0;
  double worst = 0;
  T const *const px = x.unnamed().data(), *const pw = w.unnamed().data();
  auto const yH = y.template extent<typename Down::places>().size();
  auto const yL = y.template extent<typename Across::places>().size();
  for (sp::extent_t n = 0; n < x.template extent<Batch>().size(); ++n)
    for (sp::extent_t r = 0; r < yH; ++r)
      for (sp::extent_t c = 0; c < yL; ++c)
        for (sp::extent_t f = 0; f < F; ++f) {
          double sum = b.unnamed()[static_cast<std::size_t>(f)];
          for (sp::extent_t p = 0; p < Down::fixed; ++p)
            for (sp::extent_t q = 0; q < Across::fixed; ++q) {
              sp::extent_t const row = r * Down::step - Down::before + p,
                                 column = c * Across::step - Across::before + q;
              if (row < 0 || row >= H || column < 0 || column >= L) continue;
              for (sp::extent_t k = 0; k < C; ++k)
                sum += static_cast<double>(px[((n * H + row) * L + column) * C + k]) *
                       static_cast<double>(pw[((p * Across::fixed + q) * C + k) * F + f]);
            }
          worst = std::max(worst, std::abs(sum - static_cast<double>(y.unnamed()[static_cast<std::size_t>(i++)])));
        }
  return worst;
}
template <class Down, class Across, class T>
void check_sizes(double tolerance) {
  for (int extent : {5, 8, 19})
    for (int channels : {1, 3, 40})
      for (int filters : {1, 8, 33}) {
        auto const x = numbers(1, tensor<T, Batch, Rows, Columns, Channel>(Batch{3}, Rows{extent}, Columns{extent + 2},
                                                                           Channel{channels}));
        auto const w = numbers(5, tensor<T, Down, Across, Channel, Filter>(Channel{channels}, Filter{filters}));
        auto const b = numbers(9, tensor<T, Filter>(Filter{filters}));
        CHECK(worst_difference<Down, Across>(x, w, b) < tolerance * channels);
      }
}
TEST_CASE("of images without channels the bias is left") {
  using down = window<Rows, 2>;
  using across = window<Columns, 2>;
  sp::tape t;
  auto const x = t.watch(tensor<float, Rows, Columns, Channel>(Rows{4}, Columns{4}, Channel{0}));
  auto const w = t.watch(tensor<float, down, across, Channel, Filter>(Channel{0}, Filter{3}));
  auto const b = t.watch(numbers(9, tensor<float, Filter>(Filter{3})));
  auto const y = sp::conv2d(x, w, b);
  CHECK(gradient_check::values_of(y)[5] == static_cast<float>(std::sin(1.7 * 12)));
  t.backward(sp::sum(y));
  CHECK(t.gradient_of(w).size() == 0);
  for (float d : t.gradient_of(b).unnamed()) CHECK(d == 9);
}

TEST_CASE("sums are right for many extents") {
  check_sizes<window<Rows, 3>, window<Columns, 3>, float>(2e-5);
  check_sizes<centred<Rows, 3>, centred<Columns, 3>, double>(1e-13);
  check_sizes<strided<centred<Rows, 5>, 2>, strided<window<Columns, 3>, 3>, float>(2e-5);
  check_sizes<window<Rows, 1>, strided<centred<Columns, 1>, 2>, float>(2e-5);
}

TEST_CASE("the number of threads changes no bit") {
  struct restored {
    int before = sp::threads();
    ~restored() { sp::set_threads(before); }
  } const restored_at_the_end;
  using down = centred<Rows, 3>;
  using across = window<Columns, 3>;
  auto const x = numbers(1, tensor<float, Batch, Rows, Columns, Channel>(Batch{20}, Rows{14}, Columns{14}, Channel{8}));
  auto const w = numbers(5, tensor<float, down, across, Channel, Filter>(Channel{8}, Filter{16}));
  auto const b = numbers(9, tensor<float, Filter>(Filter{16}));
  std::vector<double> first;
  for (int threads : {1, 2, 3, 5}) {
    sp::set_threads(threads);
    sp::tape t;
    auto const xs = t.watch(x);
    auto const ws = t.watch(w);
    auto const y = sp::conv2d(xs, ws, t(b));
    t.backward(sp::sum(y * y));
    std::vector<double> all = gradient_check::values_of(y);
    auto const dx = t.gradient_of(xs);
    auto const dw = t.gradient_of(ws);
    all.insert(all.end(), dx.unnamed().begin(), dx.unnamed().end());
    all.insert(all.end(), dw.unnamed().begin(), dw.unnamed().end());
    if (first.empty()) first = all;
    CHECK(first == all);
  }
}

struct edge_finder {
  BOOST_HANA_DEFINE_STRUCT(edge_finder, (sp::convolution<centred<Height, 3>, window<Width, 3>, Colour, Edge>, edges));
  auto operator()(sp::operand auto const& pixels) const { return edges(sp::rescale(pixels)); }
};
TEST_CASE("a layer takes pixels as rescale gives them, on a tape and off it") {
  sp::model<edge_finder> model(1);
  CHECK(model.parameter_count() >= 3 * 3 * 2 * 3 + 3);
  for (float& x : model.edges.bias.unnamed()) x = 0.5f;
  tensor<std::uint8_t, Batch, Height, Width, Colour> pixels(two);
  for (int i = 0; auto& pixel : pixels.unnamed()) pixel = static_cast<std::uint8_t>(i++ * 37);
  auto const y = model(pixels);
  static_assert(std::is_same_v<decltype(y), tensor<float, Batch, Height, windows<Width, 3>, Edge> const>);
  auto const numbers_instead = model.edges(sp::cast<float>(sp::rescale(pixels)));
  CHECK(std::ranges::equal(y.unnamed(), numbers_instead.unnamed()));
  sp::tape tape{model};
  auto const taped = model(tape(pixels));
  CHECK(gradient_check::values_of(taped) == gradient_check::values_of(y));
  tape.backward(sp::sum(taped));
  auto const last = tape.gradient().subspan(64, 3); // the bias: the next cache line behind the kernel
  for (float d : last) CHECK(d == 2 * 4 * 3);
}
