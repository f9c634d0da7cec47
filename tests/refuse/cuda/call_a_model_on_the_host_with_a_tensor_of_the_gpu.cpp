// SPDX-License-Identifier: BSL-1.0
// expect: cannot_call<model<scorer>, cuda::tensor<float, Batch, Embed>>
// expect: ::because_they_lie_on_two_devices::use_to_cuda_or_to_host
#include <shapeproof/cuda.hpp>

struct Batch : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Phone : sp::axis<40> {};

struct scorer {
  BOOST_HANA_DEFINE_STRUCT(scorer, (sp::linear<Embed, Phone>, layer));
  auto operator()(auto const& x) const { return layer(x); }
};

auto scores(sp::model<scorer> const& model, sp::cuda::tensor<float, Batch, Embed> const& x) {
#ifdef MISTAKE
  return model(x); // wrong
#else
  return model(sp::to<sp::host>(x));
#endif
}
