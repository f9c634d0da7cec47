// SPDX-License-Identifier: BSL-1.0
// expect: cannot_rescale<tensor<float, Row, Column>>::because_it_holds<float>::where_bytes_belong
#include <shapeproof/ops/rescale.hpp>

struct Row : sp::axis<> {};
struct Column : sp::axis<28> {};

struct example {
  sp::tensor<std::uint8_t, Row, Column> pixels;
  sp::tensor<float, Row, Column> scaled;
};

auto scale(example const& e) {
#ifdef MISTAKE
  return sp::rescale(e.scaled); // wrong
#else
  return sp::rescale(e.pixels);
#endif
}
