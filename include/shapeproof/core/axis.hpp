// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <initializer_list>
#include <span>
#include <type_traits>

#include "axes.hpp"
#include "error.hpp"
#include "extent.hpp"
#include "lengths.hpp"
#include "message.hpp"

namespace sp {

struct axis_base {};

// An axis is a type whose name is its meaning and whose value is its extent:
//   struct Embed : sp::axis<128> {};   extent known at compile time: Embed{}
//   struct Batch : sp::axis<> {};      extent known at run time:     Batch{64}
template <extent_t N = dynamic>
struct axis : axis_base {
  static_assert(N >= 0, "an extent is not negative");
  static constexpr extent_t fixed = N;
  constexpr extent_t size() const { return N; }
};

template <>
struct axis<dynamic> : axis_base {
  static constexpr extent_t fixed = dynamic;
  constexpr axis() = default;
  // Throws extent_error if negative.
  template <std::integral Number>
  constexpr axis(Number n) : size_(static_cast<extent_t>(n)) {
    if (size_ < 0) detail::refuse_with<extent_error>({"the extent of an axis cannot be ", size_});
  }
  constexpr extent_t size() const { return size_; }

private:
  extent_t size_ = 0;
};

// An axis along which every element of Over has its own number of positions:
//   struct Letters : sp::ragged<Batch> {};
// Its value is one length per element of Over, together with the longest of them (or a larger, padded extent). It shares
// ownership of the lengths, except when it was asked of a taped value: then it lives as long as the tape's values.
template <class Over>
class ragged : public axis_base {
  detail::ragged_extent extent_;
  detail::shared_lengths owner_;

public:
  static constexpr extent_t fixed = dynamic;
  using over = Over;
  ragged() = default;
  // Copies the lengths. Throws extent_error if one is negative or longer than `padded_to` (0: the longest length).
  template <class Lengths>
    requires std::convertible_to<Lengths const&, std::span<int const>>
  ragged(Lengths const& lengths, extent_t padded_to = 0) : ragged(std::span<int const>(lengths), padded_to, true) {}
  ragged(std::initializer_list<int> lengths, extent_t padded_to = 0)
      : ragged(std::span<int const>(lengths.begin(), lengths.size()), padded_to, true) {}
  ragged(detail::ragged_extent const& extent) : extent_(extent) {
    if (extent.lengths == nullptr || detail::header_of(extent.lengths)->owners == 0) return; // borrowed from a tape
    owner_ = detail::shared_lengths(extent);
  }
  extent_t size() const { return extent_.longest; }
  std::span<int const> lengths() const { return {extent_.lengths, static_cast<std::size_t>(extent_.rows)}; }
  // The number of real positions, over all rows.
  extent_t total() const {
    extent_t sum = 0;
    for (int one : lengths()) sum += one;
    return sum;
  }
  detail::ragged_extent const& raw() const { return extent_; }

private:
  ragged(std::span<int const> lengths, extent_t padded_to, bool) {
    for (int one : lengths) {
      if (one < 0) detail::refuse_with<extent_error>({"the length of row ", extent_.rows, " cannot be ", one});
      if (padded_to != 0 && padded_to < one)
        detail::refuse_with<extent_error>(
            {"row ", extent_.rows, " of a ragged axis has length ", one, ", and the axis is padded to ", padded_to});
      if (one > extent_.longest) extent_.longest = one;
      ++extent_.rows;
    }
    if (padded_to != 0) extent_.longest = padded_to;
    owner_ = detail::shared_lengths::adopt(detail::shared_lengths::copy(lengths.data(), extent_.rows));
    extent_.lengths = owner_.get();
  }
};

template <class A>
concept axis_tag = std::derived_from<A, axis_base>;
template <class A>
concept static_axis = axis_tag<A> && (A::fixed >= 0);
template <class A>
concept dynamic_axis = axis_tag<A> && (A::fixed < 0);
template <class A>
concept ragged_axis = axis_tag<A> && requires { typename A::over; };

namespace detail {
template <class A, class List>
inline constexpr bool stands_beside_its_batch = true;
template <ragged_axis A, class List>
inline constexpr bool stands_beside_its_batch<A, List> = has<List, typename A::over>;
} // namespace detail

// A ragged axis has one length per element of the axis it is ragged over; without that axis the lengths mean nothing.
template <class... X>
inline constexpr bool no_ragged_axis_is_alone = (detail::stands_beside_its_batch<X, axes<X...>> && ...);

// What the axes of a tensor must be: one that is there twice needs a second role, key<Time>, and a ragged one the axis that
// it is ragged over. Compilers print the name, and g++ three times: it is one, and says both.
template <class... X>
inline constexpr bool each_axis_once_with_its_batch = each_axis_appears_once<X...> && no_ragged_axis_is_alone<X...>;

} // namespace sp
