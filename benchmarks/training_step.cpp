// SPDX-License-Identifier: BSL-1.0
// One training step of a small spelling-to-pronunciation model: batch 128, words of 8 letters, 7 phones; bidirectional
// encoder 2 x 128, decoder 256, dot attention, dropout 0.2, cross entropy, clipping, Adam. Prints the best and the median
// time of a step for one thread and for two.
//   training_step [REPETITIONS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <shapeproof/shapeproof.hpp>

namespace {

struct Batch : sp::axis<> {};
struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Embed : sp::axis<128> {};
struct Half : sp::axis<128> {};
struct State : sp::axis<256> {};
using Encoded = sp::both<Half, sp::reversed<Half>>;

struct Speller {
  BOOST_HANA_DEFINE_STRUCT(Speller, (sp::embedding<Letter, Embed>, letters),
                           (sp::bidirectional_lstm<Embed, Half>, encoder), (sp::embedding<Phone, Embed>, phones),
                           (sp::lstm<Embed, State>, decoder),
                           (sp::linear<sp::both<State, sp::reversed<State>>, State>, combine),
                           (sp::linear<State, Phone>, readout));

  // Scores of the next phone at every post of the prefix.
  auto operator()(auto const& word, auto const& prefix) const {
    auto memory = sp::rename<Encoded, State>(encoder(sp::dropout(letters(word), 0.2)));
    auto start = sp::last<Letters>(memory);
    auto states =
        decoder(sp::dropout(phones(prefix), 0.2), std::tuple{start, sp::rename<State, sp::cell<State>>(start)});
    auto context = sp::rename<State, sp::reversed<State>>(sp::attend<Letters>(states, memory).context);
    return readout(sp::dropout(sp::tanh(combine(sp::concat(states, context))), 0.2));
  }
};

template <class V, class Positions>
auto random_ids(Positions const& positions, Batch batch, V extent, sp::random_sequence& random) {
  sp::tensor<int, Positions, Batch> raw(positions, batch);
  for (int& id : raw.unnamed()) id = static_cast<int>(random.below(static_cast<std::uint64_t>(extent.size())));
  return sp::check_index(raw, extent);
}

} // namespace

int main(int argc, char** argv) {
  int const repetitions = argc > 1 ? std::atoi(argv[1]) : 60;
  Batch const batch{128};
  std::vector<int> const letters(128, 8), phones(128, 7);
  sp::random_sequence random(1);
  auto const word = random_ids(Letters{letters}, batch, Letter{27}, random);
  auto const prefix = random_ids(sp::prefix<Phones>{phones}, batch, Phone{41}, random);
  auto const target = random_ids(sp::target<Phones>{phones}, batch, Phone{41}, random);

  sp::model<Speller> model(1, Letter{27}, Phone{41});
  sp::tape tape{model};
  sp::adam optimizer;
  for (int threads : {1, 2}) {
    sp::set_threads(threads);
    std::vector<double> milliseconds;
    for (int i = 0; i < repetitions + 5; ++i) {
      auto const start = std::chrono::steady_clock::now();
      auto const loss = sp::cross_entropy<Phone>(model(tape(word), tape(prefix)), target);
      tape.backward(loss);
      auto const clipped = sp::clip_global_norm(std::span<float const>(tape.gradient()), 5);
      optimizer.step(model.flat(), std::span<float const>(tape.gradient()), optimizer.learning_rate, clipped.scale);
      tape.clear();
      std::chrono::duration<double, std::milli> const time = std::chrono::steady_clock::now() - start;
      if (i >= 5) milliseconds.push_back(time.count());
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    std::printf("%d thread%s: best %.2f ms, median %.2f ms\n", threads, threads == 1 ? "" : "s", milliseconds.front(),
                milliseconds[milliseconds.size() / 2]);
  }
}
