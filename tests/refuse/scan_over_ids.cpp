// SPDX-License-Identifier: BSL-1.0
// expect: cannot_scan<Time, tensor<index<Letter>, Time, Batch>>::because_it_holds<index<Letter>>
// expect: ::scan_over_floating_values
#include <shapeproof/ops/add.hpp>
#include <shapeproof/ops/embed.hpp>
#include <shapeproof/ops/scan.hpp>

struct Time : sp::axis<> {};
struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Hidden : sp::axis<16> {};

auto const step = [](auto const& x, auto const& h) { return std::pair(x + h, x + h); };

auto program(sp::tensor<sp::index<Letter>, Time, Batch> const& ids,
             [[maybe_unused]] sp::tensor<float, Letter, Hidden> const& table,
             sp::tensor<float, Batch, Hidden> const& start) {
#ifdef MISTAKE
  return sp::scan<Time>(ids, start, step); // wrong
#else
  return sp::scan<Time>(embed(table, ids), start, step);
#endif
}
