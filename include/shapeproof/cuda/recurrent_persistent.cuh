// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "recurrent_cell.cuh"
#include "recurrent_layout.cuh"

#include <algorithm>
#include <cstdint>

// A recurrent layer in one launch. A block keeps the weights of some units in shared memory for the whole sequence and has
// some rows of the batch; the blocks of the same rows wait for each other after each step, and read the state where the
// others wrote it: in y. Each thread has one unit of one row.
namespace sp::gpu::detail {

inline constexpr int persistent_threads = 256;

// What one block has: `rows` of the batch, a multiple of 4, and `units`, a multiple of 2, both powers of two, at most as many
// together as there are threads. The state is read `depth` units at a time, a multiple of 4. Nothing, if rows is 0.
//
// The products: a thread has 4 rows and 2 units, with all gates, and of the K numbers of the state every slices()-th four;
// the sums of the slices are added up through shared memory.
struct persistent_tile {
  int rows = 0, units = 0;
  extent_t depth = 0;

  static constexpr int rows_of_thread = 4, units_of_thread = 2, slices_together = 8;

  SHAPEPROOF_HD int row_tiles() const { return rows / rows_of_thread; }
  SHAPEPROOF_HD int unit_tiles() const { return units / units_of_thread; }
  SHAPEPROOF_HD int slices() const { return persistent_threads / (row_tiles() * unit_tiles()); }
  SHAPEPROOF_HD extent_t state_distance() const { return depth + 4; } // of rows of the state; no two in the same banks
  SHAPEPROOF_HD int sum_distance() const { return units + (units < 8 ? 1 : units / 8); } // likewise, of rows of sums
  SHAPEPROOF_HD static extent_t padded(extent_t hidden) { return (hidden + 3) / 4 * 4; }
  // Blocks for all units, and for all rows
  extent_t across(extent_t hidden) const { return (hidden + units - 1) / units; }
  extent_t down(extent_t batch) const { return (batch + rows - 1) / rows; }
  // Numbers in shared memory: weights [padded(hidden), units, gates], behind them the state [rows, state_distance] or the sums
  // [slices, gates, rows, sum_distance]
  SHAPEPROOF_HD extent_t weights(extent_t hidden, int gates) const { return padded(hidden) * units * gates; }
  extent_t numbers(extent_t hidden, int gates) const {
    extent_t const state = rows * state_distance(), sums = extent_t(slices()) * gates * rows * sum_distance();
    return weights(hidden, gates) + std::max(state, sums);
  }
  template <class T>
  std::size_t bytes(extent_t hidden, int gates) const {
    return sizeof(T) * static_cast<std::size_t>(numbers(hidden, gates));
  }
};

template <class T>
struct alignas(16) four_numbers {
  T x[4];
};
// Four numbers of a row of n, from k on; zeros behind its end.
template <class T>
SHAPEPROOF_HD four_numbers<T> load_four_numbers(T const* row, extent_t k, extent_t n, bool aligned) {
  if (aligned) return *reinterpret_cast<four_numbers<T> const*>(row + k);
  four_numbers<T> some;
  for (int i = 0; i < 4; ++i) some.x[i] = k + i < n ? row[k + i] : T(0);
  return some;
}

// The blocks of a row of the grid wait for each other: each says that it has arrived, and goes on when the count has reached
// what it waits for. What the threads of a block wrote before it arrived is seen by all that have waited for it.
__device__ inline void arrive_at(unsigned* count) {
  __syncthreads();
  if (threadIdx.x == 0 && gridDim.x > 1) {
    __threadfence();
    atomicAdd(count, 1u);
  }
}
__device__ inline void wait_for(unsigned* count, unsigned arrived) {
  if (threadIdx.x == 0 && gridDim.x > 1) {
    while (*static_cast<unsigned volatile*>(count) < arrived) __nanosleep(20);
    __threadfence();
  }
  __syncthreads();
}

// The products of the state with the weights of a block: for the unit of this thread, all gates. state(row) is where the
// state of row `row` of the tile begins, of `rows` rows.
template <int G, class T, class State>
__device__ void persistent_product(persistent_tile const& tile, extent_t hidden, int rows, bool aligned,
                                   State const& state, T const* weights, T* shared, T (&products)[G]) {
  constexpr int R = persistent_tile::rows_of_thread, U = persistent_tile::units_of_thread;
  int const t = int(threadIdx.x), tiles = tile.row_tiles() * tile.unit_tiles(), slices = tile.slices(),
            slice = t / tiles, unit = t % tile.unit_tiles(), row = t % tiles / tile.unit_tiles();
  extent_t const distance = tile.state_distance();
  T sums[R][U][G] = {};
  for (extent_t first = 0; first < hidden; first += tile.depth) {
    int const here = int(hidden - first < tile.depth ? persistent_tile::padded(hidden - first) : tile.depth);
    if (first > 0) __syncthreads();
    for (int r = t / 32; r < rows; r += persistent_threads / 32)
      for (int k = t % 32 * 4; k < here; k += 32 * 4)
        *reinterpret_cast<four_numbers<T>*>(shared + r * distance + k) =
            load_four_numbers(state(r), first + k, hidden, aligned);
    __syncthreads();
    for (int k = slice * 4; k < here; k += slices * 4) {
      four_numbers<T> h[R];
      for (int i = 0; i < R; ++i)
        h[i] = *reinterpret_cast<four_numbers<T> const*>(shared + (row + i * tile.row_tiles()) * distance + k);
      for (int kk = 0; kk < 4; ++kk) {
        T const* const w = weights + ((first + k + kk) * tile.units + unit) * G;
        for (int j = 0; j < U; ++j) {
          T of_unit[G];
          load_gates(w + j * tile.unit_tiles() * G, 1, of_unit);
          for (int i = 0; i < R; ++i)
            for (int g = 0; g < G; ++g) sums[i][j][g] += h[i].x[kk] * of_unit[g];
        }
      }
    }
  }
  __syncthreads();
  int const outputs = tile.rows * tile.units, plane = tile.rows * tile.sum_distance();
  for (int i = 0; i < R; ++i)
    for (int j = 0; j < U; ++j)
      for (int g = 0; g < G; ++g)
        shared[(slice * G + g) * plane + (row + i * tile.row_tiles()) * tile.sum_distance() + unit +
               j * tile.unit_tiles()] = sums[i][j][g];
  __syncthreads();
  constexpr int together = persistent_tile::slices_together;
  int const output = t % outputs, at = output / tile.units * tile.sum_distance() + output % tile.units;
  T* const mine = shared + t / outputs * together * G * plane + at;
  for (int s = 0; s < together; ++s)
    for (int g = 0; g < G; ++g) products[g] = (s > 0 ? products[g] : T(0)) + mine[(s * G + g) * plane];
  if (slices == together) return;
  for (int g = 0; g < G; ++g) mine[g * plane] = products[g];
  __syncthreads();
  for (int s = together; s < slices && t < outputs; s += together)
    for (int g = 0; g < G; ++g) products[g] += mine[(s * G + g) * plane];
}

// Block (x, y): the units from x tile.units on of the rows from y tile.rows on, in the order of the work. arrivals: a count
// for each y, 0 at the start.
template <class Cell>
__global__ void __launch_bounds__(persistent_threads, 1)
    recurrent_persistent_kernel(Cell cell, typename Cell::number const* w_hh, persistent_tile tile,
                                unsigned* arrivals) {
  using T = typename Cell::number;
  constexpr int G = Cell::gates;
  SHAPEPROOF_SHARED_ARRAY(T, weights);
  extent_t const H = cell.hidden, first_unit = extent_t(blockIdx.x) * tile.units,
                 first_row = extent_t(blockIdx.y) * tile.rows;
  int const t = int(threadIdx.x);
  // w_hh as [k, gate, unit] -> [k, unit, gate]
  for (int u = t % tile.units, row = t / tile.units; row < persistent_tile::padded(H) * G;
       row += persistent_threads / tile.units)
    weights[(row / G * tile.units + u) * G + row % G] =
        row < H * G && first_unit + u < H ? w_hh[row * H + first_unit + u] : T(0);
  T* const shared = weights + tile.weights(H, G);
  extent_t const j = first_row + t / tile.units, unit = first_unit + t % tile.units;
  bool const mine = t < tile.rows * tile.units && j < cell.layout.batch && unit < H;
  extent_t const length = mine ? cell.layout.length_of(j) : 0, longest = cell.layout.length_of(first_row);
  bool const aligned = H % 4 == 0 && (reinterpret_cast<std::uintptr_t>(cell.y) % 16) == 0 &&
                       (reinterpret_cast<std::uintptr_t>(cell.h0) % 16) == 0;
  unsigned* const count = arrivals + blockIdx.y;
  typename Cell::state state{};
  T sums[G] = {};
  if (length > 0) {
    state = cell.before(0, j, unit);
    cell.load_sums(0, j, unit, sums);
  }
  for (extent_t u = 0; u < longest; ++u) {
    T products[G] = {};
    if (u > 0) wait_for(count, static_cast<unsigned>(u) * gridDim.x);
    if (u > 0 || cell.h0 != nullptr) {
      extent_t const reading = cell.layout.active(u) - first_row;
      int const rows = int(reading < tile.rows ? reading : tile.rows);
      persistent_product<G>(
          tile, H, rows, aligned, [&](int row) { return cell.state_before(u, first_row + row); }, weights, shared,
          products);
    }
    if (u < length) cell.put(u, j, unit, cell.step(unit, sums, products, state));
    if (u + 1 < longest) arrive_at(count);
    if (u < length) cell.keep(u, j, unit, sums, products, state);
    if (u + 1 < length) cell.load_sums(u + 1, j, unit, sums);
  }
}

// Whether all blocks of these rows and hidden units are resident at once.
template <class Cell>
bool fits_device(persistent_tile const& tile, extent_t rows, extent_t hidden) {
  std::size_t const bytes = tile.bytes<typename Cell::number>(hidden, Cell::gates);
  return bytes <= largest_shared_bytes() && blocks_that_fit(recurrent_persistent_kernel<Cell>, persistent_threads,
                                                            bytes) >= tile.across(hidden) * tile.down(rows);
}

// The tile of which a step is estimated to take the fewest clocks, of those that have a multiprocessor for each block. With
// more rows than any such tile has room for, a product and a launch for each step take no longer.
template <class Cell>
persistent_tile best_persistent_tile(extent_t steps, extent_t rows, extent_t hidden) {
  constexpr double products_of_clock = 128 / 1.5, bytes_of_clock = 64, clocks_of_waiting = 2000;
  persistent_tile best;
  if (steps < 2 || rows < 1 || hidden < 1) return best;
  double fewest = 0;
  extent_t const most = multiprocessors();
  for (int r = 4; r <= 64; r *= 2)
    for (int u = 2; r * u <= persistent_threads; u *= 2) {
      persistent_tile tile{r, u, persistent_tile::padded(hidden)};
      extent_t const across = tile.across(hidden), down = tile.down(rows);
      if (across > most || down > most || across * down > most) continue;
      double const state = double(r) * double(hidden);
      double const clocks = state * u * Cell::gates / products_of_clock +
                            state * sizeof(typename Cell::number) / bytes_of_clock +
                            (across > 1 ? clocks_of_waiting : 0);
      if (best.rows > 0 && clocks >= fewest) continue;
      while (!fits_device<Cell>(tile, rows, hidden) && tile.depth > 128)
        tile.depth = persistent_tile::padded((tile.depth + 1) / 2);
      if (fits_device<Cell>(tile, rows, hidden)) best = tile, fewest = clocks;
    }
  return best;
}

template <class Cell>
void recurrent_persistent(char const* operation, scratch& workspace, Cell const& cell,
                          typename Cell::number const* w_hh, persistent_tile const& tile) {
  dim3 const grid(static_cast<unsigned>(tile.across(cell.hidden)), static_cast<unsigned>(tile.down(cell.rows)));
  unsigned* const arrivals = workspace.take<unsigned>(grid.y);
  check(cudaMemsetAsync(arrivals, 0, grid.y * sizeof(unsigned), stream()), operation);
  std::size_t const bytes = tile.bytes<typename Cell::number>(cell.hidden, Cell::gates);
  launch_cooperative(operation, recurrent_persistent_kernel<Cell>, {grid, dim3(persistent_threads), bytes}, cell, w_hh,
                     tile, arrivals);
}

} // namespace sp::gpu::detail
