// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_from<tensor<double, Batch, State>>::because_the_state_is_not_of<float>::use_cast
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct State : sp::axis<256> {};
using speller = sp::attention_decoder<Phone, Embed, State, State, 1, sp::dot_attention<State>>;
template <class T>
using layer = std::tuple<sp::tensor<T, Batch, State>, sp::tensor<T, Batch, sp::cell<State>>>;

auto begin(speller const& decoder, [[maybe_unused]] layer<double> const& exact,
           [[maybe_unused]] layer<float> const& plain) {
#ifdef MISTAKE
  return decoder.start(std::array{exact}); // wrong
#else
  return decoder.start(std::array{plain});
#endif
}
