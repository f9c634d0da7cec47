// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/check.hpp>
#include <shapeproof/core/view.hpp>
#include <shapeproof/tape/tape.hpp>

#include <type_traits>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Word : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Width : sp::axis<8> {};
struct Letter : sp::axis<27> {};
struct Letters : sp::ragged<Batch> {};

template <class X, class Y>
constexpr bool same = std::is_same_v<X, Y>;

// Axes.
static_assert(sp::static_axis<Embed> && !sp::dynamic_axis<Embed> && !sp::ragged_axis<Embed>);
static_assert(sp::dynamic_axis<Batch> && !sp::static_axis<Batch> && !sp::ragged_axis<Batch>);
static_assert(sp::ragged_axis<Letters> && sp::dynamic_axis<Letters>);
static_assert(!sp::axis_tag<int> && sizeof(Embed) == 1 && Embed{}.size() == 8);
static_assert(sp::prev<Embed>::fixed == 8 && sp::gates<Embed>::fixed == 32 && sp::both<Embed, Letter>::fixed == 35 &&
              sp::merged<Embed, Letter>::fixed == 8 * 27 && sp::prefix<Letter>::fixed == 28);
static_assert(sp::both<Embed, Batch>::fixed == sp::dynamic && sp::derived_axis<sp::key<Batch>>);
static_assert(sp::ragged_axis<sp::key<Letters>> && same<sp::key<Letters>::over, Batch>);
static_assert(!std::is_constructible_v<Batch, double> && !std::is_constructible_v<Embed, int>);

// Tensor types are nominal: equal extents do not make equal axes, and the order is part of the type.
using matrix = sp::tensor<float, Batch, Embed>;
static_assert(!same<matrix, sp::tensor<float, Batch, Width>> && !same<matrix, sp::tensor<float, Embed, Batch>>);
static_assert(!std::is_convertible_v<matrix, sp::tensor<float, Batch, Width>> &&
              !std::is_constructible_v<matrix, sp::tensor<float, Batch, Width>> &&
              !std::is_assignable_v<matrix&, sp::tensor<float, Embed, Batch>> &&
              !std::is_assignable_v<matrix&, sp::tensor<double, Batch, Embed>>);
template <class... A>
concept has_tensor = requires { typename sp::tensor<float, A...>; };
static_assert(has_tensor<> && has_tensor<Batch, Time> && has_tensor<Batch, sp::key<Batch>>);
static_assert(!has_tensor<Batch, Batch> && !has_tensor<Letters, Embed> && has_tensor<Letters, Batch>);
template <class T, class... A>
concept has_parameter = requires { typename sp::parameter<T, A...>; };
static_assert(has_parameter<float, Batch, Embed> && has_parameter<double, sp::prev<Embed>, Embed>);
static_assert(!has_parameter<float, Embed, Embed> && !has_parameter<float, Letters, Batch> &&
              !has_parameter<int, Embed>);

// Extents: each open one once, static ones as you like.
template <class X, class... Given>
constexpr bool made_from = std::is_constructible_v<X, Given...>;
static_assert(made_from<matrix, Batch> && made_from<matrix, Embed, Batch> && !made_from<matrix, Embed>);
static_assert(!made_from<matrix, Batch, Time> && !made_from<matrix, Batch, Batch> && !made_from<matrix, int>);
static_assert(!made_from<sp::tensor<sp::index<Letter>, Batch>, Batch>);
static_assert(!std::is_convertible_v<Batch, sp::tensor<float, Batch>>);
template <class X, class... Given>
concept has_of = requires(Given... extents) { X::of({1, 2}, extents...); };
static_assert(has_of<matrix, Batch> && !has_of<sp::tensor<float, Embed>> && !has_of<matrix> && !has_of<matrix, Time>);
static_assert(!has_of<sp::tensor<sp::index<Letter>, Batch>, Batch>);

// Coordinates.
template <class X, class... C>
concept read_at = requires(X const& x, C... at) { x(at...); };
template <class X>
constexpr bool reads_by_name =
    read_at<X, sp::index<Batch>, sp::index<Embed>> && read_at<X, sp::index<Embed>, sp::index<Batch>> &&
    !read_at<X, sp::index<Batch>> && !read_at<X, sp::index<Batch>, sp::index<Width>> &&
    !read_at<X, sp::index<Batch>, sp::index<Batch>> && !read_at<X, int, int> && !read_at<X>;
static_assert(reads_by_name<matrix> && reads_by_name<sp::view<float, Batch, Embed>>);
static_assert(same<decltype(std::declval<matrix&>()(sp::at<Embed, 0>(), std::declval<sp::index<Batch>>())), float&>);
template <class X, class A>
concept gives_extent = requires(X const& x) { x.template extent<A>(); };
template <class X>
constexpr bool gives_its_extents = gives_extent<X, Batch> && gives_extent<X, Embed> && !gives_extent<X, Width>;
static_assert(gives_its_extents<matrix> && gives_its_extents<sp::view<float, Batch, Embed>> &&
              gives_its_extents<sp::taped<float, Batch, Embed>> &&
              gives_its_extents<sp::parameter<float, Batch, Embed>>);
template <class X>
concept has_value = requires(X const& x) { x.value(); };
static_assert(has_value<sp::tensor<float>> && has_value<sp::view<float>> && has_value<sp::taped<float>>);
static_assert(!has_value<matrix> && !has_value<sp::view<float, Batch>> && !has_value<sp::taped<float, Batch>>);

// Checked elements have the size of their number, and nobody else makes or writes them.
using id = sp::index<Letter>;
static_assert(sizeof(id) == 4 && sizeof(sp::probability<float>) == 4 && sizeof(sp::log_probability<double>) == 8);
static_assert(std::is_trivially_copyable_v<id> && std::is_trivially_copyable_v<sp::length<Time>> &&
              std::is_trivially_copyable_v<sp::unit_interval<float>>);
static_assert(!std::is_constructible_v<id, int> && !std::is_convertible_v<int, id> && !std::is_convertible_v<id, int> &&
              !std::is_constructible_v<id, sp::index<Embed>> &&
              !std::is_constructible_v<sp::probability<float>, float> && !std::is_default_constructible_v<id>);
static_assert(std::is_assignable_v<id&, id> && !std::is_assignable_v<id, id>); // a copy is not written to
static_assert(same<sp::raw_element<id>, std::int32_t> && same<sp::raw_element<sp::probability<double>>, double>);
static_assert(sp::checked_element<id> && !sp::checked_element<float> && sp::floating_element<sp::probability<float>> &&
              !sp::floating_element<id> && !sp::floating_element<int> && sp::index_element<id>);
template <class A, int I>
concept has_position = requires { sp::at<A, I>(); };
static_assert(has_position<Letter, 0> && has_position<Letter, 26> && !has_position<Letter, 27> &&
              !has_position<Letter, -1> && !has_position<Batch, 0>);
template <class Raw>
concept checked_as_id = requires(Raw const& raw) { sp::check_index<Letter>(raw); };
template <class Raw>
concept checked_as_length = requires(Raw const& raw) { sp::check_length<Letter>(raw); };
template <class Raw>
constexpr bool checked = checked_as_id<Raw> && checked_as_length<Raw>;
template <class Raw>
constexpr bool unchecked = !checked_as_id<Raw> && !checked_as_length<Raw>;
static_assert(checked<int> && checked<unsigned char> && checked<sp::tensor<std::int64_t, Batch>>);
static_assert(unchecked<float> && unchecked<bool> && unchecked<char> && unchecked<sp::tensor<float, Batch>> &&
              unchecked<sp::tensor<bool, Batch>> && unchecked<id> && unchecked<sp::tensor<id, Batch>>);
static_assert(same<decltype(sp::check_index<Letter>(sp::tensor<int, Batch>())), sp::tensor<id, Batch>>);

// An index carries a bound only where the compiler does not know it.
static_assert(sizeof(sp::tensor<id, Batch>) == sizeof(sp::tensor<int, Batch>));
static_assert(sizeof(sp::tensor<sp::index<Word>, Batch>) == sizeof(sp::tensor<int, Batch>) + sizeof(sp::extent_t));
static_assert(sizeof(sp::tensor<float, Batch, Embed>) == 2 * sizeof(void*));
static_assert(sizeof(sp::view<float, Embed, Letter>) <= 2 * sizeof(void*));

// What a tape records holds operands by value.
static_assert(std::is_trivially_copyable_v<sp::detail::input<float, Batch, Embed>> &&
              std::is_trivially_destructible_v<sp::detail::input<sp::index<Word>, Letters, Batch>> &&
              std::is_trivially_copyable_v<sp::detail::input<sp::index<Word>, Letters, Batch>>);
static_assert(std::is_trivially_copyable_v<sp::view<float, Letters, Batch>> &&
              std::is_trivially_copyable_v<sp::taped<float, Letters, Batch>>);
static_assert(!std::is_copy_constructible_v<sp::parameter<float, Embed>> &&
              !std::is_copy_assignable_v<sp::parameter<float, Embed>>);
static_assert(std::is_nothrow_move_constructible_v<matrix>);

// Views do not outlive what they look at, as far as the compiler can see.
static_assert(std::is_constructible_v<sp::view<float, Batch>, sp::tensor<float, Batch>&> &&
              !std::is_constructible_v<sp::view<float, Batch>, sp::tensor<float, Batch>>);
using ragged_view = sp::view<float, Letters, Batch>;
static_assert(std::is_constructible_v<ragged_view, std::span<float const>, Letters const&, Batch> &&
              !std::is_constructible_v<ragged_view, std::span<float const>, Letters, Batch> &&
              !std::is_constructible_v<ragged_view, std::span<float const>, Batch>);

// All that operations take, and the type that messages name it by.
static_assert(sp::operand<matrix> && sp::operand<sp::view<float>> && sp::operand<sp::taped<float> const&> &&
              sp::operand<sp::parameter<float>> && !sp::operand<float> && !sp::operand<Batch>);
static_assert(same<sp::signature<sp::view<float, Batch>>, sp::tensor<float, Batch>> &&
              same<sp::signature<sp::taped<id, Batch> const&>, sp::tensor<id, Batch>> &&
              same<sp::axes_of<matrix>, sp::axes<Batch, Embed>> && same<sp::element_of<matrix>, float>);
static_assert(sp::has_axis<matrix, Batch> && !sp::has_axis<matrix, Time>);
static_assert(sp::on_one_tape<matrix, sp::parameter<float>> &&
              sp::on_one_tape<sp::taped<float>, sp::parameter<float>> &&
              sp::on_one_tape<sp::taped<float>, sp::tensor<id, Batch>> && !sp::on_one_tape<sp::taped<float>, matrix>);
} // namespace
