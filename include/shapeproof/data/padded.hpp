// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/tensor.hpp"

#include <concepts>
#include <span>
#include <string>
#include <vector>

namespace sp {

namespace detail {

// What a tensor of token sequences is made of: ids below V, a ragged axis, and the axis it is ragged over, in either
// order.
template <class X>
struct sequence_parts {
  static constexpr bool fit = false;
};
template <class V, class First, class Second>
  requires(ragged_axis<First> != ragged_axis<Second>)
struct sequence_parts<tensor<index<V>, First, Second>> {
  static constexpr bool fit = true;
  static constexpr bool time_major = ragged_axis<First>;
  using vocabulary = V;
  using positions = std::conditional_t<time_major, First, Second>;
  using rows = std::conditional_t<time_major, Second, First>;
};

// The same over axes that are both plain.
template <class X>
inline constexpr bool over_plain_axes = false;
template <class V, class First, class Second>
inline constexpr bool over_plain_axes<tensor<index<V>, First, Second>> = !ragged_axis<First> && !ragged_axis<Second>;

// Where position t of row b lies, for that order of the axes.
template <bool TimeMajor>
constexpr extent_t sequence_offset(extent_t t, extent_t b, extent_t positions, extent_t rows) {
  return TimeMajor ? t * rows + b : b * positions + t;
}

} // namespace detail

// tensor<index<V>, Letters, Batch> (time-major) or tensor<index<V>, Batch, Letters>, Letters ragged over Batch.
template <class X>
concept token_sequences = detail::sequence_parts<X>::fit;

template <class X>
struct cannot_pad_into {
  struct because_plain_axes_keep_no_lengths {
    struct make_the_positions_ragged; // struct Letters : sp::ragged<Batch> {}: all that is over it knows where rows end
  };
  struct because_it_needs_ids_over_a_ragged_axis_and_its_batch; // tensor<index<Letter>, Letters, Batch>
  struct because_these_are_no_rows {
    struct
        give_a_sequence_of_ids_for_each; // one sequence alone is a batch of one: std::vector<std::vector<...>>{{row}}
  };
  template <class E>
  struct because_the_rows_hold {
    struct encode_them_with_its_vocabulary; // vocabulary<Letter>::encode gives index<Letter>
  };
};

namespace detail {

template <class E>
auto pointed_at(E const*) -> std::type_identity<E>;
template <class Rows>
auto element_in_rows() {
  if constexpr (requires(Rows const& rows) { std::data(rows[0]); })
    return decltype(pointed_at(std::data(std::declval<Rows const&>()[0]))){};
  else
    return std::type_identity<void>{};
}
// What a sequence of sequences holds; void if it is none.
template <class Rows>
using element_of_rows = typename decltype(element_in_rows<Rows>())::type;

template <class Tensor, class Rows>
inline constexpr bool can_be_padded = false;
template <token_sequences Tensor, class Rows>
inline constexpr bool can_be_padded<Tensor, Rows> = std::same_as<element_of_rows<Rows>, element_of<Tensor>>;

template <class T, class... A, class E>
auto why_not_padded(tag<tensor<T, A...>>, tag<E>) {
  using sentences = cannot_pad_into<tensor<T, A...>>;
  if constexpr (over_plain_axes<tensor<T, A...>>)
    return say<typename sentences::because_plain_axes_keep_no_lengths::make_the_positions_ragged>();
  else if constexpr (!token_sequences<tensor<T, A...>>)
    return say<typename sentences::because_it_needs_ids_over_a_ragged_axis_and_its_batch>();
  else if constexpr (std::is_void_v<E>)
    return say<typename sentences::because_these_are_no_rows::give_a_sequence_of_ids_for_each>();
  else
    return say<typename sentences::template because_the_rows_hold<E>::encode_them_with_its_vocabulary>();
}

} // namespace detail

// A batch of token sequences as one tensor: padded<tensor<index<Letter>, Letters, Batch>>(rows, vocabulary.extent()).
// Each of `rows` is a sequence of index<Letter>; their lengths go into the ragged axis. Padding holds position 0 of V,
// which is the padding token where a vocabulary has one. `padded_to` (0: the longest row) is the extent of the ragged
// axis. Throws data_error naming row and position of an id that is not below `extent`, extent_error if the rows do not
// fit static or given extents.
template <token_sequences Tensor, class Rows>
  requires detail::can_be_padded<Tensor, Rows>
Tensor padded(Rows const& rows, typename detail::sequence_parts<Tensor>::vocabulary extent = {},
              extent_t padded_to = 0) {
  using parts = detail::sequence_parts<Tensor>;
  using batch = typename parts::rows;
  auto const row_count = static_cast<extent_t>(rows.size());
  if (static_axis<batch> && batch::fixed != row_count) {
    detail::refuse_extents("padded", name_of<batch>(), batch::fixed, row_count);
  }
  std::vector<int> lengths;
  lengths.reserve(rows.size());
  for (std::size_t b = 0; b < rows.size(); ++b) {
    lengths.push_back(static_cast<int>(std::span<element_of<Tensor> const>(rows[b]).size()));
  }
  ragged<batch> const positions(lengths, padded_to);
  Tensor result = [&]<class... A>(axes<A...>) {
    detail::shape<batch, typename parts::positions> given;
    static_cast<detail::stored_extent<typename parts::positions>&>(given).extent = positions.raw();
    if constexpr (dynamic_axis<batch>) static_cast<detail::stored_extent<batch>&>(given).n = row_count;
    return detail::unwritten<element_of<Tensor>>(detail::shape_from("padded", axes<A...>{}, given), extent.size());
  }(axes_of<Tensor>{});

  auto* const to = detail::access::data(result);
  if (result.size() > 0 && extent.size() == 0) (void)check_index(0, extent); // nothing could stand at padding
  for (extent_t b = 0; b < row_count; ++b) {
    std::span<element_of<Tensor> const> const row(rows[static_cast<std::size_t>(b)]);
    for (extent_t t = 0; t < positions.size(); ++t) {
      std::int32_t const id = t < std::ssize(row) ? row[static_cast<std::size_t>(t)].value() : 0;
      if (id >= extent.size()) {
        throw data_error("padded: id " + std::to_string(id) + " at position " + std::to_string(t) + " of row " +
                         std::to_string(b) + " is not below the extent " + std::to_string(extent.size()) + " of " +
                         name_of<typename parts::vocabulary>());
      }
      to[detail::sequence_offset<parts::time_major>(t, b, positions.size(), row_count)] = id;
    }
  }
  return result;
}

template <class Tensor, class Rows, class... Rest>
  requires(!detail::can_be_padded<Tensor, Rows>)
auto padded(Rows const&, Rest const&...)
    -> decltype(detail::refuse(detail::why_not_padded(detail::tag<Tensor>{},
                                                      detail::tag<detail::element_of_rows<Rows>>{})));

} // namespace sp
