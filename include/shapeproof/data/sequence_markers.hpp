// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/element.hpp"

namespace sp {

// The tokens of V that stand before the first and after the last token of a sequence. Named, because both are index<V>
// and nothing else keeps them apart: sequence_markers<Phone>{.begin = first, .end = last}, or a vocabulary's markers().
template <axis_tag V>
struct sequence_markers {
  index<V> begin;
  index<V> end;
};

} // namespace sp
