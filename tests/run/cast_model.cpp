// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <string>

#include "../temporary_folder.hpp"
#include "shapeproof/nn/linear.hpp"
#include "shapeproof/tape/cast_model.hpp"
#include "shapeproof/train/weights.hpp"

namespace {
struct Word : sp::axis<> {};
struct In : sp::axis<3> {};
struct Out : sp::axis<5> {};

template <class T>
struct net {
  using layer = sp::linear<In, Out, T>;
  using layer_pair = std::array<layer, 2>;
  using words = sp::parameter<T, Word, In>;
  BOOST_HANA_DEFINE_STRUCT(net, (words, table), (layer_pair, out), (double, rate));
};
} // namespace

TEST_CASE("a cast model has the names, axes and settings of the other, and its numbers to the nearest") {
  sp::model<net<float>> trained(1, Word{4});
  trained.rate = 0.5;
  trained.table.unnamed()[0] = 1.00390625f; // between 1 and the next bf16: to the even one
  trained.table.unnamed()[1] = 1e-40f;
  auto small = sp::cast<net<sp::bf16>>(trained);
  CHECK(small.rate == 0.5);
  CHECK(small.table.extent<Word>().size() == 4);
  CHECK(small.parameter_count() == trained.parameter_count());
  CHECK(static_cast<float>(small.table.unnamed()[0]) == 1);
  REQUIRE(small.listed().size() == trained.listed().size());
  for (std::size_t i = 0; i < small.listed().size(); ++i) {
    CHECK(small.listed()[i].name == trained.listed()[i].name);
    CHECK(reinterpret_cast<std::size_t>(small.listed()[i].numbers) % 64 == 0);
  }
  for (std::size_t layer = 0; layer < 2; ++layer)
    for (std::size_t i = 0; i < trained.out[layer].weight.unnamed().size(); ++i)
      CHECK(small.out[layer].weight.unnamed()[i] == sp::bf16(trained.out[layer].weight.unnamed()[i]));
  // Another model: what is written to one does not reach the other.
  trained.table.unnamed()[0] = 7;
  CHECK(static_cast<float>(small.table.unnamed()[0]) == 1);
  // And back, or to double, which have all numbers of bf16.
  auto const back = sp::cast<net<double>>(small);
  for (std::size_t i = 0; i < small.table.unnamed().size(); ++i)
    CHECK(back.table.unnamed()[i] == double(static_cast<float>(small.table.unnamed()[i])));
}

TEST_CASE("weights in bf16 are saved as such and come back; a file of another element is refused") {
  sp::test::temporary_folder const here;
  auto const path = here / "weights.safetensors";
  sp::model<net<float>> const trained(1, Word{4}), other(2, Word{4});
  auto const saved = sp::cast<net<sp::bf16>>(trained);
  auto loaded = sp::cast<net<sp::bf16>>(other);
  sp::save_weights(path, saved);
  sp::load_weights(path, loaded);
  for (std::size_t i = 0; i < saved.flat().size(); ++i) CHECK(saved.flat()[i].bits() == loaded.flat()[i].bits());

  sp::model<net<float>> whole(3, Word{4});
  auto const before = std::vector<float>(whole.flat().begin(), whole.flat().end());
  auto const message = sp::test::message_of<sp::data_error>([&] { sp::load_weights(path, whole); });
  CHECK(message.find("has the element BF16 in the file and F32 in the model") != std::string::npos);
  CHECK(std::vector<float>(whole.flat().begin(), whole.flat().end()) == before);

  auto broken = sp::cast<net<sp::bf16>>(trained);
  broken.out[1].bias.unnamed()[2] = sp::bf16(std::numeric_limits<float>::infinity());
  sp::save_weights(path, broken);
  auto const why = sp::test::message_of<sp::data_error>([&] { sp::load_weights(path, loaded); });
  CHECK(why.find("parameter \"out.1.bias\" is not finite at position 2") != std::string::npos);
}
