// SPDX-License-Identifier: BSL-1.0
// expect: cannot_add<tensor<float, Batch, Letters>, tensor<float, Batch, Phones>>
// expect: ::because_left_lacks<Phones>::and_right_lacks<Letters>::rename_or_reduce_one
// lines: 10 (clang says in three more which function template it was in)
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/ops/add.hpp>
#include <shapeproof/tape/model.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::axis<8> {};
struct Phones : sp::axis<9> {};

struct model {
  BOOST_HANA_DEFINE_STRUCT(model, (sp::linear<Letters, Phones>, layer));
  auto operator()(sp::operand auto const& x) const {
#ifdef MISTAKE
    return x + layer(x); // wrong
#else
    return layer(x + x);
#endif
  }
};

auto program(sp::model<model> const& m, sp::tensor<float, Batch, Letters> const& x) { return m(x); }
