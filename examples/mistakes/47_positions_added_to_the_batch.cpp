// SPDX-License-Identifier: BSL-1.0
// mistake: Encodings of positions are added to whatever comes first, and that is the batch.
// elsewhere: PyTorch broadcasts them: with the batch first, every word of a text gets the encoding of the text's place
// elsewhere: in the batch. It throws only if the extents differ.
// source: AkiRusProd/numpy-transformer#1
// source: KasperGroesLudvigsen/influenza_transformer#9
// source: songyangco/GETNext#2
// expect: cannot_add<tensor<float, Batch, Time, Embed>, tensor<float, Position, Embed>>::because_left_lacks<Position>
// expect: ::and_right_lacks<Batch, Time>::rename_or_reduce_one
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Position : sp::axis<100> {}; // as many as the table of encodings has
struct Embed : sp::axis<4> {};

int main() {
  auto const texts = sp::tensor<float, Batch, Time, Embed>(Batch{2}, Time{3});
  auto const encodings = sp::tensor<float, Position, Embed>(Position{});
#ifdef MISTAKE
  auto const placed = texts + encodings; // wrong
#else
  auto const placed = texts + sp::slice<Position, Time>(encodings, 0, texts.extent<Time>());
#endif
  std::cout << placed << '\n';
}
