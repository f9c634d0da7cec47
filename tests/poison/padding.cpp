// SPDX-License-Identifier: BSL-1.0
// Built with SHAPEPROOF_POISON_PADDING: every operation leaves NaN at padding. A batch of rows of different lengths must give
// the losses and gradients of its rows one by one, which have no padding at all.
#include <cmath>
#include <doctest/doctest.h>
#include <vector>

#include "shapeproof/core/check.hpp"
#include "shapeproof/data/padded.hpp"
#include "shapeproof/data/teacher_forcing.hpp"
#include "shapeproof/nn.hpp"
#include "shapeproof/ops.hpp"
#include "shapeproof/seq2seq/decoder.hpp"
#include "shapeproof/seq2seq/greedy_search.hpp"
#include "shapeproof/tape/model.hpp"

namespace {

struct Batch : sp::axis<> {};
struct Letter : sp::axis<7> {};
struct Phone : sp::axis<9> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Embed : sp::axis<5> {};
struct Hidden : sp::axis<6> {};
struct State : sp::axis<8> {};
struct Inner : sp::axis<4> {};
using Memory = sp::both<Hidden, sp::reversed<Hidden>>;

template <template <class, class, class, sp::reading> class Layer, class Attention, sp::input_feeding Feeding>
struct speller {
  using reader =
      sp::stacked<sp::bidirectional<Layer, Embed, Hidden, double>, sp::bidirectional<Layer, Memory, Hidden, double>, 2>;
  using table = sp::embedding<Letter, Embed, double>;
  using bridge = sp::linear<Memory, State, double>;
  using writer = sp::attention_decoder<Phone, Embed, State, Memory, 1, Attention, Feeding, double, Layer>;
  using gains = sp::parameter<double, Memory>;
  BOOST_HANA_DEFINE_STRUCT(speller, (table, letters), (reader, encoder), (gains, gain), (gains, offset),
                           (bridge, start), (writer, decoder));

  auto encode(auto const& word) const {
    auto const read = sp::layer_norm<Memory>(encoder(sp::tanh(letters(word))), gain, offset);
    auto const h = sp::tanh(start(sp::mean<Letters>(read) + sp::max<Letters>(read)));
    auto const begin = [&] {
      if constexpr (std::is_same_v<Layer<Embed, State, double, sp::reading::forward>, sp::gru<Embed, State, double>>)
        return decoder.start(std::array{h});
      else
        return decoder.start(std::array{std::tuple{h, sp::rename<State, sp::cell<State>>(h)}});
    };
    return std::pair{decoder.prepare(read), begin()};
  }
  auto operator()(auto const& word, auto const& prefix) const {
    auto const [memory, state] = encode(word);
    return decoder.scores(prefix, state, memory);
  }
};

using letter_rows = std::vector<std::vector<sp::index<Letter>>>;
using phone_rows = std::vector<std::vector<sp::index<Phone>>>;

template <class V>
std::vector<std::vector<sp::index<V>>> random_rows(std::vector<int> const& lengths, std::uint64_t seed) {
  sp::random_sequence random(seed);
  std::vector<std::vector<sp::index<V>>> rows;
  for (int length : lengths) {
    rows.emplace_back();
    for (int i = 0; i < length; ++i)
      rows.back().push_back(sp::check_index<V>(static_cast<int>(random.below(V::fixed - 2)) + 2));
  }
  return rows;
}

struct outcome {
  double loss;
  std::vector<double> gradient;
};

// Loss and gradient of a batch, its mean over real positions undone: sums, so that rows add up.
template <class M>
outcome train_on(M const& model, letter_rows const& letters, phone_rows const& phones, int padded_to) {
  auto const word = sp::padded<sp::tensor<sp::index<Letter>, Letters, Batch>>(letters, Letter{}, padded_to);
  sp::sequence_markers<Phone> const markers{.begin = sp::at<Phone, 0>(), .end = sp::at<Phone, 1>()};
  auto const pair =
      sp::teacher_forcing(sp::padded<sp::tensor<sp::index<Phone>, Phones, Batch>>(phones, Phone{}, padded_to), markers);
  double tokens = 0;
  for (auto const& row : phones) tokens += static_cast<double>(row.size() + 1);
  sp::tape tape{model};
  auto const loss =
      sp::cross_entropy<Phone>(model(tape(word), tape(pair.prefix)), tape(pair.target), sp::label_smoothing{0.1});
  tape.backward(loss, tokens);
  auto const gradient = tape.template gradient<double>();
  return {loss.value() * tokens, {gradient.begin(), gradient.end()}};
}

template <template <class, class, class, sp::reading> class Layer, class Attention, sp::input_feeding Feeding>
void check_batch_is_its_rows() {
  sp::model<speller<Layer, Attention, Feeding>> model(5);
  for (double& x : model.gain.unnamed()) x = 1.1;
  auto const letters = random_rows<Letter>({4, 1, 6, 3}, 1);
  auto const phones = random_rows<Phone>({2, 5, 0, 3}, 2);
  auto const batch = train_on(model, letters, phones, 9);
  outcome sum{0, std::vector<double>(batch.gradient.size())};
  for (std::size_t row = 0; row < letters.size(); ++row) {
    auto const one = train_on(model, {letters[row]}, {phones[row]}, 0);
    sum.loss += one.loss;
    for (std::size_t i = 0; i < sum.gradient.size(); ++i) sum.gradient[i] += one.gradient[i];
  }
  CHECK(batch.loss == doctest::Approx(sum.loss).epsilon(1e-12));
  int different = 0;
  for (std::size_t i = 0; i < sum.gradient.size(); ++i)
    different += !(std::abs(batch.gradient[i] - sum.gradient[i]) <= 1e-10 * (1 + std::abs(sum.gradient[i])));
  CHECK(different == 0);
}

} // namespace

TEST_CASE("padding is poisoned in this program") {
  auto const x = sp::tensor<float, Letters, Batch>(Letters{{2, 1}}, Batch{2}) + 1;
  CHECK(std::isnan(x.unnamed()[3]));
  CHECK(x.unnamed()[2] == 1);
}

TEST_CASE("training reads no padding: general attention") {
  check_batch_is_its_rows<sp::lstm, sp::general_attention<State, Memory, double>, sp::input_feeding::off>();
}
TEST_CASE("training reads no padding: additive attention") {
  check_batch_is_its_rows<sp::lstm, sp::additive_attention<State, Memory, Inner, double>, sp::input_feeding::off>();
}
TEST_CASE("training reads no padding: input feeding") {
  check_batch_is_its_rows<sp::lstm, sp::general_attention<State, Memory, double>, sp::input_feeding::on>();
}

TEST_CASE("training reads no padding: GRUs") {
  check_batch_is_its_rows<sp::gru, sp::general_attention<State, Memory, double>, sp::input_feeding::off>();
  check_batch_is_its_rows<sp::gru, sp::additive_attention<State, Memory, Inner, double>, sp::input_feeding::on>();
}

TEST_CASE("operations along ragged axes read no padding") {
  sp::random_sequence random(3);
  sp::tensor<double, Letters, Batch, Embed> raw(Letters{{3, 1, 0, 4}}, Batch{4});
  for (double& x : raw.unnamed()) x = random.uniform(-1, 1);
  sp::tape tape;
  auto const w = tape.watch(sp::tensor<double, Embed, Hidden>::of(std::vector<double>(30, 0.5), Embed{}, Hidden{}));
  auto const x = tape.watch(raw) * 2;
  auto const y = sp::dot<Embed>(x, w);
  auto const weights = sp::cast<double>(sp::softmax<Letters>(sp::sum<Hidden>(y)));
  auto const pooled =
      sp::dot<Letters>(weights, y) + sp::last<Letters>(y) + sp::first<Letters>(y) + sp::mean<Letters>(y);
  auto const normal = sp::cast<double>(sp::softmax<Embed>(x)) + sp::cast<double>(sp::log_softmax<Embed>(x));
  auto const total = sp::sum(pooled) + sp::mean(normal) + sp::sum(sp::max<Letters>(y));
  CHECK(std::isfinite(total.value()));
  tape.backward(total);
  auto const gradient = tape.gradient_of(w);
  CHECK(sp::all_finite(gradient));
  auto const dx = tape.gradient_of(x);
  for (auto t : raw.extent<Letters>())
    for (auto b : raw.extent<Batch>())
      for (auto e : Embed{}) {
        bool const real = t.value() < raw.extent<Letters>().lengths()[static_cast<std::size_t>(b.value())];
        CHECK((real ? std::isfinite(dx(t, b, e)) : dx(t, b, e) == 0));
      }
}
