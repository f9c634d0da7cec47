// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/operand.hpp"

namespace sp::detail {

// The axis whose positions a query chooses among: of the memory's axes the first that is neither its features nor an axis
// of the query. If there is none, its first axis, so that attend says what is wrong.
template <class Query, class Memory, class Features>
struct attended_axis_of {
  using own = minus<minus<Memory, axes<Features>>, Query>;
  using candidates = std::conditional_t<count<own> == 0, Memory, own>;
  using type = first_axis<candidates>;
};
template <operand Query, operand Memory, class Features>
using attended_axis = typename attended_axis_of<axes_of<Query>, axes_of<Memory>, Features>::type;
// The list that begins with it, for messages: nvcc would print the name of an alias beside what it stands for.
template <operand Query, operand Memory, class Features>
using attended_first = typename attended_axis_of<axes_of<Query>, axes_of<Memory>, Features>::candidates;

} // namespace sp::detail
