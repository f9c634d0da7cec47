// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/nn/stacked_lstm.hpp>
#include <shapeproof/ops/rename.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Beam : sp::axis<4> {};
struct Letters : sp::ragged<Batch> {};
struct Phones : sp::ragged<Batch> {};
struct Time : sp::axis<> {};
struct Embed : sp::axis<8> {};
struct Sound : sp::axis<8> {};
struct Hidden : sp::axis<16> {};
using Back = sp::reversed<Hidden>;

template <class Layer, class... X>
concept can_read = requires(Layer const& layer, X const&... x) { layer(x...); };
template <class Layer, class Time, class... X>
concept can_run_along = requires(Layer const& layer, X const&... x) { layer.template run<Time>(x...); };
template <class Layer, class... X>
concept can_step = requires(Layer const& layer, X const&... x) { layer.step(x...); };
template <class T, class... A>
using tensor = sp::tensor<T, A...>;
// The state (h, c) whose h is X: c is over the width's cell instead.
template <class X, class Width>
using with_cells = std::tuple<X, decltype(sp::rename<Width, sp::cell<Width>>(std::declval<X const&>()))>;

using layer = sp::lstm<Embed, Hidden>;
using words = tensor<float, Letters, Batch, Embed>;
using state = with_cells<tensor<float, Batch, Hidden>, Hidden>;
using readings = tensor<float, Batch, Time, Embed>;

// Results: the input's axes in the user's order with the layer's width, and the state over the batch.
static_assert(std::is_same_v<decltype(std::declval<layer>()(words())), tensor<float, Letters, Batch, Hidden>>);
static_assert(std::is_same_v<decltype(std::declval<layer>().run(tensor<float, Batch, Embed, Letters>())),
                             sp::lstm_result<tensor<float, Batch, Hidden, Letters>, state>>);
static_assert(std::is_same_v<decltype(std::declval<layer>().run<Time>(readings())),
                             sp::lstm_result<tensor<float, Batch, Time, Hidden>, state>>);
static_assert(
    std::is_same_v<decltype(std::declval<layer>().step(tensor<float, Beam, Embed, Batch>(),
                                                       with_cells<tensor<float, Batch, Beam, Hidden>, Hidden>())),
                   with_cells<tensor<float, Batch, Beam, Hidden>, Hidden>>);
static_assert(std::is_same_v<decltype(std::declval<layer>()(sp::taped<float, Letters, Batch, Embed>())),
                             sp::taped<float, Letters, Batch, Hidden>>);
static_assert(
    std::is_same_v<decltype(std::declval<sp::reversed_lstm<Embed, Hidden>>().run(words())),
                   sp::lstm_result<tensor<float, Letters, Batch, Back>, with_cells<tensor<float, Batch, Back>, Back>>>);
static_assert(std::is_same_v<decltype(std::declval<sp::bidirectional_lstm<Embed, Hidden>>()(words())),
                             tensor<float, Letters, Batch, sp::both<Hidden, Back>>>);
using decoder = sp::stacked_lstm<Embed, Hidden, 3>;
static_assert(std::is_same_v<decltype(std::declval<decoder>().run<Time>(readings())),
                             sp::lstm_result<tensor<float, Batch, Time, Hidden>, std::array<state, 3>>>);
using encoder = sp::stacked_bidirectional_lstm<Embed, Hidden, 2>;
static_assert(
    std::is_same_v<decltype(std::declval<encoder>()(words())), tensor<float, Letters, Batch, sp::both<Hidden, Back>>>);

// Time is the one ragged axis; of plain axes none is time by itself, and of two ragged ones neither.
static_assert(can_read<layer, words> && !can_read<layer, readings> && can_run_along<layer, Time, readings>);
static_assert(!can_read<layer, tensor<float, Letters, Phones, Batch, Embed>>);
static_assert(!can_run_along<layer, Phones, words> && !can_run_along<layer, Embed, readings>);
static_assert(!can_read<encoder, readings> && can_run_along<encoder, Time, readings>);
static_assert(!can_read<decoder, readings> && can_run_along<decoder, Time, readings>);
// Along a plain axis everything beside it is the batch; along a ragged one only its own batch may be.
static_assert(can_run_along<layer, Time, tensor<float, Time, Embed>>);
static_assert(can_run_along<layer, Time, tensor<float, Beam, Time, Batch, Embed>>);
static_assert(!can_read<layer, tensor<float, Letters, Batch, Beam, Embed>>);

// Another layer's input, the output's own width, other elements
static_assert(!can_read<layer, tensor<float, Letters, Batch, Sound>> &&
              !can_read<layer, tensor<float, Letters, Batch>>);
static_assert(!can_run_along<layer, Time, tensor<float, Time, Hidden, Embed>>);
static_assert(!can_read<layer, tensor<double, Letters, Batch, Embed>>);
static_assert(!can_read<layer, tensor<sp::index<Embed>, Letters, Batch, Embed>>);
static_assert(can_run_along<sp::lstm<Hidden, Hidden>, Time, tensor<float, Time, Batch, Hidden>>);

// States: the axes in any order, but those and no others, and on the tape if the input is
static_assert(can_read<layer, words, state> &&
              can_read<layer, words, with_cells<tensor<float, Hidden, Batch>, Hidden>>);
static_assert(!can_read<layer, words, with_cells<tensor<float, Batch, Back>, Back>>);
static_assert(!can_read<layer, words, with_cells<tensor<float, Hidden>, Hidden>>);
static_assert(!can_read<layer, words, with_cells<tensor<float, Batch, Beam, Hidden>, Hidden>>);
static_assert(!can_read<layer, words, with_cells<tensor<double, Batch, Hidden>, Hidden>>);
static_assert(!can_read<layer, sp::taped<float, Letters, Batch, Embed>, state>);
static_assert(!can_read<layer, words, with_cells<sp::taped<float, Batch, Hidden>, Hidden>>);
using next = tensor<float, Batch, Embed>;
static_assert(can_step<layer, next, state> && !can_step<layer, next, with_cells<tensor<float, Beam, Hidden>, Hidden>>);
static_assert(!can_step<layer, tensor<float, Batch, Sound>, state>);
static_assert(!can_step<layer, sp::taped<float, Batch, Embed>, state>);
static_assert(can_step<decoder, next, std::array<state, 3>> && !can_step<decoder, next, std::array<state, 2>>);

// The operations below the layers answer by name, too.
using input_weight = tensor<float, Embed, sp::gates<Hidden>>;
using weight = tensor<float, sp::prev<Hidden>, sp::gates<Hidden>>;
using bias = tensor<float, sp::gates<Hidden>>;
using h = tensor<float, Batch, Hidden>;
using c = tensor<float, Batch, sp::cell<Hidden>>;
static_assert(sp::lstm_readable<words, input_weight, weight, bias> &&
              !sp::lstm_readable<readings, input_weight, weight, bias> &&
              sp::lstm_readable<readings, input_weight, weight, bias, Time> &&
              !sp::lstm_readable<words, weight, input_weight, bias>);
static_assert(sp::lstm_readable_from<words, input_weight, weight, bias, h, c> &&
              !sp::lstm_readable_from<words, input_weight, weight, bias, h, tensor<float, sp::cell<Hidden>>>);
static_assert(sp::lstm_steppable<next, input_weight, weight, bias, h, c> &&
              !sp::lstm_steppable<next, input_weight, weight, bias, c, h>);
template <class... X>
concept reads = requires(X const&... x) { sp::lstm_sequence(x...); };
template <class... X>
concept steps = requires(X const&... x) { sp::lstm_step(x...); };
static_assert(reads<words, input_weight, weight, bias> && !reads<readings, input_weight, weight, bias> &&
              !reads<words, weight, input_weight, bias>);
static_assert(reads<words, input_weight, weight, bias, state> &&
              !reads<words, input_weight, weight, bias, std::tuple<h, h>>);
static_assert(steps<next, input_weight, weight, bias, state> &&
              !steps<next, input_weight, weight, bias, std::tuple<h, h>>);
} // namespace
