// SPDX-License-Identifier: BSL-1.0
// expect: cannot_backward<tensor<float>>::because_nothing_was_taped::call_the_model_with_tape_of_its_inputs
#include <shapeproof/nn/linear.hpp>
#include <shapeproof/ops/mean.hpp>
#include <shapeproof/train/fit.hpp>
#include <span>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Phone : sp::axis<40> {};
using readings = sp::tensor<float, Batch, Embed>;

template <class Loss>
using data_with = sp::training_data<readings (*)(std::span<sp::extent_t const>), Loss>;

readings batch(std::span<sp::extent_t const>) { return readings(Batch{2}); }

void program(sp::model<sp::linear<Embed, Phone>>& model, std::span<sp::example_length const> lengths) {
  [[maybe_unused]] auto const off = [](auto const& m, sp::tape&, readings const& in) { return sp::mean(m(in)); };
  [[maybe_unused]] auto const on = [](auto const& m, sp::tape& t, readings const& in) { return sp::mean(m(t(in))); };
#ifdef MISTAKE
  sp::fit(model, data_with<decltype(off)>{lengths, batch, off}, sp::fit_options<>{}); // wrong
#else
  sp::fit(model, data_with<decltype(on)>{lengths, batch, on}, sp::fit_options<>{});
#endif
}
