// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_from<tensor<float, Batch, Half>>::because_the_state_lacks<State>
// expect: ::project_it_to_the_width_of_the_decoder
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct Half : sp::axis<128> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;
template <class Width>
using layer = std::tuple<sp::tensor<float, Batch, Width>, sp::tensor<float, Batch, sp::cell<Width>>>;

auto begin(speller const& decoder, [[maybe_unused]] layer<Half> const& half,
           [[maybe_unused]] layer<State> const& whole) {
#ifdef MISTAKE
  return decoder.start(std::array{half}); // wrong
#else
  return decoder.start(std::array{whole});
#endif
}
