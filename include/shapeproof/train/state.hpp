// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/message.hpp"

#include <span>
#include <string>
#include <vector>

namespace sp {

// The state of a schedule or of early stopping as a flat list, for checkpoints. A type shows its state by
// `for_each_state(visit)`, which calls `visit(double&)` for each number in a fixed order; a type without it has none.
template <class Owner>
std::vector<double> state_of(Owner const& owner) {
  std::vector<double> state;
  if constexpr (requires(Owner copy) { copy.for_each_state([](double&) {}); }) {
    Owner copy = owner;
    copy.for_each_state([&](double& number) { state.push_back(number); });
  }
  return state;
}

// Puts a list from `state_of` back, bit for bit. Throws data_error, and changes nothing, if it has another length.
template <class Owner>
void restore_state(Owner& owner, std::span<double const> state) {
  auto const expected = state_of(owner).size();
  if (state.size() != expected)
    detail::refuse_with<data_error>(
        {"the saved state has ", state.size(), " numbers, but ", expected, " are expected"});
  if constexpr (requires { owner.for_each_state([](double&) {}); })
    owner.for_each_state([next = state.begin()](double& number) mutable { number = *next++; });
}

} // namespace sp
