// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cmath>

#include "../core/random.hpp"
#include "../ops/cast.hpp"
#include "../ops/embed.hpp"
#include "../tape/model_walk.hpp"

namespace sp {

// A learned row of features for each token of a vocabulary. The unknown token has a row like any other. Padding of a ragged
// axis gets no gradient, so a padding token is needed only where a plain axis is padded by hand.
template <class Vocabulary, class Features, class Element = float>
struct embedding {
  using rows = parameter<Element, Vocabulary, Features>;
  BOOST_HANA_DEFINE_STRUCT(embedding, (rows, table));

  // ids [A...] of index<Vocabulary> -> [A..., Features]; of rows kept in bf16, as float
  template <operand Ids>
    requires embeddable<rows, Ids>
  auto operator()(Ids const& ids) const {
    if constexpr (std::is_same_v<Element, bf16>)
      return cast<float>(embed(table, ids));
    else
      return embed(table, ids);
  }
  template <operand Ids>
    requires(!embeddable<rows, Ids>)
  auto operator()(Ids const& ids) const
      -> decltype(detail::refuse(detail::why_not_embed(detail::tag<signature<rows>>{}, detail::tag<signature<Ids>>{})));

  // Normal, with the deviation 1 / sqrt(features): rows of length about 1, however many tokens there are.
  void initialise(random_sequence& random) {
    double const deviation = 1 / std::sqrt(static_cast<double>(table.template extent<Features>().size()));
    for (Element& x : table.unnamed()) x = static_cast<Element>(random.normal() * deviation);
  }
};

} // namespace sp
