// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "bidirectional.hpp"
#include "lstm.hpp"

namespace sp {

// Two LSTMs, one reading forward and one backward; the state of each is (h, c).
template <class In, class Hidden, class Element = float>
using bidirectional_lstm = bidirectional<lstm, In, Hidden, Element>;

} // namespace sp
