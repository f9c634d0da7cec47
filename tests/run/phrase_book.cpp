// SPDX-License-Identifier: BSL-1.0
// What docs/coming-from-pytorch.md shows: each phrase is compiled, run and checked here.
#include "../temporary_folder.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <shapeproof/shapeproof.hpp>
#include <span>
#include <string>
#include <vector>

namespace {

struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};
struct Embed : sp::axis<4> {};
struct Hidden : sp::axis<6> {};
struct Class : sp::axis<3> {};
struct Head : sp::axis<2> {};
struct Width : sp::axis<3> {};
struct Rows : sp::axis<8> {};
struct Columns : sp::axis<8> {};
struct Colour : sp::axis<3> {};
struct Filter : sp::axis<5> {};

using sp::centred, sp::window, sp::merged, sp::tiles;

struct tagger {
  BOOST_HANA_DEFINE_STRUCT(tagger, (sp::embedding<Letter, Embed>, letters), (sp::lstm<Embed, Hidden>, reader),
                           (sp::linear<Hidden, Class>, out), (double, dropout_rate));
  auto operator()(sp::operand auto const& words) const {
    return out(sp::dropout(reader(letters(words)), dropout_rate));
  }
};

struct picture_reader {
  BOOST_HANA_DEFINE_STRUCT(picture_reader,
                           (sp::convolution<centred<Rows, 3>, centred<Columns, 3>, Colour, Filter>, filters),
                           (sp::linear<merged<merged<tiles<Rows, 2>, tiles<Columns, 2>>, Filter>, Class>, out));
  auto operator()(sp::operand auto const& pixels) const {
    auto const found = sp::relu(filters(sp::rescale(pixels)));
    auto const small = sp::max_pool2d<Rows, Columns, 2, 2>(found);
    auto const places = sp::merge<tiles<Rows, 2>, tiles<Columns, 2>>(small);
    return out(sp::merge<merged<tiles<Rows, 2>, tiles<Columns, 2>>, Filter>(places));
  }
};

// Two words: 1 2 3 and 4.
auto some_words() {
  auto const raw = sp::tensor<int, Letters, Batch>::of({1, 4, 2, 0, 3, 0}, Batch{2}, Letters{{3, 1}});
  return sp::check_index<Letter>(raw, Letter{10});
}
auto some_labels() {
  auto const raw = sp::tensor<int, Letters, Batch>::of({1, 0, 2, 0, 1, 0}, Batch{2}, Letters{{3, 1}});
  return sp::check_index<Class>(raw);
}

TEST_CASE("phrase book: tensors") {
  auto x = sp::tensor<float, Batch, Embed>(Batch{64});
  auto rows = x.extent<Batch>().size();
  for (auto b : x.extent<Batch>())
    for (auto e : x.extent<Embed>()) x(b, e) = 1;
  float total = sp::sum(x).value();
  std::string text = to_string(x);
  std::span<float> numbers = x.unnamed();
  CHECK(rows == 64);
  CHECK(total == 256);
  CHECK(text.starts_with("tensor<float, Batch, Embed>: Batch 64, Embed 4; min 1, mean 1, max 1"));
  CHECK(numbers.size() == 256);
}

TEST_CASE("phrase book: broadcasting and order") {
  auto x = sp::tensor<float, Batch, Time, Embed>(Batch{2}, Time{3});
  auto bias = sp::tensor<float, Embed>::of({1, 2, 3, 4});
  auto per_row = sp::tensor<float, Batch>::of({1, 10}, Batch{2});

  auto y = (x + bias) * per_row;
  auto swapped = sp::permute<Time, Batch, Embed>(y);
  auto flat = sp::merge<Batch, Time>(y);
  auto repeated = sp::expand<Time>(per_row, Time{3});

  CHECK(y.unnamed()[12] == 10);
  CHECK(swapped.unnamed()[4] == 10);
  CHECK(flat.unnamed()[12] == 10);
  CHECK(repeated.unnamed()[1] == 10);
}

TEST_CASE("phrase book: products and attention") {
  auto x = sp::tensor<float, Batch, Time, Embed>(Batch{2}, Time{3}) + 1;
  auto weight = sp::tensor<float, Hidden, Embed>(Hidden{}) + 2;
  auto query = sp::tensor<float, Batch, Embed>(Batch{2}) + 1;

  auto hidden = sp::dot<Embed>(x, weight);
  auto energy = sp::dot<Embed>(query, x);

  CHECK(hidden.unnamed()[0] == 8);
  CHECK(energy.unnamed()[0] == 4);

  auto q = sp::tensor<float, Batch, Head, Time, Width>(Batch{2}, Time{3}) + 1;
  auto keys = sp::rename<Time, sp::key<Time>>(q);
  auto values = keys + 1;
  auto [context, weights] = sp::attend<sp::key<Time>>(q, keys, values, {.factor = 1 / std::sqrt(3.0)});
  CHECK(context.unnamed()[0] == doctest::Approx(2));
  CHECK(weights.size() == 36);
}

TEST_CASE("phrase book: reductions") {
  auto scores = sp::tensor<float, Batch, Class>::of({1, 2, 3, 3, 2, 1}, Batch{2});

  auto chances = sp::softmax<Class>(scores);
  auto best = sp::argmax<Class>(scores);
  auto means = sp::mean<Class>(scores);
  auto [values, places] = sp::top_k<Class, Head>(scores, Head{});

  CHECK(sp::cast<float>(chances).unnamed()[2] == doctest::Approx(0.66524f));
  CHECK(best.unnamed()[1] == 0);
  CHECK(means.unnamed()[0] == 2);
  CHECK(values.unnamed()[1] == 2);
  CHECK(places.unnamed()[0] == 2);
}

TEST_CASE("phrase book: sequences of different lengths") {
  std::vector<std::vector<sp::index<Letter>>> rows(2);
  for (int id : {1, 2, 3}) rows[0].push_back(sp::check_index<Letter>(id, Letter{10}));
  rows[1].push_back(sp::check_index<Letter>(4, Letter{10}));
  auto table = sp::tensor<float, Letter, Embed>(Letter{10}) + 1;

  auto words = sp::padded<sp::tensor<sp::index<Letter>, Letters, Batch>>(rows, Letter{10});
  auto embedded = sp::embed(table, words);
  auto summary = sp::mean<Letters>(embedded);
  auto ending = sp::last<Letters>(embedded);
  auto mask = sp::sequence_mask(words.extent<Letters>());

  CHECK(words.extent<Letters>().total() == 4);
  CHECK(summary.unnamed()[0] == 1);
  CHECK(ending.size() == 8);
  CHECK(mask.unnamed()[3]);
  CHECK(!mask.unnamed()[4]);
}

TEST_CASE("phrase book: images") {
  auto pixels = sp::tensor<std::uint8_t, Batch, Rows, Columns, Colour>(Batch{2});
  for (auto& pixel : pixels.unnamed()) pixel = 255;

  sp::model<picture_reader> model(1);
  auto scores = model(pixels);

  static_assert(std::is_same_v<decltype(scores), sp::tensor<float, Batch, Class>>);
  CHECK(sp::all_finite(scores));
  CHECK(model.parameter_count() == 9 * 3 * 5 + 5 + 80 * 3 + 3);
  auto inside = sp::conv2d(sp::rescale(pixels),
                           sp::tensor<float, window<Rows, 3>, window<Columns, 3>, Colour, Filter>(Colour{}) + 1,
                           sp::tensor<float, Filter>(Filter{}));
  CHECK(inside.extent<sp::windows<Rows, 3>>().size() == 6);
  CHECK(inside.unnamed()[0] == 27);
}

TEST_CASE("phrase book: a model and its training") {
  sp::model<tagger> model(1, Letter{10});
  model.dropout_rate = 0.1;
  auto words = some_words();
  auto labels = some_labels();

  sp::tape tape{model};
  sp::adamw<> optimizer{.learning_rate = 0.01, .weight_decay = 0.01};
  float before = sp::cross_entropy<Class>(model(words), labels).value();
  for (int step = 0; step < 20; ++step) {
    auto loss = sp::cross_entropy<Class>(model(tape(words)), labels, {.share = 0.1});
    tape.backward(loss);
    auto clipped = sp::clip_global_norm<float>(tape.gradient(), 1.0);
    optimizer.step(model.flat(), tape.gradient(), optimizer.learning_rate, clipped.scale);
    tape.clear();
  }
  auto scores = model(words);
  float after = sp::cross_entropy<Class>(scores, labels).value();
  CHECK(after < before);

  sp::tape only_the_end{model.out};
  only_the_end.backward(sp::cross_entropy<Class>(model(only_the_end(words)), labels));
  CHECK(only_the_end.gradient().size() >= 21);
  CHECK(only_the_end.untouched(model).size() == 4);

  CHECK(model.parameter_count() == 40 + 24 * (4 + 6 + 1) + 21);
}

TEST_CASE("phrase book: recurrent layers") {
  auto words = sp::tensor<float, Letters, Batch, Embed>(Letters{{3, 1}}, Batch{2}) + 1;

  sp::model<sp::stacked_bidirectional_gru<Embed, Hidden, 2>> reader(1);
  reader.dropout_rate = 0.2;
  auto [outputs, states] = reader.run(words);
  auto [forward, backward] = states.back();

  CHECK(outputs.unnamed().size() == 3 * 2 * 12);
  CHECK(forward.unnamed()[0] == outputs.unnamed()[2 * 24]);
  CHECK(backward.unnamed()[0] == outputs.unnamed()[6]);
}

TEST_CASE("phrase book: files") {
  sp::test::temporary_folder const folder;
  std::string const path = folder / "tagger.safetensors";
  sp::model<tagger> model(1, Letter{10});
  sp::model<tagger> other(2, Letter{10});

  sp::save_weights(path, model);
  sp::load_weights(path, other);

  CHECK(std::vector(model.flat().begin(), model.flat().end()) == std::vector(other.flat().begin(), other.flat().end()));
}

TEST_CASE("phrase book: batches and schedules") {
  std::vector<sp::example_length> const lengths{{3, 4}, {5, 6}, {3, 3}, {8, 9}};
  sp::batch_plan plan(lengths, sp::batch_limit::tokens(40), 1);
  auto epoch = plan.epoch(1);
  sp::extent_t seen = 0;
  for (sp::extent_t batch = 0; batch < epoch.size(); ++batch) seen += std::ssize(epoch[batch]);
  CHECK(seen == 4);

  auto rate = sp::schedule::warm_up<sp::schedule::cosine>{.updates = 10, .then = {.updates = 90}};
  CHECK(rate(1) < rate(10));
  CHECK(rate(100) < rate(10));
}

} // namespace
