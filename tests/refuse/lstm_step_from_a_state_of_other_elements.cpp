// SPDX-License-Identifier: BSL-1.0
// expect: cannot_read_by_lstm<tensor<float, Batch, Embed>, Embed, Half>
// expect: ::because_element_types_differ<double, float>::use_cast<float>
#include <shapeproof/nn/lstm.hpp>
#include <shapeproof/ops/cast.hpp>
#include <tuple>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Half : sp::axis<16> {};

auto read(sp::lstm<Embed, Half> const& layer, sp::tensor<float, Batch, Embed> const& next,
          sp::tensor<float, Batch, Half> const& h, sp::tensor<double, Batch, sp::cell<Half>> const& c) {
#ifdef MISTAKE
  return layer.step(next, std::tuple{h, c}); // wrong
#else
  return layer.step(next, std::tuple{h, sp::cast<float>(c)});
#endif
}
