// SPDX-License-Identifier: BSL-1.0
// 06: training, by hand and with fit.
#include <cstdio>
#include <numeric>
#include <shapeproof/shapeproof.hpp>
#include <span>
#include <vector>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Plain : sp::axis<26> {};            // letters as they are
struct Secret : sp::axis<Plain::fixed> {}; // letters of a cipher: as many, but not the same
struct Width : sp::axis<16> {};

// Learns which plain letter a secret one stands for.
struct decipherer {
  BOOST_HANA_DEFINE_STRUCT(decipherer, (sp::embedding<Secret, Width>, letters), (sp::linear<Width, Plain>, guess));
  auto operator()(sp::operand auto const& secret) const { return guess(letters(secret)); }
};

struct word_batch {
  sp::tensor<sp::index<Secret>, Batch, Letters> secret;
  sp::tensor<sp::index<Plain>, Batch, Letters> plain;
};

// The data: a word for every number, of 2 to 8 random letters. The secret letter is the one seven places further.
int length_of(sp::extent_t word) { return 2 + static_cast<int>(word % 7); }
word_batch make_batch(std::span<sp::extent_t const> words) {
  std::vector<int> lengths;
  for (auto word : words) lengths.push_back(length_of(word));
  auto raw = sp::tensor<int, Batch, Letters>(Letters{lengths}); // the lengths know how many words there are
  for (auto b : raw.extent<Batch>()) {
    sp::random_sequence random(static_cast<std::uint64_t>(words[static_cast<std::size_t>(b.value())]));
    for (auto t : raw.extent<Letters>()) raw(b, t) = static_cast<int>(random.below(Plain::fixed));
  }
  auto plain = sp::check_index<Plain>(raw);
  for (int& letter : raw.unnamed()) letter = static_cast<int>((letter + 7) % Plain::fixed);
  return {sp::check_index<Secret>(raw), plain};
}

// The share of letters that are guessed right: a mean over real positions.
double accuracy(decipherer const& model, word_batch const& words) {
  auto const right = sp::argmax<Plain>(model(words.secret)) == words.plain;
  return sp::mean(sp::cast<double>(right)).value();
}

int main() {
  std::vector<sp::extent_t> numbers(600);
  std::iota(numbers.begin(), numbers.end(), 0);
  std::span<sp::extent_t const> const training = std::span(numbers).first(500);
  word_batch const unseen = make_batch(std::span(numbers).last(100));

  // By hand: call the model on the tape, go backwards, step, clear. Nothing is hidden.
  sp::model<decipherer> model(1);
  sp::tape tape{model};
  sp::adam<> optimizer{.learning_rate = 0.03};
  for (std::size_t step = 0; step < 50; ++step) {
    auto const words = make_batch(training.subspan(step % 10 * 50, 50));
    auto loss = sp::cross_entropy<Plain>(model(tape(words.secret)), words.plain);
    if (step % 10 == 0) std::printf("step %2zu: loss %.1f\n", step, static_cast<double>(loss.value()));
    tape.backward(loss);
    optimizer.step(model, tape.gradient());
    tape.clear(); // the memory stays: later steps of the same size allocate nothing
  }
  std::printf("by hand: %.0f %% of the letters of unseen words\n", 100 * accuracy(model, unseen));

  // With fit: the same, and shuffled batches of similar length, clipping, evaluations, the best parameters kept; and
  // with .folder = "..." checkpoints, from which a run that was killed goes on bit for bit.
  std::vector<sp::example_length> lengths;
  for (auto word : training) lengths.push_back({length_of(word), length_of(word)});
  sp::model<decipherer> fitted(2);
  sp::training_data const data{
      .lengths = lengths,
      .make_batch = make_batch,
      .loss = [](auto const& m, sp::tape& t,
                 word_batch const& words) { return sp::cross_entropy<Plain>(m(t(words.secret)), words.plain); },
      .evaluate = [&](auto const& m) { return std::vector{accuracy(m, unseen)}; },
      .metrics = {"accuracy"}};
  auto const result = sp::fit(fitted, data,
                              sp::fit_options{.optimizer = sp::adam<>{.learning_rate = 0.03},
                                              .epochs = 20,
                                              .batch = sp::batch_limit::examples(50),
                                              .stopping = {.aim = sp::goal::maximise, .enough = 1},
                                              .progress = nullptr});
  std::printf("fit: %.0f %% after %d updates%s\n", 100 * result.best_metric, static_cast<int>(result.best_update),
              result.stopped_early ? ", which is enough" : "");
}

/* It prints:
step  0: loss 3.3
step 10: loss 1.5
step 20: loss 0.2
step 30: loss 0.0
step 40: loss 0.0
by hand: 100 % of the letters of unseen words
fit: 100 % after 20 updates, which is enough
*/
