// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/host_device.hpp"
#include "../tape/arena.hpp"
#include "launch.cuh"
#include "scratch.hpp"

#include <algorithm>
#include <span>

// Where recurrent kernels find the rows of a batch.
namespace sp::gpu::detail {

// The rows are taken in the order of the work, the longest first, and each from its first position in reading direction: at
// step u the rows that still read are the first active(u) ones. Row j of the work is row row_of(j) of the batch. What is
// kept of the steps has one row for each position that is read, step after step, and none for padding. Without tables every
// row has all `steps` positions, and what is kept lies as x and y do.
struct recurrent_layout {
  extent_t batch, steps; // steps of the longest row
  bool reversed;
  extent_t const *row = nullptr, *length = nullptr; // [batch], in the order of the work
  extent_t const* place = nullptr;                  // [batch]: which row of the work a row of the batch is
  extent_t const* first = nullptr;                  // [steps + 1]: where what is kept of a step begins, and its end

  SHAPEPROOF_HD bool packed() const { return first != nullptr; }
  SHAPEPROOF_HD extent_t row_of(extent_t j) const { return packed() ? row[j] : j; }
  SHAPEPROOF_HD extent_t length_of(extent_t j) const { return packed() ? length[j] : steps; }
  SHAPEPROOF_HD extent_t active(extent_t u) const {
    return u >= steps ? 0 : packed() ? first[u + 1] - first[u] : batch;
  }
  // The row of x, y and their gradients, [position, batch], that row j reads at step u
  SHAPEPROOF_HD extent_t position(extent_t u, extent_t j) const {
    return (reversed ? length_of(j) - 1 - u : u) * batch + row_of(j);
  }
  // The first row of what is kept of step u; that of row j is j behind it.
  SHAPEPROOF_HD extent_t begin(extent_t u) const { return packed() ? first[u] : position(u, 0); }
  SHAPEPROOF_HD extent_t kept(extent_t u, extent_t j) const { return begin(u) + j; }
  // The row of what is kept of position t of a row of the batch, or -1 at padding
  SHAPEPROOF_HD extent_t kept_at(extent_t t, extent_t of_batch) const {
    if (!packed()) return t * batch + of_batch;
    extent_t const j = place[of_batch], last = length[j] - 1;
    return t > last ? -1 : first[reversed ? last - t : t] + j;
  }
};

// A batch in the order of the work. Its tables are in the memory of the host for `host`, and of the device for `device`.
class recurrent_order {
  sp::scratch memory_; // of the host

public:
  recurrent_layout host, device;

  // lengths [batch] in host memory, or nullptr: all rows have `extent` positions.
  recurrent_order(scratch& workspace, extent_t extent, extent_t batch, int const* lengths, bool reversed)
      : host{batch, extent, reversed}, device(host) {
    auto const length_of = [=](extent_t row) { return std::clamp<extent_t>(lengths[row], 0, extent); };
    bool full = true;
    for (extent_t row = 0; lengths != nullptr && row < batch; ++row) full = full && length_of(row) == extent;
    if (full) return;
    extent_t* const row = memory_.take<extent_t>(batch);
    for (extent_t r = 0; r < batch; ++r) row[r] = r;
    std::sort(row, row + batch, [&](extent_t a, extent_t b) {
      return length_of(a) != length_of(b) ? length_of(a) > length_of(b) : a < b;
    });
    extent_t const steps = length_of(row[0]), size = 3 * batch + steps + 1;
    extent_t* const tables = memory_.take<extent_t>(size);
    extent_t *const length = tables + batch, *const place = length + batch, *const first = place + batch;
    for (extent_t j = 0; j < batch; ++j) tables[j] = row[j], length[j] = length_of(row[j]), place[row[j]] = j;
    first[0] = 0;
    for (extent_t u = 0, active = batch; u < steps; ++u) {
      while (length[active - 1] <= u) --active;
      first[u + 1] = first[u] + active;
    }
    host = over(tables, steps);
    device = over(upload(workspace, std::span<extent_t const>(tables, static_cast<std::size_t>(size))), steps);
  }
  extent_t total() const { return host.packed() ? host.first[host.steps] : host.steps * host.batch; }

private:
  recurrent_layout over(extent_t const* tables, extent_t steps) const {
    extent_t const batch = host.batch;
    return {batch, steps, host.reversed, tables, tables + batch, tables + 2 * batch, tables + 3 * batch};
  }
};

// f(step, row, column) for all of them, by a thread each; few steps or rows are less work than a launch is long.
struct recurrent_extents {
  extent_t steps, rows, columns;
};
template <class F>
__global__ void recurrent_each_kernel(recurrent_extents e, F f) {
  extent_t const column = extent_t(blockIdx.x) * blockDim.x + threadIdx.x;
  if (column >= e.columns) return;
  for (extent_t step = blockIdx.z; step < e.steps; step += gridDim.z)
    for (extent_t row = extent_t(blockIdx.y) * blockDim.y + threadIdx.y; row < e.rows; row += gridDim.y * blockDim.y)
      f(step, row, column);
}
template <class F>
void recurrent_each(char const* operation, recurrent_extents const& e, F const& f) {
  if (e.steps <= 0 || e.rows <= 0 || e.columns <= 0) return;
  constexpr extent_t across = 32, down = 4, most = 65535;
  auto const blocks = [=](extent_t n, extent_t of) { return static_cast<unsigned>(std::min((n + of - 1) / of, most)); };
  dim3 const grid(static_cast<unsigned>((e.columns + across - 1) / across), blocks(e.rows, down), blocks(e.steps, 1));
  launch(operation, recurrent_each_kernel<F>, {grid, dim3(across, down)}, e, f);
}

} // namespace sp::gpu::detail
