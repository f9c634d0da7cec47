// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <vector>

#include "../../core/tensor.hpp"
#include "../../cpu/copy.hpp"
#include "../hypothesis.hpp"

namespace sp::detail {

// Whole numbers in the pooled memory of tensors: a step of a size seen before takes nothing from the system.
struct slot : axis<> {};
using slot_numbers = tensor<int, slot>;
inline slot_numbers unwritten_numbers(extent_t n) { return unwritten<int>(shape<slot>(stored_extent<slot>(slot{n}))); }

// The numbers as ids below `bound`, over a shape and where kernels of the device read them.
template <class Ids, class Shape>
Ids ids_of_numbers(Shape const& s, slot_numbers const& numbers, extent_t bound) {
  auto ids = access::make<Ids>(s, bound);
  copy_from_host(typename Ids::device::kernels{}, s.elements(), access::of(numbers).p, access::data(ids));
  return ids;
}

// Stands for weights where nobody wants them.
struct no_weights {};

// What a search chose in each step, to be followed back from the ends. A slot is the place of a row in the batch, which
// changes when other rows leave.
template <class Weights>
class search_history {
  struct step {
    slot_numbers rows;    // [slots] the slot that each row had in the step before; empty: the same one
    slot_numbers tokens;  // [slots, width]
    slot_numbers parents; // [slots, width] which hypothesis of its row each one continues; empty: the only one
    extent_t width, parent_width;
    Weights weights; // [slots, parent_width, input positions]
  };
  std::vector<step> steps_;

public:
  void reserve(extent_t steps) { steps_.reserve(static_cast<std::size_t>(steps)); }
  extent_t size() const { return std::ssize(steps_); }

  void add(slot_numbers rows, slot_numbers tokens, slot_numbers parents, extent_t width, extent_t parent_width,
           Weights weights) {
    steps_.push_back({std::move(rows), std::move(tokens), std::move(parents), width, parent_width, std::move(weights)});
  }
  // The slot that the row in `slot` of step t had in the step before.
  extent_t slot_before(extent_t t, extent_t slot) const {
    slot_numbers const& rows = steps_[static_cast<std::size_t>(t)].rows;
    return rows.empty() ? slot : rows.unnamed()[static_cast<std::size_t>(slot)];
  }

  // The tokens up to the one that step `last` chose as hypothesis k of the row in `slot`, and their alignment.
  template <class Token>
  void trace(extent_t last, extent_t slot, extent_t k, hypothesis<Token>& to) const {
    to.tokens.assign(static_cast<std::size_t>(last + 1), element_access::make<index<Token>>(0));
    for (extent_t t = last; t >= 0; slot = slot_before(t, slot), --t) {
      step const& s = steps_[static_cast<std::size_t>(t)];
      auto const at = static_cast<std::size_t>(slot * s.width + k);
      to.tokens[static_cast<std::size_t>(t)] = element_access::make<index<Token>>(s.tokens.unnamed()[at]);
      k = s.parents.empty() ? 0 : s.parents.unnamed()[at];
      if constexpr (!std::is_same_v<Weights, no_weights>)
        if (!s.weights.empty()) align(s.weights, slot, slot * s.parent_width + k, t, to);
    }
  }

private:
  template <class Token>
  static void align(Weights const& weights, extent_t slot, extent_t row, extent_t t, hypothesis<Token>& to) {
    using positions = last_axis<axes_of<Weights>>;
    auto const from = access::of(weights);
    extent_t const n = from.s.template size<positions>();
    if (to.alignment.empty()) {
      to.input_positions = n;
      if constexpr (ragged_axis<positions>)
        to.input_positions = std::min<extent_t>(n, from.s.template stored<positions>().extent.lengths[slot]);
      to.alignment.resize(to.tokens.size() * static_cast<std::size_t>(to.input_positions));
    }
    for (extent_t i = 0; i < to.input_positions; ++i)
      to.alignment[static_cast<std::size_t>(t * to.input_positions + i)] = static_cast<float>(from.p[row * n + i]);
  }
};

} // namespace sp::detail
