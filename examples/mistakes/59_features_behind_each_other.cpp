// SPDX-License-Identifier: BSL-1.0
// mistake: The features of prices are to stand beside those of items, but nothing says along which axis they are
// mistake: joined.
// elsewhere: torch.cat joins along the batch unless it is told otherwise, and with dim one off along the time; where
// elsewhere: the other extents are equal both run, and give twice as many rows or steps instead of wider ones.
// source: RUCAIBox/RecBole#935
// source: vonclites/squeezenet#12
// source: CSTR-Edinburgh/merlin#354
// expect: cannot_concat<tensor<float, Shopper, Step, Embed>, tensor<float, Shopper, Step, Embed>>
// expect: ::because_no_axis_differs::rename_the_axis_that_grows
#include <iostream>
#include <shapeproof/shapeproof.hpp>

struct Shopper : sp::axis<> {};
struct Step : sp::axis<> {};
struct Embed : sp::axis<2> {};
struct PriceEmbed : sp::axis<2> {};

int main() {
  auto const items = sp::tensor<float, Shopper, Step, Embed>(Shopper{2}, Step{3});
  auto const prices = sp::tensor<float, Shopper, Step, Embed>(Shopper{2}, Step{3}) + 1;
#ifdef MISTAKE
  auto const known = sp::concat(items, prices); // wrong
#else
  auto const known = sp::concat(items, sp::rename<Embed, PriceEmbed>(prices));
#endif
  std::cout << known << '\n';
}
