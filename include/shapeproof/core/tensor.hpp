// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <concepts>
#include <initializer_list>
#include <span>
#include <type_traits>
#include <vector>

#include "member_words.hpp"
#include "operand.hpp"
#include "storage.hpp"

namespace sp {

namespace detail {
// Whether one of the extents given is ragged over X: it knows how many rows there are.
template <class X, class... Given>
inline constexpr bool rows_are_given = ([] {
  if constexpr (ragged_axis<Given>)
    return std::is_same_v<typename Given::over, X>;
  else
    return false;
}() || ...);
// Extents may be given in any order. Static ones may be left out, those made of others, and the batch of a ragged one.
template <class List, class... Given>
inline constexpr bool extents_suffice = false;
template <class... A, class... Given>
inline constexpr bool extents_suffice<axes<A...>, Given...> =
    (is_one_of<Given, A...> && ...) && each_axis_appears_once<Given...> &&
    ((can_be_computed<A, shape<Given>...>() || rows_are_given<A, Given...>) && ...);

// The extent that a ragged axis gives its batch, if nothing else does; nothing of any other axis.
template <class... Given, class X>
auto shape_of_rows([[maybe_unused]] X const& extent) {
  if constexpr (!ragged_axis<X>)
    return shape<>();
  else if constexpr (is_one_of<typename X::over, Given...> || static_axis<typename X::over>)
    return shape<>();
  else
    return shape<typename X::over>(stored_extent<typename X::over>(typename X::over{extent.raw().rows}));
}
template <class... A, class... Given>
shape<A...> shape_given(char const* what, axes<A...> all, Given const&... extents) {
  return shape_from(what, all, shape<Given>(extents)..., shape_of_rows<Given...>(extents)...);
}

// Lists of N lists of M values ... can be values over these axes. A static extent must be the number of positions.
template <class List, std::size_t... N>
inline constexpr bool list_fits = false;
template <class... A, std::size_t... N>
  requires(sizeof...(A) == sizeof...(N))
inline constexpr bool list_fits<axes<A...>, N...> =
    ((!ragged_axis<A> && (dynamic_axis<A> || A::fixed == static_cast<extent_t>(N))) && ...);
// So can N values in one list if all extents are static.
template <class List, std::size_t N>
inline constexpr bool values_fit = list_fits<List, N>;
template <static_axis... A, std::size_t N>
inline constexpr bool values_fit<axes<A...>, N> = (A::fixed * ... * extent_t{1}) == static_cast<extent_t>(N);
// Rows of different lengths are values over a batch and an axis that is ragged over it.
template <class List>
inline constexpr bool rows_fit = false;
template <class Batch, ragged_axis Positions>
  requires(std::is_same_v<typename Positions::over, Batch> && !ragged_axis<Batch>)
inline constexpr bool rows_fit<axes<Batch, Positions>> = true;

template <class X>
constexpr stored_extent<X> extent_of_size([[maybe_unused]] extent_t n) {
  if constexpr (static_axis<X>)
    return {};
  else
    return X{n};
}

template <class X, class... C>
extent_t coordinate_on(index<C>... at) {
  extent_t position = 0;
  (void)((std::is_same_v<X, C> ? (position = at.value(), true) : false) || ...);
  return position;
}
// The position of an element, from one typed coordinate per axis. Coordinates on dynamic axes are compared with the extent.
template <class... A, class... C>
extent_t offset_of(shape<A...> const& s, index<C>... at) {
  [[maybe_unused]] extent_t const positions[] = {coordinate_on<A>(at...)..., 0};
  extent_t offset = 0;
  [[maybe_unused]] int axis = 0;
  (
      [&] {
        extent_t const position = positions[axis++];
        if constexpr (!static_axis<A>)
          if (position >= s.template size<A>())
            refuse_with<extent_error>(
                {"position ", position, " is not below the extent ", s.template size<A>(), " of ", spelling_of<A>()});
        offset = offset * s.template size<A>() + position;
      }(),
      ...);
  return offset;
}
[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_empty(type_spelling type) {
  refuse_with<usage_error>({"this ", type, " holds nothing: it was moved from, or never given its extents"});
}
[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_count(char const* what, std::size_t values,
                                                                extent_t elements) {
  refuse_with<extent_error>({what, ": ", values, " values for ", elements, " elements"});
}
} // namespace detail

// An owning tensor of elements T over the axes A..., row-major in the order written. Axes are types, so two tensors with the
// same extents and other meanings are other types. Index, length and probability elements are read-only: they were checked.
template <class T, class... A>
  requires each_axis_once_with_its_batch<A...> // key<Time> is a second role
class tensor : public detail::operand_base, private detail::bound_of_element<T> {
  using raw = raw_element<T>;
  detail::shape<A...> shape_;
  raw* data_ = nullptr;
  friend struct detail::access;

public:
  using element = T;
  using axes_list = axes<A...>;
  using signature = tensor;
  using device = host;

  // Holds nothing; using it throws usage_error until it is assigned to.
  tensor() = default;

  // Zeros over the given extents, at least one: tensor<float, Batch, Embed>(Batch{64}); any order, static extents may be
  // left out.
  template <axis_tag... Given>
    requires(sizeof...(Given) > 0 && detail::extents_suffice<axes<A...>, Given...> && !checked_element<T>)
  explicit tensor(Given const&... extents) : tensor(detail::shape_given("tensor", axes<A...>{}, extents...), true) {
    std::fill_n(data_, shape_.elements(), raw{});
  }
  template <class... More>
    requires(!checked_element<T>)
  explicit tensor(typename cannot_make<tensor>::template because_its_axes_are<A...>::give_each_open_extent_once,
                  More const&...);
  template <class... More>
    requires checked_element<T>
  explicit tensor(typename cannot_make<tensor>::template because_not_every_number_is_a<T>::use_a_check, More const&...);

  // The given values, row for row: of({{1, 2, 3}, {4, 5, 6}}). The list says the extents itself; static ones are compared
  // with it by the compiler. All in one list will do if all extents are static.
  template <std::size_t N>
    requires(detail::values_fit<axes<A...>, N> && !checked_element<T>)
  static tensor of(T const (&values)[N]) {
    if constexpr (detail::list_fits<axes<A...>, N>)
      return of_list(values, detail::shape<A...>(detail::extent_of_size<A>(N)...));
    else
      return of_list(values, detail::shape<A...>());
  }
  template <std::size_t N, std::size_t M>
    requires(detail::list_fits<axes<A...>, N, M> && !checked_element<T>)
  static tensor of(T const (&rows)[N][M]) {
    extent_t const n[] = {N, M};
    return of_list(rows[0], detail::shape<A...>{detail::extent_of_size<A>(n[detail::index_of<axes<A...>, A>])...});
  }
  template <std::size_t N, std::size_t M, std::size_t K>
    requires(detail::list_fits<axes<A...>, N, M, K> && !checked_element<T>)
  static tensor of(T const (&blocks)[N][M][K]) {
    extent_t const n[] = {N, M, K};
    return of_list(blocks[0][0], detail::shape<A...>{detail::extent_of_size<A>(n[detail::index_of<axes<A...>, A>])...});
  }
  // Rows of different lengths, which the ragged axis takes from them: tensor<float, Batch, Letters>::of({{1, 2, 3}, {4}}).
  // Padding is 0. Throws extent_error if there are not as many as a static batch has.
  static tensor of(std::initializer_list<std::initializer_list<T>> rows)
    requires(detail::rows_fit<axes<A...>> && !checked_element<T>)
  {
    using Batch = detail::first_axis<axes<A...>>;
    std::vector<int> lengths;
    for (auto const& row : rows) lengths.push_back(static_cast<int>(row.size()));
    if (static_axis<Batch> && Batch::fixed != std::ssize(lengths))
      detail::refuse_extents("tensor", detail::spelling_of<Batch>(), Batch::fixed, std::ssize(lengths));
    detail::last_axis<axes<A...>> const positions(lengths);
    tensor result(detail::shape<A...>(detail::extent_of_size<Batch>(std::ssize(lengths)), positions), true);
    std::fill_n(result.data_, result.shape_.elements(), raw{});
    auto* to = result.data_;
    for (auto const& row : rows) std::copy(row.begin(), row.end(), to), to += positions.size();
    return result;
  }
  template <class Value, std::size_t N> // a Value, not a T: {{1}, {2}} could be two T as well
    requires(!detail::values_fit<axes<A...>, N> && !checked_element<T>)
  static auto of(Value const (&)[N]) ->
      typename cannot_make<tensor>::template because_the_list_has<N>::nest_it_as_the_axes_are;
  template <std::size_t N, std::size_t M>
    requires(!detail::list_fits<axes<A...>, N, M> && !detail::rows_fit<axes<A...>> && !checked_element<T>)
  static auto of(T const (&)[N][M]) ->
      typename cannot_make<tensor>::template because_the_list_has<N, M>::nest_it_as_the_axes_are;
  template <std::size_t N, std::size_t M, std::size_t K>
    requires(!detail::list_fits<axes<A...>, N, M, K> && !checked_element<T>)
  static auto of(T const (&)[N][M][K]) ->
      typename cannot_make<tensor>::template because_the_list_has<N, M, K>::nest_it_as_the_axes_are;

  // The given values in row-major order, over the given extents. Throws extent_error if their number is not the number
  // of elements.
  template <axis_tag... Given>
    requires(detail::extents_suffice<axes<A...>, Given...> && !checked_element<T>)
  static tensor of(std::span<T const> values, Given const&... extents) {
    tensor result(detail::shape_given("tensor", axes<A...>{}, extents...), true);
    if (static_cast<extent_t>(values.size()) != result.shape_.elements())
      detail::refuse_count("tensor", values.size(), result.shape_.elements());
    std::copy(values.begin(), values.end(), result.data_);
    return result;
  }
  // Of a tensor with one axis the values say the extent.
  static tensor of(std::span<T const> values)
    requires(dynamic_axis<A> && ...) && (sizeof...(A) == 1 && !checked_element<T>)
  {
    return of(values, A{values.size()}...);
  }
  template <axis_tag... Given>
    requires((sizeof...(Given) > 0 || sizeof...(A) == 0) && detail::extents_suffice<axes<A...>, Given...> &&
             !checked_element<T>)
  static tensor of(std::initializer_list<T> values, Given const&... extents) {
    return of(std::span<T const>(values.begin(), values.size()), extents...);
  }
  template <class Value, class... More>
    requires(sizeof...(More) > 0 && !detail::extents_suffice<axes<A...>, More...> && !checked_element<T>)
  static auto of(std::initializer_list<Value>, More const&...) ->
      typename cannot_make<tensor>::template because_its_axes_are<A...>::give_each_open_extent;
  template <class Value, class... More>
    requires checked_element<T>
  static auto of(std::initializer_list<Value>, More const&...) ->
      typename cannot_make<tensor>::template because_not_every_number_is_a<T>::call_a_check;

  tensor(tensor const& other) : detail::bound_of_element<T>(other), shape_(other.shape_) {
    if (other.data_ == nullptr) return;
    allocate();
    std::copy_n(other.data_, shape_.elements(), data_);
  }
  tensor(tensor&& other) noexcept : detail::bound_of_element<T>(other), shape_(other.shape_), data_(other.data_) {
    other.data_ = nullptr;
  }
  tensor& operator=(tensor other) noexcept {
    static_cast<detail::bound_of_element<T>&>(*this) = other;
    std::swap(shape_, other.shape_);
    std::swap(data_, other.data_);
    return *this;
  }
  ~tensor() {
    if (data_ == nullptr) return;
    detail::give_storage(data_);
    detail::release_lengths(shape_);
  }

  // The extent of an axis, as a value of the axis: x.extent<Batch>() is a Batch.
  template <class X>
    requires(is_one_of<X, A...>)
  X extent() const {
    require_data();
    return shape_.template stored<X>().axis();
  }
  template <class X>
    requires(!is_one_of<X, A...>)
  auto extent() const -> typename cannot_give_extent<tensor, X>::template because_it_has_only<A...>::name_one_of_these;
  // The number of elements, padding included.
  extent_t size() const {
    require_data();
    return shape_.elements();
  }
  bool empty() const { return data_ == nullptr; }

  // One element, by typed coordinates in any order. A coordinate on a dynamic axis is compared with the extent (extent_error).
  template <class... C>
    requires(detail::same_set<axes<A...>, axes<C...>> && sizeof...(C) == sizeof...(A) && !checked_element<T>)
  T& operator()(index<C>... at) {
    require_data();
    return data_[detail::offset_of(shape_, at...)];
  }
  template <class... C>
    requires(detail::same_set<axes<A...>, axes<C...>> && sizeof...(C) == sizeof...(A))
  T operator()(index<C>... at) const {
    require_data();
    return detail::element_from<T>(data_[detail::offset_of(shape_, at...)]);
  }
  template <class... C>
    requires(!detail::same_set<axes<A...>, axes<C...>> || sizeof...(C) != sizeof...(A))
  auto operator()(index<C>... at) const ->
      typename cannot_read<tensor>::template because_the_coordinates_are_over<C...>::give_one_position_on_each_axis;
  template <std::integral... Raw>
    requires(sizeof...(Raw) > 0)
  auto operator()(Raw...) const ->
      typename cannot_read<tensor>::template because_bare_numbers_name_no_axis<Raw...>::use_check_index_or_at;

  // The one value of a tensor without axes.
  T value() const
    requires(sizeof...(A) == 0)
  {
    return (*this)();
  }
  auto value() const ->
      typename cannot_read<tensor>::template because_it_has_axes<A...>::reduce_them_or_read_one_element
    requires(sizeof...(A) > 0);

  // The escape hatch: the bare numbers in row-major order, without names, checks or meaning. Read-only for checked elements.
  auto unnamed() {
    require_data();
    if constexpr (checked_element<T>)
      return std::span<raw const>(data_, static_cast<std::size_t>(size()));
    else
      return std::span<raw>(data_, static_cast<std::size_t>(size()));
  }
  std::span<raw const> unnamed() const {
    require_data();
    return {data_, static_cast<std::size_t>(size())};
  }

private:
  static tensor of_list(T const* values, detail::shape<A...> const& s) {
    tensor result(s, true);
    std::copy_n(values, s.elements(), result.data_);
    return result;
  }
  tensor(detail::shape<A...> const& s, bool, extent_t bound = 0) : detail::bound_of_element<T>(bound), shape_(s) {
    detail::require_whole("tensor", s);
    allocate();
  }
  void allocate() {
    data_ = static_cast<raw*>(detail::take_storage(sizeof(raw) * static_cast<std::size_t>(shape_.elements())));
    retain_lengths();
  }
  void retain_lengths() { detail::retain_lengths(shape_); }
  void require_data() const {
    if (data_ == nullptr) detail::refuse_empty(detail::spelling_of<tensor>());
  }
  detail::look<T, A...> look_() const {
    require_data();
    return {static_cast<detail::bound_of_element<T> const&>(*this), shape_, data_};
  }
  raw* writable_() { return data_; }
};

namespace detail {

template <class T, class List>
struct tensor_over_of;
template <class T, class... A>
struct tensor_over_of<T, axes<A...>> {
  using type = tensor<T, A...>;
};
template <class T, class List>
using tensor_over = typename tensor_over_of<T, List>::type;

// A tensor whose numbers are still to be written through access::data, for the library's own makers.
template <class T, class... A>
tensor<T, A...> unwritten(shape<A...> const& s, extent_t bound = 0) {
  return access::make<tensor<T, A...>>(s, bound);
}

} // namespace detail
} // namespace sp
