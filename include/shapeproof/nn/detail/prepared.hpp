// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <tuple>

#include "../../core/operand.hpp"
#include "../../core/tensor.hpp"

namespace sp {

// The words for what is no prepared memory of an attention layer.
template <class Query, class Memory>
struct cannot_attend_to {
  struct because_it_was_not_prepared {
    struct give_what_prepare_made_of_it; // attention.prepare(memory), decoder.prepare(memory): once for a batch
  };
  struct because_another_layer_prepared_it {
    struct give_what_prepare_of_this_layer_made; // what is computed of a memory beforehand differs between the kinds
  };
};

namespace detail {
template <class T, class... Q, class Memory>
auto why_not_prepared(tag<tensor<T, Q...>>, tag<Memory>) {
  return say<
      typename cannot_attend_to<tensor<T, Q...>, Memory>::because_it_was_not_prepared::give_what_prepare_made_of_it>();
}
template <class Query, class Memory>
auto why_prepared_otherwise(tag<Query>, tag<Memory>) {
  return say<typename cannot_attend_to<
      Query, Memory>::because_another_layer_prepared_it::give_what_prepare_of_this_layer_made>();
}
} // namespace detail

} // namespace sp
