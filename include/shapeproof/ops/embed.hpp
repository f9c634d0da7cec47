// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/copy.hpp"
#include "../cpu/embedding.hpp"
#include "../tape/operation.hpp"

namespace sp {

template <class Table, class Ids>
struct cannot_embed {
  struct because_the_table_has_no_axis {
    struct give_it_the_vocabulary_and_its_features; // parameter<float, Letter, Embed>
  };
  template <class T>
  struct because_the_ids_are_unchecked {
    template <class V>
    struct use_check_index; // check_index<Axis>(ids, extent) tests every id once and gives tensor<index<Axis>, ...>
  };
  template <class I>
  struct because_the_ids_index {
    template <class V>
    struct but_the_table_is_over {
      struct look_up_in_the_table_of_the_ids; // ids of one vocabulary mean nothing in the table of another
    };
  };
  template <class... X>
  struct because_table_and_ids_both_have {
    struct rename_that_axis_of_one; // rename<Old, New>(x): the result would have the axis twice
  };
  template <class... X>
  struct because_only_one_operand_is_on_the_tape {
    struct put_the_table_there_too; // tape(table) as a constant, or make it a parameter of the model to train it
  };
};

namespace detail {
template <class Table, class Ids>
inline constexpr bool can_embed = false;
template <class T, class V, class... E, class U, class... A>
inline constexpr bool can_embed<tensor<T, V, E...>, tensor<U, A...>> =
    std::is_same_v<U, index<V>> && !(is_one_of<E, A...> || ...);

template <class T, class U, class... A>
auto why_not_embed(tag<tensor<T>>, tag<tensor<U, A...>>) {
  return say<typename cannot_embed<
      tensor<T>, tensor<U, A...>>::because_the_table_has_no_axis::give_it_the_vocabulary_and_its_features>();
}
template <class T, class V, class... E, class U, class... A>
auto why_not_embed(tag<tensor<T, V, E...>>, tag<tensor<U, A...>>) {
  return say<typename cannot_embed<tensor<T, V, E...>, tensor<U, A...>>::template because_the_ids_are_unchecked<
      U>::template use_check_index<V>>();
}
template <class T, class V, class... E, class I, class... A>
auto why_not_embed(tag<tensor<T, V, E...>>, tag<tensor<index<I>, A...>>) {
  using words = cannot_embed<tensor<T, V, E...>, tensor<index<I>, A...>>;
  if constexpr (!std::is_same_v<I, V>)
    return say<typename words::template because_the_ids_index<I>::template but_the_table_is_over<
        V>::look_up_in_the_table_of_the_ids>();
  else if constexpr ((is_one_of<E, A...> || ...))
    return []<class... X>(axes<X...>) {
      return say<typename words::template because_table_and_ids_both_have<X...>::rename_that_axis_of_one>();
    }(common<axes<E...>, axes<A...>>{});
  else
    return say<typename words::template because_only_one_operand_is_on_the_tape<>::put_the_table_there_too>();
}
} // namespace detail

// Whether `embed(table, ids)` is an operation: the ids index the table's first axis.
template <class Table, class Ids>
concept embeddable =
    operand<Table> && operand<Ids> && detail::can_embed<signature<Table>, signature<Ids>> && on_one_tape<Table, Ids>;

// Looks each id up in a table over its vocabulary: table [V, E...], ids [A...] of index<V> -> [A..., E...].
// A table smaller than what the ids were checked against throws extent_error before the first read; nothing is checked per id.
template <operand Table, operand Ids>
  requires embeddable<Table, Ids>
auto embed(Table const& table, Ids const& ids) {
  using T = element_of<Table>;
  using V = detail::first_axis<axes_of<Table>>;
  using features = detail::all_but_first<axes_of<Table>>;
  auto at = detail::where("embed", ids, table);
  auto w = at.on(table);
  auto x = at.on(ids);
  extent_t const vocabulary = w.s.template size<V>();
  if (detail::bound_value<element_of<Ids>>(x) > vocabulary)
    detail::refuse_with<extent_error>({"embed: the ids were checked against an extent of ",
                                       detail::bound_value<element_of<Ids>>(x), ", but the table has ", vocabulary,
                                       " rows over ", detail::spelling_of<V>()});
  auto y = at.template make<T>(detail::shape_from("embed", detail::join<axes_of<Ids>, features>{}, x.s, w.s));
  extent_t const count = x.s.elements();
  extent_t const width = vocabulary == 0 ? 0 : w.s.elements() / vocabulary;
  embedding_forward(at.device, w.p, x.p, vocabulary, count, width, y.p);
  if constexpr (floating_element<T>)
    at.record(y, [=](detail::recorder& t, raw_element<T> const* dy) {
      if (auto d = t.want(w)) {
        if (!d.add) fill(at.device, d.p, w.s.elements(), raw_element<T>{});
        embedding_backward(at.device, dy, x.p, vocabulary, count, width, d.p);
      }
    });
  return at.finish(y);
}
template <operand Table, operand Ids>
  requires(!embeddable<Table, Ids>)
auto embed(Table const& table, Ids const& ids)
    -> decltype(detail::refuse_of<Table, Ids>(detail::why_not_embed(detail::tag<signature<Table>>{},
                                                                    detail::tag<signature<Ids>>{})));

} // namespace sp
