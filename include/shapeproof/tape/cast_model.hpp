// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <type_traits>

#include "model.hpp"

namespace sp {

template <class M, class Model>
struct cannot_cast_model {
  struct because_that_is_no_struct_of_a_model {
    struct name_the_same_struct_with_another_element; // cast<speller<bf16>>(trained), of an sp::model<speller<float>>
  };
  struct because_their_members_differ {
    struct name_the_same_struct_with_another_element; // every parameter under its name, over the same axes
  };
};

namespace detail {
template <class M, class Other>
auto why_not_cast_model(tag<Other>) {
  if constexpr (!walkable<M>)
    return say<typename cannot_cast_model<
        M, Other>::because_that_is_no_struct_of_a_model::name_the_same_struct_with_another_element>();
  else
    return say<typename cannot_cast_model<
        M, Other>::because_their_members_differ::name_the_same_struct_with_another_element>();
}
} // namespace detail

// The model of the struct M, which has the members of the model's own with another element, such as speller<bf16> of a
// model<speller<float>>. Numbers are rounded to nearest. A model whose parameters are bf16 takes half the memory and serves
// inference on the host: its products are of bf16 and summed as float, and everything else in it is float.
template <class M, class Other>
  requires detail::same_outline<M, Other>
model<M> cast(model<Other> const& trained) {
  return model<M>(trained);
}
template <class M, class Other>
  requires(!detail::same_outline<M, Other>)
auto cast(model<Other> const& trained) -> decltype(detail::refuse(detail::why_not_cast_model<M>(detail::tag<Other>{})));

} // namespace sp
