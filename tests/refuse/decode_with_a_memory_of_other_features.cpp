// SPDX-License-Identifier: BSL-1.0
// expect: cannot_decode_with<tensor<float, Letters, Batch, Half>>::because_it_lacks<Encoded>
// expect: ::make_the_decoder_for_the_features_it_has
#include <shapeproof/nn/general_attention.hpp>
#include <shapeproof/seq2seq/decoder.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Embed : sp::axis<64> {};
struct Half : sp::axis<128> {};
struct State : sp::axis<256> {};
struct Encoded : sp::axis<256> {};
template <class Memory>
using speller = sp::attention_decoder<Phone, Embed, State, Memory, 1, sp::general_attention<State, Half>>;

auto prepared([[maybe_unused]] speller<Encoded> const& other, [[maybe_unused]] speller<Half> const& decoder,
              sp::tensor<float, Letters, Batch, Half> const& memory) {
#ifdef MISTAKE
  return other.prepare(memory); // wrong
#else
  return decoder.prepare(memory);
#endif
}
