// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/nn/convolution.hpp>
#include <shapeproof/ops/max_pool2d.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Frames : sp::ragged<Batch> {};
struct Strokes : sp::ragged<Batch> {};
struct Height : sp::axis<9> {};
struct Width : sp::axis<8> {};
struct Rows : sp::axis<> {};
struct Colour : sp::axis<3> {};
struct Edge : sp::axis<4> {};
using sp::centred, sp::every, sp::parameter, sp::strided, sp::taped, sp::tensor, sp::tiles, sp::window, sp::windows;

// Extents are computed: static ones by the compiler.
static_assert(windows<Height, 3>::fixed == 7 && windows<Height, 9>::fixed == 1 && windows<Height, 10>::fixed == 0);
static_assert(windows<Rows, 3>::fixed == sp::dynamic && windows<Rows, 3>::combine(5) == 3);
static_assert(every<Height, 2>::fixed == 5 && every<Width, 3>::fixed == 3 && every<Rows, 2>::combine(5) == 3);
static_assert(tiles<Height, 2>::fixed == 4 && tiles<Width, 4>::fixed == 2 && tiles<Rows, 2>::combine(5) == 2);
static_assert(every<windows<Height, 3>, 2>::fixed == 4);
static_assert(window<Rows, 3>::fixed == 3 && centred<Rows, 5>::fixed == 5 && strided<window<Rows, 3>, 2>::fixed == 3);
static_assert(strided<strided<window<Rows, 3>, 2>, 2>::step == 4);

// What a kernel's axes make of the images' axes.
template <class X, class Down, class Across, class Bias = tensor<float, Edge>>
using convolved = decltype(sp::conv2d(X{}, tensor<float, Down, Across, Colour, Edge>{}, Bias{}));
using images = tensor<float, Batch, Height, Width, Colour>;
template <class X, class Y>
constexpr bool same = std::is_same_v<X, Y>;
static_assert(same<convolved<images, window<Height, 3>, window<Width, 3>>,
                   tensor<float, Batch, windows<Height, 3>, windows<Width, 3>, Edge>>);
static_assert(
    same<convolved<images, centred<Height, 3>, centred<Width, 5>>, tensor<float, Batch, Height, Width, Edge>>);
static_assert(same<convolved<images, strided<centred<Height, 3>, 2>, strided<window<Width, 3>, 2>>,
                   tensor<float, Batch, every<Height, 2>, every<windows<Width, 3>, 2>, Edge>>);
static_assert(same<convolved<images, window<Width, 3>, centred<Height, 3>>,
                   tensor<float, Batch, Height, windows<Width, 3>, Edge>>);
static_assert(same<convolved<tensor<float, Colour, Width, Height>, centred<Height, 3>, window<Width, 2>>,
                   tensor<float, Edge, windows<Width, 2>, Height>>);
static_assert(same<convolved<tensor<sp::unit_interval<float>, Batch, Frames, Height, Width, Colour>, centred<Height, 3>,
                             centred<Width, 3>>,
                   tensor<float, Batch, Frames, Height, Width, Edge>>);
static_assert(same<decltype(sp::max_pool2d<Height, Width, 2, 3>(images{})),
                   tensor<float, Batch, tiles<Height, 2>, tiles<Width, 3>, Colour>>);
static_assert(same<decltype(sp::max_pool2d<Width, Rows, 2, 2>(taped<double, Rows, Colour, Width>{})),
                   taped<double, tiles<Rows, 2>, Colour, tiles<Width, 2>>>);

// Refused: the operation is none, and its concept says so.
template <class X, class K, class B>
concept has_conv2d = requires(X const& x, K const& k, B const& b) { sp::conv2d(x, k, b); };
template <class X, class K, class B = tensor<float, Edge>>
constexpr bool works = has_conv2d<X, K, B> && sp::convolvable<X, K, B>;
template <class X, class K, class B = tensor<float, Edge>>
constexpr bool is_refused = !has_conv2d<X, K, B> && !sp::convolvable<X, K, B>;
template <class Down, class Across, class T = float>
using kernel = tensor<T, Down, Across, Colour, Edge>;
using down = centred<Height, 3>;
using across = centred<Width, 3>;
using usual = kernel<down, across>;
static_assert(works<images, usual> && works<taped<float, Batch, Height, Width, Colour>,
                                            parameter<float, down, across, Colour, Edge>, parameter<float, Edge>>);
static_assert(is_refused<tensor<float, Batch, Height, Width>, usual>);                // no channels
static_assert(is_refused<tensor<float, Batch, Height, Colour>, usual>);               // no width
static_assert(is_refused<tensor<double, Batch, Height, Width, Colour>, usual>);       // other elements
static_assert(is_refused<tensor<std::uint8_t, Batch, Height, Width, Colour>, usual>); // pixels
static_assert(is_refused<tensor<sp::probability<float>, Batch, Height, Width, Colour>, usual>);
static_assert(is_refused<tensor<float, Edge, Height, Width, Colour>, usual>); // the result would have Edge twice
static_assert(is_refused<images, kernel<down, window<Height, 2>>>);           // two windows of one axis
static_assert(is_refused<images, kernel<centred<Colour, 3>, across>>);        // the channels are summed over
static_assert(is_refused<images, kernel<Rows, across>>);                      // no window
static_assert(is_refused<images, tensor<float, down, across, Edge>>);         // no channels in the kernel
static_assert(is_refused<images, tensor<float, Colour, down, across, Edge>>); // another order
static_assert(is_refused<images, kernel<window<Height, 10>, across>>);        // longer than its axis
static_assert(is_refused<images, kernel<strided<window<Height, 3>, 0>, across>> &&
              is_refused<images, kernel<window<Height, 0>, across>> &&
              is_refused<images, kernel<centred<Height, 2>, across>>);
static_assert(is_refused<tensor<float, Batch, Frames, Width, Colour>, kernel<centred<Frames, 3>, across>>); // padding
static_assert(is_refused<tensor<float, Batch, Frames, Width, Colour>,
                         tensor<float, centred<Batch, 3>, across, Colour, Edge>>); // the lengths' own axis
static_assert(is_refused<images, usual, tensor<float, Colour>> && is_refused<images, usual, tensor<double, Edge>>);
static_assert(is_refused<taped<float, Batch, Height, Width, Colour>, usual>); // off the tape

template <class X, class A, class B, int N, int M>
concept has_max_pool2d = requires(X const& x) { sp::max_pool2d<A, B, N, M>(x); };
template <class X, class A, class B, int N = 2, int M = 2>
constexpr bool pools = has_max_pool2d<X, A, B, N, M> && sp::poolable<X, A, B, N, M>;
template <class X, class A, class B, int N = 2, int M = 2>
constexpr bool does_not_pool = !has_max_pool2d<X, A, B, N, M> && !sp::poolable<X, A, B, N, M>;
static_assert(pools<images, Height, Width> && pools<images, Width, Height, 8, 9>);
static_assert(does_not_pool<images, Height, Rows> && does_not_pool<images, Height, Height>);
static_assert(does_not_pool<images, Height, Width, 10, 2> && does_not_pool<images, Height, Width, 2, 0>);
static_assert(does_not_pool<tensor<int, Height, Width>, Height, Width>);
static_assert(does_not_pool<tensor<float, Batch, Frames, Width>, Frames, Width> &&
              does_not_pool<tensor<float, Batch, Strokes, Width>, Batch, Width>);
static_assert(does_not_pool<tensor<float, tiles<Height, 2>, Height, Width>, Height, Width>);
} // namespace
