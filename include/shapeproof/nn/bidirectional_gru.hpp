// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "bidirectional.hpp"
#include "gru.hpp"

namespace sp {

// Two GRUs, one reading forward and one backward; the state of each is h.
template <class In, class Hidden, class Element = float>
using bidirectional_gru = bidirectional<gru, In, Hidden, Element>;

} // namespace sp
