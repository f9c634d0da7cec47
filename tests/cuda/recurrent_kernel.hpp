// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "support.hpp"

#include "../support/recurrent_kernel.hpp"

#include <shapeproof/cuda/recurrent_backward.cuh>
#include <string>
#include <vector>

// What the GPU's kernels of every recurrent layer must stand, beside their host twins. A Cell has what those tests ask of it
// (tests/support/recurrent_kernel.hpp), but no definition, and
//   forward_cell<T>                            of the GPU
//   gpu_forward(a), gpu_backward(a, d), gpu_step(a)
namespace recurrent_on_gpu {

using recurrent_kernel::at;
using recurrent_kernel::large;
using recurrent_kernel::numbers;
using recurrent_kernel::operands;
using recurrent_kernel::use;
using recurrent_kernel::uses;
using recurrent_kernel::words;
using sp::extent_t;
namespace detail = sp::gpu::detail;

// How the steps are taken: as the library chooses, each by a product and a launch, or all in one launch with this tile.
struct way {
  enum { chosen, steps, one_launch } kind = chosen;
  detail::persistent_tile tile = {};
};
inline std::vector<way> const ways{{way::chosen},
                                   {way::steps},
                                   {way::one_launch, {4, 2, 128}},
                                   {way::one_launch, {4, 8, 80}},
                                   {way::one_launch, {8, 4, 4}}, // the state in several pieces
                                   {way::one_launch, {16, 16, 128}},
                                   {way::one_launch, {4, 64, 16}},
                                   {way::one_launch, {64, 4, 12}}};
inline std::string words(way const& w) {
  if (w.kind == way::one_launch)
    return "rows " + std::to_string(w.tile.rows) + ", units " + std::to_string(w.tile.units) + ", depth " +
           std::to_string(w.tile.depth);
  return w.kind == way::steps ? "step by step" : "as chosen";
}

inline std::vector<use> all_uses() {
  auto all = uses;
  all.push_back(large);
  all.push_back(large);
  all.back().reversed = true;
  all.push_back(large);
  all.back().lengths.clear();
  all.push_back(all.back());
  all.back().reversed = true;
  all.push_back({3, 70, 5, 40, {}, false, false, true});      // more rows than a tile has, and no h0
  all.push_back({3, 3, 2, 77, {3, 1, 2}, false, true, true}); // more units than the slices of a warp have
  all.push_back({3, 5, 0, 8, {}, false, true, true});         // no inputs
  return all;
}

template <class T>
struct device_operands {
  on_gpu<T> x, w_ih, w_hh, bias, h0, own;
  explicit device_operands(operands<T> const& o)
      : x(o.x), w_ih(o.w_ih), w_hh(o.w_hh), bias(o.bias), h0(o.h0), own(o.own) {}
  operands<T> back() const { return {x.back(), w_ih.back(), w_hh.back(), bias.back(), h0.back(), own.back()}; }
};

template <class T>
double difference_of(numbers<T> const& got, numbers<double> const& expected) {
  return difference(got, expected);
}

template <class Cell>
struct checks {
  using host = recurrent_kernel::checks<Cell>;
  template <class T>
  static constexpr double precision = sizeof(T) == 8 ? 1e-11 : 2e-5;

  template <class T>
  static operands<T> rounded(use const& u, operands<double> const& from) {
    operands<T> o;
    recurrent_kernel::for_each_operand([](auto& to, auto const& one) { to = recurrent_kernel::as<T>(one); }, o, from);
    recurrent_kernel::poison(u, u.inputs, o.x);
    return o;
  }

  template <class T>
  struct kept {
    device_operands<T> o;
    on_gpu<T> y, h_last, own_last, gates, more;
    lengths_on_gpu lengths;
    typename Cell::template arguments<T> a;

    kept(use const& u, operands<double> const& from, way const& w, bool keep = true)
        : o(rounded<T>(u, from)), y(u.steps * u.state_size()), h_last(u.state_size()), own_last(host::own_last_size(u)),
          gates(u.steps * u.batch * host::width(u)), more(u.steps * u.batch * host::width(u)), lengths(u.lengths) {
      a.steps = u.steps, a.batch = u.batch, a.inputs = u.inputs, a.hidden = u.hidden;
      a.x = o.x.p, a.w_ih = o.w_ih.p, a.w_hh = o.w_hh.p, a.bias = o.bias.p;
      a.h0 = u.h0 ? o.h0.p : nullptr;
      a.lengths = u.lengths.empty() ? nullptr : lengths.host;
      a.reversed = u.reversed;
      a.y = y.p, a.h_last = h_last.p;
      a.gates = keep ? gates.p : nullptr;
      Cell::connect(a, Cell::own_size(u) == 0 ? nullptr : o.own.p, own_last.p, keep ? more.p : nullptr);
      run(w);
    }
    kept(kept const&) = delete;

  private:
    void run(way const& w) {
      if (w.kind == way::chosen) return Cell::gpu_forward(a);
      if (a.batch == 0 || a.hidden == 0) return;
      sp::gpu::scratch workspace;
      detail::recurrent_order const order(workspace, a.steps, a.batch, a.lengths, a.reversed);
      using cell = typename Cell::template forward_cell<T>;
      auto tile = w.tile;
      extent_t const rows = order.host.active(0);
      if (w.kind == way::steps || rows == 0 || !detail::fits_device<cell>(tile, rows, a.hidden))
        tile.rows = 0; // the library asks, too
      detail::recurrent_forward_by<cell, T>("test", a, order, workspace, tile);
    }
  };

  template <class T>
  static void gives_what_the_host_gives() {
    for (use const& u : all_uses()) {
      auto const o = host::some_operands(u);
      typename host::template kept<double> const expected(u, o);
      for (way const& w : ways)
        for (bool keep : {true, false}) {
          CAPTURE(words(u));
          CAPTURE(words(w));
          CAPTURE(keep);
          kept<T> const k(u, o, w, keep);
          CHECK(difference(k.y.back(), expected.r.y) < precision<T>);
          CHECK(difference(k.h_last.back(), expected.r.h_last) < precision<T>);
          CHECK(difference(k.own_last.back(), expected.r.own_last) < precision<T>);
        }
    }
  }

  template <class T>
  static operands<T> gradients(use const& u, kept<T>& k, typename host::loss const& l, T start = 0, bool add = false) {
    operands<T> d;
    recurrent_kernel::for_each_operand([&](auto& to, auto const& like) { to.assign(like.back().size(), start); }, d,
                                       k.o);
    auto const written = [&](numbers<T>& x) { std::fill(x.begin(), x.end(), add ? start : T(NAN)); };
    written(d.x), written(d.h0);
    if (Cell::carries) written(d.own);
    device_operands<T> on(d);
    auto dy = recurrent_kernel::as<T>(l.y);
    recurrent_kernel::poison(u, u.hidden, dy);
    on_gpu<T> const dy_on(dy), dh_last(recurrent_kernel::as<T>(l.h_last)),
        d_own_last(recurrent_kernel::as<T>(l.own_last));
    typename Cell::template gradients<T> to;
    to.dy = dy_on.p, to.dh_last = dh_last.p;
    to.dx = on.x.p, to.dh0 = u.h0 ? on.h0.p : nullptr;
    to.add_dx = to.add_dh0 = add;
    to.dw_ih = on.w_ih.p, to.dw_hh = on.w_hh.p, to.dbias = on.bias.p;
    Cell::want(to, d_own_last.p, Cell::own_size(u) == 0 ? nullptr : on.own.p, add);
    Cell::gpu_backward(k.a, to);
    return on.back();
  }

  template <class T>
  static void gradients_are_those_of_the_host() {
    for (use const& u : all_uses()) {
      auto const o = host::some_operands(u);
      typename host::loss const l(u);
      typename host::template kept<double> expected(u, o);
      auto const e = host::gradients(u, expected, l);
      for (way const& w : ways) {
        CAPTURE(words(u));
        CAPTURE(words(w));
        kept<T> k(u, o, w), again(u, o, w);
        auto const d = gradients(u, k, l), added = gradients(u, again, l, T(2.5), true);
        recurrent_kernel::for_each_operand(
            [](auto const& got, auto const& more, auto const& expected) {
              CHECK(difference(got, expected) < 2 * precision<T>);
              auto start = expected;
              for (double& x : start) x += 2.5;
              CHECK(difference(more, start) < 2 * precision<T>);
            },
            d, added, e);
        if (w.kind == way::one_launch && u.batch > 10) break; // the same backward pass
      }
    }
  }

  static void gradients_nobody_wants_are_left_out() {
    for (use const& u : all_uses()) {
      CAPTURE(words(u));
      auto const o = host::some_operands(u);
      typename host::loss const l(u);
      typename host::template kept<double> expected(u, o);
      kept<double> k(u, o, {});
      numbers<double> e(o.w_hh.size());
      typename Cell::template gradients<double> to;
      to.dh_last = l.h_last.data();
      to.dw_hh = e.data();
      Cell::backward(expected.a, to);
      on_gpu<double> const dh_last(l.h_last), d(numbers<double>(e.size()));
      to.dh_last = dh_last.p;
      to.dw_hh = d.p;
      Cell::gpu_backward(k.a, to);
      CHECK(difference(d.back(), e) < 1e-11);
    }
  }

  template <class T>
  static void the_same_bits_each_time() {
    for (way const& w : ways) {
      CAPTURE(words(w));
      auto const o = host::some_operands(large);
      typename host::loss const l(large);
      kept<T> one(large, o, w), other(large, o, w);
      CHECK(one.y.back() == other.y.back());
      auto const d = gradients(large, one, l), e = gradients(large, other, l);
      recurrent_kernel::for_each_operand([](auto const& a, auto const& b) { CHECK(a == b); }, d, e);
    }
  }

  template <class T>
  static void steps_give_the_sequence() {
    for (extent_t batch : {1, 3, 70})
      for (extent_t hidden : {5, 32, 35}) {
        use const u{5, batch, 11, hidden, {}, false, true, true};
        auto const o = host::some_operands(u);
        kept<T> const whole(u, o, {});
        auto const expected = recurrent_kernel::as<double>(whole.y.back());
        on_gpu<T> const h(whole.o.h0.back()), own(whole.o.own.back());
        for (extent_t t = 0; t < u.steps; ++t) {
          on_gpu<T> const before_h(h.back()), before_own(own.back());
          auto a = whole.a;
          a.steps = 1;
          a.x += t * batch * u.inputs;
          a.h0 = t % 2 ? before_h.p : h.p; // in place, too
          a.y = h.p;
          a.h_last = a.gates = nullptr;
          Cell::connect(a, t % 2 ? before_own.p : own.p, Cell::carries ? own.p : nullptr, static_cast<T*>(nullptr));
          Cell::gpu_step(a);
          auto const first = expected.begin() + t * batch * hidden;
          CHECK(difference(h.back(), numbers<double>(first, first + batch * hidden)) < precision<T>);
        }
        if (Cell::carries)
          CHECK(difference(own.back(), recurrent_kernel::as<double>(whole.own_last.back())) < precision<T>);
      }
  }

  static void without_positions_the_state_stays() {
    use const nothing{0, 2, 3, 5, {}, false, true, true};
    auto const o = host::some_operands(nothing);
    kept<double> k(nothing, o, {});
    CHECK(k.h_last.back() == o.h0);
    typename host::loss const l(nothing);
    auto const d = gradients(nothing, k, l);
    CHECK(d.h0 == l.h_last);
    if (Cell::carries) {
      CHECK(k.own_last.back() == o.own);
      CHECK(d.own == l.own_last);
    }
    use const nobody{3, 0, 2, 5};
    kept<double> empty(nobody, host::some_operands(nobody), {});
    gradients(nobody, empty, typename host::loss(nobody));
  }

  // Of a shape that was seen before, nothing is allocated and nothing waited for: a graph can have both passes.
  static void both_passes_can_be_captured() {
    for (bool ragged : {false, true}) {
      use u = uses[ragged ? 7 : 1];
      CAPTURE(words(u));
      auto o = host::some_operands(u);
      kept<float> k(u, o, {});
      typename host::loss const l(u);
      on_gpu<float> const dy(recurrent_kernel::as<float>(l.y));
      on_gpu<float> const dx(u.steps * u.batch * u.inputs), dw(u.hidden * host::width(u));
      typename Cell::template gradients<float> d;
      d.dy = dy.p, d.dx = dx.p, d.dw_hh = dw.p;
      auto const both = [&] {
        sp::gpu::fill_bytes(dw.p, 0, dw.back().size() * sizeof(float));
        Cell::gpu_forward(k.a);
        Cell::gpu_backward(k.a, d);
      };
      both();
      cudaStream_t const stream = sp::gpu::stream();
      sp::gpu::check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "capture");
      Cell::gpu_forward(k.a);
      Cell::gpu_backward(k.a, d);
      cudaGraph_t graph = nullptr;
      cudaGraphExec_t pass = nullptr;
      sp::gpu::check(cudaStreamEndCapture(stream, &graph), "capture");
      sp::gpu::check(cudaGraphInstantiate(&pass, graph, 0), "capture");
      for (double& x : o.x) x += 1;
      auto const x = rounded<float>(u, o).x;
      sp::gpu::copy_to_device(k.o.x.p, x.data(), x.size() * sizeof(float));
      both();
      auto const y = k.y.back(), of_x = dx.back(), of_w = dw.back();
      sp::gpu::fill_bytes(k.y.p, 0xFF, y.size() * sizeof(float));
      sp::gpu::fill_bytes(dx.p, 0xFF, of_x.size() * sizeof(float));
      sp::gpu::fill_bytes(dw.p, 0, of_w.size() * sizeof(float));
      sp::gpu::check(cudaGraphLaunch(pass, stream), "capture");
      CHECK(k.y.back() == y);
      CHECK(dx.back() == of_x);
      CHECK(dw.back() == of_w);
      sp::gpu::check(cudaGraphExecDestroy(pass), "capture");
      sp::gpu::check(cudaGraphDestroy(graph), "capture");
    }
  }

  static void a_tile_is_chosen_where_it_fits() {
    using cell = typename Cell::template forward_cell<float>;
    auto const tile = detail::best_persistent_tile<cell>(20, 2, 12);
    CHECK(tile.rows == 4);
    CHECK(tile.units >= 2);
    CHECK(detail::best_persistent_tile<cell>(1, 2, 12).rows == 0);
    CHECK(detail::best_persistent_tile<cell>(20, 0, 12).rows == 0);
    CHECK(detail::best_persistent_tile<cell>(20, 100000, 12).rows == 0);
    CHECK(detail::best_persistent_tile<cell>(20, 2, 100000).rows == 0);
  }
};

} // namespace recurrent_on_gpu
