// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/nn/lstm.hpp>
#include <shapeproof/nn/stacked_gru.hpp>

// What a GRU has in common with an LSTM is tested with that; here, what is its own: one tensor is its state, and its
// weights are others.
namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Hidden : sp::axis<16> {};
using Back = sp::reversed<Hidden>;

template <class... A>
using floats = sp::tensor<float, A...>;
using layer = sp::gru<Embed, Hidden>;
using words = floats<Letters, Batch, Embed>;
using next = floats<Batch, Embed>;
using state = floats<Batch, Hidden>;

template <class... X>
concept reads = requires(layer const& l, X const&... x) { l(x...), l.run(x...); };
template <class X, class H>
concept steps = requires(layer const& l, X const& x, H const& h) { l.step(x, h); };

static_assert(
    std::is_same_v<decltype(layer().run(words())), sp::recurrent_result<floats<Letters, Batch, Hidden>, state>>);
static_assert(std::is_same_v<decltype(layer().run<Time>(floats<Embed, Time, Batch>(), floats<Hidden, Batch>()).outputs),
                             floats<Hidden, Time, Batch>>);
static_assert(std::is_same_v<decltype(layer().step(next(), floats<Hidden, Batch>())), floats<Hidden, Batch>>);
static_assert(std::is_same_v<decltype(layer()(sp::taped<float, Letters, Batch, Embed>())),
                             sp::taped<float, Letters, Batch, Hidden>>);
static_assert(std::is_same_v<decltype(sp::reversed_gru<Embed, Hidden>().run(words()).state), floats<Batch, Back>>);
static_assert(std::is_same_v<decltype(sp::stacked_gru<Embed, Hidden, 3>().run(words()).state), std::array<state, 3>>);
using encoder = sp::stacked_bidirectional_gru<Embed, Hidden, 2>;
static_assert(std::is_same_v<decltype(encoder().run(words())),
                             sp::recurrent_result<floats<Letters, Batch, sp::both<Hidden, Back>>,
                                                  std::array<std::tuple<state, floats<Batch, Back>>, 2>>>);

// The state is h over the batch and the width, and no tuple.
static_assert(reads<words, state> && steps<next, state>);
static_assert(!reads<words, std::tuple<state>> && !reads<words, std::tuple<state, state>> &&
              !steps<next, std::tuple<state>>);
static_assert(!reads<words, floats<Batch, Back>> && !reads<words, floats<Batch, sp::cell<Hidden>>>);
static_assert(!reads<words, floats<Hidden>> && !reads<words, sp::tensor<double, Batch, Hidden>>);
static_assert(!reads<sp::taped<float, Letters, Batch, Embed>, state> && !steps<sp::taped<float, Batch, Embed>, state>);
static_assert(!reads<floats<Letters, Batch, Hidden>> && !reads<floats<Time, Batch, Embed>> &&
              !reads<sp::tensor<double, Letters, Batch, Embed>>);

// Weights of a GRU, in their order.
using w_ih = floats<Embed, sp::gru_gates<Hidden>>;
using w_hh = floats<sp::prev<Hidden>, sp::gru_gates<Hidden>>;
using bias = floats<sp::gru_gates<Hidden>>;
using recurrent_bias = floats<sp::candidate<Hidden>>;
static_assert(sp::gru_readable<words, w_ih, w_hh, bias, recurrent_bias> &&
              !sp::gru_readable<words, w_ih, w_hh, recurrent_bias, bias> &&
              !sp::gru_readable<words, w_hh, w_ih, bias, recurrent_bias> &&
              !sp::gru_readable<words, w_ih, w_hh, bias, floats<Hidden>> &&
              !sp::gru_readable<words, w_ih, w_hh, bias, sp::tensor<double, sp::candidate<Hidden>>> &&
              !sp::gru_readable<words, floats<Embed, sp::gates<Hidden>>, w_hh, bias, recurrent_bias>);
static_assert(sp::gru_readable_from<words, w_ih, w_hh, bias, recurrent_bias, state> &&
              !sp::gru_readable_from<words, w_ih, w_hh, bias, recurrent_bias, next>);
static_assert(sp::gru_steppable<next, w_ih, w_hh, bias, recurrent_bias, state> &&
              !sp::gru_steppable<next, w_ih, w_hh, bias, recurrent_bias, next>);
static_assert(!sp::lstm_readable<words, w_ih, w_hh, bias>);
} // namespace
