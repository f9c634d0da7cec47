// SPDX-License-Identifier: BSL-1.0
// expect: cannot_search<Phone, Batch>
// expect: ::because_state_and_memory_lie_on_two_devices::use_to_cuda_or_to_host
#include <shapeproof/cuda.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<256> {};

template <class Scores, class State>
struct stepped {
  Scores scores;
  State state;
};
using hidden = sp::cuda::tensor<float, Batch, Hidden>;
using memory = sp::tensor<float, Letters, Batch, Hidden>;
stepped<sp::cuda::tensor<float, Batch, Phone>, hidden> step(sp::cuda::tensor<sp::index<Phone>, Batch> const&,
                                                            hidden const&,
                                                            sp::cuda::tensor<float, Letters, Batch, Hidden> const&);

auto decoded(hidden const& start, memory const& encoded, sp::greedy_options<Phone> const& options) {
#ifdef MISTAKE
  return sp::greedy_search<Phone, Batch>(step, start, encoded, options); // wrong
#else
  return sp::greedy_search<Phone, Batch>(step, start, sp::to<sp::cuda>(encoded), options);
#endif
}
