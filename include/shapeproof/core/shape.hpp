// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <initializer_list>
#include <type_traits>

#include "name.hpp"
#include "role.hpp"

namespace sp::detail {

// What has to be stored of an axis: nothing, a number, or lengths.
template <class A>
struct stored_extent {
  extent_t n = 0;
  constexpr stored_extent() = default;
  constexpr stored_extent(A const& axis) : n(axis.size()) {}
  constexpr extent_t size() const { return n; }
  constexpr A axis() const { return A{n}; }
};
template <static_axis A>
struct stored_extent<A> {
  constexpr stored_extent() = default;
  constexpr stored_extent(A const&) {}
  constexpr extent_t size() const { return A::fixed; }
  constexpr A axis() const { return A{}; }
};
template <ragged_axis A>
struct stored_extent<A> {
  ragged_extent extent;
  stored_extent() = default;
  stored_extent(A const& axis) : extent(axis.raw()) {}
  extent_t size() const { return extent.longest; }
  A axis() const { return A{extent}; }
};

struct spelled_extent {
  type_spelling axis;
  extent_t n;
};
[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_size(std::initializer_list<spelled_extent> extents) {
  std::string text;
  for (auto const& one : extents) text += message({" ", one.axis, " ", one.n});
  refuse_with<extent_error>({"no memory holds a tensor over", text});
}

// The extents of a tensor, in the order of its axes. Trivially copyable; lengths are looked at, not owned.
template <class... A>
struct shape : stored_extent<A>... {
  constexpr shape() = default;
  explicit constexpr shape(stored_extent<A> const&... extents)
    requires(sizeof...(A) > 0)
      : stored_extent<A>(extents)... {}
  template <class X>
  static constexpr bool has = is_one_of<X, A...>;
  template <class X>
  constexpr stored_extent<X> const& stored() const {
    return *this;
  }
  template <class X>
  constexpr extent_t size() const {
    return stored<X>().size();
  }
  // The number of elements, padding included. Throws extent_error if no memory could hold them.
  constexpr extent_t elements() const {
    extent_t total = 1;
    bool fits = true;
    ((fits = !__builtin_mul_overflow(total, size<A>(), &total) && fits), ...);
    if (!fits || total > extent_t{1} << 58)
      refuse_size({{spelling_of<A>(), size<A>()}...}); // elements of 16 bytes that a pointer difference can count
    return total;
  }
};
// A tensor that keeps a shape takes a share in its lengths, and gives it back at its end. `also(lengths, rows)` is called with
// lengths that are kept.
template <class... A, class Also>
void retain_lengths([[maybe_unused]] shape<A...>& s, [[maybe_unused]] Also const& also) {
  (
      [&] {
        if constexpr (ragged_axis<A>) {
          auto& extent = static_cast<stored_extent<A>&>(s).extent;
          if (extent.lengths == nullptr) return;
          shared_lengths mine(extent);
          also(mine.get(), extent.rows);
          extent.lengths = mine.get();
          mine.forget();
        }
      }(),
      ...);
}
template <class... A>
void retain_lengths(shape<A...>& s) {
  retain_lengths(s, [](int const*, extent_t) {});
}
template <class... A>
void release_lengths([[maybe_unused]] shape<A...> const& s) {
  (
      [&] {
        if constexpr (ragged_axis<A>)
          if (auto const* lengths = static_cast<stored_extent<A> const&>(s).extent.lengths; lengths != nullptr)
            shared_lengths::adopt(lengths);
      }(),
      ...);
}

template <class List>
using shape_over = typename rebind_of<shape, List>::type;

[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_extents(message_part operation, message_part axis,
                                                                  extent_t left, extent_t right) {
  refuse_with<extent_error>({operation, ": the extents of ", axis, " differ: ", left, " and ", right});
}

[[gnu::noinline]] inline void require_same_lengths(char const* operation, type_spelling axis, type_spelling over,
                                                   ragged_extent const& a, ragged_extent const& b) {
  if (a.rows != b.rows) refuse_extents(operation, over, a.rows, b.rows);
  for (extent_t row = 0; row < a.rows; ++row)
    if (a.lengths[row] != b.lengths[row])
      refuse_with<extent_error>({operation, ": the extents of ", axis, " in row ", row, " differ: ", a.lengths[row],
                                 " and ", b.lengths[row]});
}

template <class A>
void require_same([[maybe_unused]] char const* operation, stored_extent<A> const& a, stored_extent<A> const& b) {
  if constexpr (dynamic_axis<A>)
    if (a.size() != b.size()) refuse_extents(operation, spelling_of<A>(), a.size(), b.size());
  if constexpr (ragged_axis<A>)
    if (a.extent.lengths != b.extent.lengths)
      require_same_lengths(operation, spelling_of<A>(), spelling_of<typename A::over>(), a.extent, b.extent);
}

// Lengths and the extent of the axis they belong to must agree.
template <class... A>
void require_whole([[maybe_unused]] char const* operation, shape<A...> const& s) {
  (
      [&] {
        if constexpr (ragged_axis<A>)
          if (s.template stored<A>().extent.rows != s.template size<typename A::over>())
            refuse_with<extent_error>({operation, ": ", spelling_of<A>(), " has lengths for ",
                                       s.template stored<A>().extent.rows, " rows, but the extent of ",
                                       spelling_of<typename A::over>(), " is ", s.template size<typename A::over>()});
      }(),
      ...);
}

template <class A, class... S>
inline constexpr bool found_in = (S::template has<A> || ...);

template <class A, class... S>
constexpr bool can_be_computed();
template <class... Part, class... S>
constexpr bool parts_found(axes<Part...>, shape<>*, S*...) {
  return (can_be_computed<Part, S...>() && ...);
}
// The extent of A is static, or stands in one of the shapes, or is made of extents that do.
template <class A, class... S>
constexpr bool can_be_computed() {
  if constexpr (found_in<A, S...> || static_axis<A>)
    return true;
  else if constexpr (derived_axis<A>)
    return parts_found(typename A::made_of{}, static_cast<shape<>*>(nullptr), static_cast<S*>(nullptr)...);
  else
    return false;
}

template <class A, class... S>
stored_extent<A> find_extent([[maybe_unused]] char const* operation, S const&... shapes) {
  stored_extent<A> found;
  if constexpr (found_in<A, S...>) {
    bool first = true;
    (
        [&] {
          if constexpr (S::template has<A>) {
            if (!first) require_same<A>(operation, found, shapes.template stored<A>());
            found = shapes.template stored<A>();
            first = false;
          }
        }(),
        ...);
  } else if constexpr (derived_axis<A> && !static_axis<A>) {
    [&]<class... Part>(axes<Part...>) {
      if constexpr (ragged_axis<A>)
        ((found.extent = find_extent<Part>(operation, shapes...).extent), ...);
      else
        found = stored_extent<A>(A{A::combine(find_extent<Part>(operation, shapes...).size()...)});
    }(typename A::made_of{});
  }
  return found;
}

// The shape over R..., each extent found by name among the shapes given. Shared axes are compared, once each.
template <class... R, class... S>
shape<R...> shape_from([[maybe_unused]] char const* operation, axes<R...>, S const&... shapes) {
  return shape<R...>(find_extent<R>(operation, shapes...)...);
}

// Compares every axis that two shapes share.
template <class... A, class S>
void require_common_extents([[maybe_unused]] char const* operation, shape<A...> const& left, S const& right) {
  (
      [&] {
        if constexpr (S::template has<A>)
          require_same<A>(operation, left.template stored<A>(), right.template stored<A>());
      }(),
      ...);
}

// Whether the element at a place in row-major order is no padding.
template <class... A>
bool is_real_position(shape<A...> const& s, extent_t flat) {
  extent_t position[sizeof...(A) + 1] = {};
  extent_t const sizes[sizeof...(A) + 1] = {s.template size<A>()...};
  for (auto i = static_cast<int>(sizeof...(A)) - 1; i >= 0; flat /= sizes[i--]) position[i] = flat % sizes[i];
  bool real = true;
  (
      [&] {
        if constexpr (ragged_axis<A>)
          real = real && position[index_of<axes<A...>, A>] <
                             s.template stored<A>().extent.lengths[position[index_of<axes<A...>, typename A::over>]];
      }(),
      ...);
  return real;
}

} // namespace sp::detail
