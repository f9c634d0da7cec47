// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "core.hpp"

#include <Eigen/Core>

#include <span>
#include <type_traits>

// The same numbers seen from both sides, for programs that use Eigen too: nothing is copied, so what is looked at must
// outlive the look. The only header of the library that needs Eigen.
namespace sp {

template <class X, class... A>
struct cannot_show_to_eigen {
  struct because_its_numbers_would_not_stay {
    struct keep_it_in_a_variable; // a tensor that ends here takes them along; a taped value's belong to the tape
  };
  template <class... Has>
  struct because_it_is_over {
    struct name_its_one_or_two_axes; // eigen_matrix<Rows, Columns>(x), eigen_vector<A>(x); merge makes two axes one
  };
  template <class... R>
  struct because_the_padding_of {
    struct would_pass_for_numbers; // Eigen knows no lengths; a map of your own over x.unnamed() shows padding as well
  };
  template <class T>
  struct because_eigen_has_no {
    struct use_cast; // cast<float>(x)
  };
};

template <class M, class... A>
struct cannot_view {
  struct because_its_numbers_would_not_stay {
    struct
        keep_it_in_a_variable; // Eigen::MatrixXf const y = a * b; an expression has no numbers, a temporary ends here
  };
  template <class... X>
  struct because_its_extents_are_other_than {
    struct name_an_axis_for_rows_and_columns; // view_of<Rows, Columns>(m), view_of<A>(v)
  };
  template <class... R>
  struct because_it_has_no_lengths_for {
    struct give_them_to_a_view; // view<T, A...>(span, extents...)
  };
};

namespace detail {

template <class... A>
using ragged_among = decltype((axes<>{} | ... | std::conditional_t<ragged_axis<A>, axes<A>, axes<>>{}));

// A view does not own what it looks at, so it may end; a taped value has no numbers of its own.
template <class X>
concept numbers_stay = requires(X x) { x.unnamed(); } &&
                       (std::is_lvalue_reference_v<X> || !std::is_same_v<std::remove_cv_t<X>, signature<X>>);

template <bool Stay, class T, class... X, class... A>
auto why_not_eigen(tag<tensor<T, X...>>, axes<A...>) {
  using words = cannot_show_to_eigen<tensor<T, X...>, A...>;
  if constexpr (!Stay)
    return say<typename words::because_its_numbers_would_not_stay::keep_it_in_a_variable>();
  else if constexpr (!same_set<axes<X...>, axes<A...>>)
    return say<typename words::template because_it_is_over<X...>::name_its_one_or_two_axes>();
  else if constexpr ((ragged_axis<X> || ...))
    return []<class... R>(axes<R...>) {
      return say<typename words::template because_the_padding_of<R...>::would_pass_for_numbers>();
    }(ragged_among<X...>{});
  else
    return say<typename words::template because_eigen_has_no<T>::use_cast>();
}

// A matrix, array, map, or part of one, whose numbers lie in memory and stay there.
template <class M>
concept lies_in_memory = std::derived_from<std::remove_cvref_t<M>, Eigen::DenseBase<std::remove_cvref_t<M>>> &&
                         (std::remove_cvref_t<M>::Flags & Eigen::DirectAccessBit) != 0 &&
                         (std::is_lvalue_reference_v<M> ||
                          !std::derived_from<std::remove_cvref_t<M>, Eigen::PlainObjectBase<std::remove_cvref_t<M>>>);

template <class A>
inline constexpr int eigen_extent = static_axis<A> ? static_cast<int>(A::fixed) : Eigen::Dynamic;
template <class A, int N>
inline constexpr bool may_have_extent = dynamic_axis<A> || N == Eigen::Dynamic || A::fixed == N;

template <class M, class... A>
inline constexpr bool fits_axes = false;
template <class M, class A>
inline constexpr bool fits_axes<M, A> = M::IsVectorAtCompileTime && may_have_extent<A, M::SizeAtCompileTime>;
template <class M, class Rows, class Columns>
inline constexpr bool fits_axes<M, Rows, Columns> =
    may_have_extent<Rows, M::RowsAtCompileTime> && may_have_extent<Columns, M::ColsAtCompileTime>;

template <bool Stay, class M, class... A>
auto why_not_view(tag<M>, axes<A...>) {
  if constexpr (!Stay)
    return say<typename cannot_view<M, A...>::because_its_numbers_would_not_stay::keep_it_in_a_variable>();
  else if constexpr (!(ragged_axis<A> || ...))
    return say<typename cannot_view<M, A...>::template because_its_extents_are_other_than<
        A...>::name_an_axis_for_rows_and_columns>();
  else
    return []<class... R>(axes<R...>) {
      return say<typename cannot_view<M, A...>::template because_it_has_no_lengths_for<R...>::give_them_to_a_view>();
    }(ragged_among<A...>{});
}

template <class A>
A axis_of_extent(extent_t n) {
  if constexpr (dynamic_axis<A>) {
    return A{n};
  } else {
    if (n != A::fixed) refuse_extents("view_of", name_of<A>(), A::fixed, n);
    return A{};
  }
}
} // namespace detail

// Whether the axes A... of x, one or two, can be seen as a vector or as the rows and columns of a matrix.
template <class X, class... A>
concept shown_to_eigen = operand<X> && detail::numbers_stay<X> && detail::same_set<axes_of<X>, axes<A...>> &&
                         (!ragged_axis<A> && ...) && std::is_arithmetic_v<raw_element<element_of<X>>>;

// A tensor, view or parameter as an Eigen::Map, rows over Rows and columns over Columns, in whichever order they lie:
// row-major if x is over [Rows, Columns], column-major if it is over [Columns, Rows]. Static extents are static there.
// Read-only if x is constant, and for checked elements.
template <axis_tag Rows, axis_tag Columns, class X>
  requires shown_to_eigen<X, Rows, Columns>
auto eigen_matrix(X&& x) {
  using Number = std::remove_pointer_t<decltype(x.unnamed().data())>;
  constexpr int rows = detail::eigen_extent<Rows>, columns = detail::eigen_extent<Columns>;
  // Eigen wants a single column in column-major order and a single row in row-major order; they lie the same.
  constexpr bool row_major = columns != 1 && (rows == 1 || std::is_same_v<axes_of<X>, axes<Rows, Columns>>);
  using matrix =
      Eigen::Matrix<std::remove_const_t<Number>, rows, columns, row_major ? Eigen::RowMajor : Eigen::ColMajor>;
  return Eigen::Map<std::conditional_t<std::is_const_v<Number>, matrix const, matrix>>(
      x.unnamed().data(), x.template extent<Rows>().size(), x.template extent<Columns>().size());
}
template <axis_tag Rows, axis_tag Columns, class X>
  requires(operand<X> && !shown_to_eigen<X, Rows, Columns>)
auto eigen_matrix(X&& x)
    -> decltype(detail::refuse(detail::why_not_eigen<detail::numbers_stay<X>>(detail::tag<signature<X>>{},
                                                                              axes<Rows, Columns>{})));

// The same for one axis: a column vector.
template <axis_tag A, class X>
  requires shown_to_eigen<X, A>
auto eigen_vector(X&& x) {
  using Number = std::remove_pointer_t<decltype(x.unnamed().data())>;
  using vector = Eigen::Matrix<std::remove_const_t<Number>, detail::eigen_extent<A>, 1>;
  return Eigen::Map<std::conditional_t<std::is_const_v<Number>, vector const, vector>>(x.unnamed().data(),
                                                                                       x.template extent<A>().size());
}
template <axis_tag A, class X>
  requires(operand<X> && !shown_to_eigen<X, A>)
auto eigen_vector(X&& x)
    -> decltype(detail::refuse(detail::why_not_eigen<detail::numbers_stay<X>>(detail::tag<signature<X>>{}, axes<A>{})));

// Whether a matrix, array or vector of Eigen's can be seen under the axes A...
template <class M, class... A>
concept viewable_from_eigen =
    detail::lies_in_memory<M> && (!ragged_axis<A> && ...) && detail::fits_axes<std::remove_cvref_t<M>, A...>;

// The numbers of an Eigen object under names, rows over Rows and columns over Columns. A row-major matrix gives
// view<T, Rows, Columns>; a column-major one, Eigen's default, view<T, Columns, Rows>: the same numbers under the same
// names. Throws extent_error if the extent of a static axis is another one, usage_error if the numbers do not lie in one
// piece, as those of a block do not.
template <axis_tag... A, class M>
  requires viewable_from_eigen<M, A...>
auto view_of(M&& m) {
  using object = std::remove_cvref_t<M>;
  using T = typename object::Scalar;
  if (m.size() > 1 && (m.innerStride() != 1 || (m.outerSize() > 1 && m.outerStride() != m.innerSize())))
    throw usage_error("view_of: this part of a matrix does not lie in one piece; copy it to a matrix of its own");
  std::span<T const> const numbers(m.data(), static_cast<std::size_t>(m.size()));
  if constexpr (sizeof...(A) == 1) {
    return view<T, A...>(numbers, detail::axis_of_extent<A>(m.size())...);
  } else {
    return [&]<class Rows, class Columns>(axes<Rows, Columns>) {
      auto const rows = detail::axis_of_extent<Rows>(m.rows());
      auto const columns = detail::axis_of_extent<Columns>(m.cols());
      if constexpr (object::IsRowMajor)
        return view<T, Rows, Columns>(numbers, rows, columns);
      else
        return view<T, Columns, Rows>(numbers, columns, rows);
    }(axes<A...>{});
  }
}
template <axis_tag... A, class M>
  requires(!viewable_from_eigen<M, A...>)
auto view_of(M&& m)
    -> decltype(detail::refuse(detail::why_not_view<detail::lies_in_memory<M>>(detail::tag<std::remove_cvref_t<M>>{},
                                                                               axes<A...>{})));

} // namespace sp
