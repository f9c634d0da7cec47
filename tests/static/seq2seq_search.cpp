// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/seq2seq/beam_search.hpp>
#include <shapeproof/seq2seq/greedy_search.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Phone : sp::axis<40> {};
struct Hidden : sp::axis<8> {};
using Beam = sp::hypotheses<Batch>;

template <class Scores, class State>
struct stepped {
  Scores scores;
  State state;
};
template <class Scores, class State, class Weights>
struct looked : stepped<Scores, State> {
  Weights weights;
};
using hidden = sp::tensor<float, Batch, Hidden>;
using memory = sp::tensor<float, Letters, Batch, Hidden>;

// A step with or without hypotheses.
struct generic {
  template <class... R>
  looked<sp::tensor<float, R..., Phone>, sp::tensor<float, R..., Hidden>, sp::tensor<float, R..., Letters>>
  operator()(sp::tensor<sp::index<Phone>, R...> const&, sp::tensor<float, R..., Hidden> const&, memory const&);
};

template <class Step, class State, class Memory, class Token = Phone, class Rows = Batch>
constexpr bool greedy = requires(Step step, State state, Memory m, sp::greedy_options<Token> o) {
  sp::greedy_search<Token, Rows>(step, state, m, o);
};
template <class Step, class State, class Memory, class Token = Phone, class Rows = Batch>
constexpr bool beam = requires(Step step, State state, Memory m, sp::beam_options<Token> o) {
  sp::beam_search<Token, Rows>(step, state, m, o);
};
template <class Step, class State, class Memory>
constexpr bool both =
    greedy<Step, State, Memory> && beam<Step, State, Memory> && sp::greedy_step<Step, Phone, Batch, State, Memory> &&
    sp::beam_step<Step, Phone, Batch, State, Memory>;
template <class Step, class State, class Memory>
constexpr bool neither =
    !greedy<Step, State, Memory> && !beam<Step, State, Memory> && !sp::greedy_step<Step, Phone, Batch, State, Memory> &&
    !sp::beam_step<Step, Phone, Batch, State, Memory>;

static_assert(both<generic, hidden, memory>);
static_assert(neither<generic, sp::view<float, Batch, Hidden>, memory>); // a view may outlive what it looks at
static_assert(neither<generic, stepped<hidden, hidden>, memory>);        // no tuple
static_assert(neither<generic, hidden, hidden>);                         // what the step does not take
static_assert(!greedy<generic, hidden, memory, Phone, Hidden>);          // the step takes ids over Batch

template <class Scores, class Next = hidden>
using one_row = stepped<Scores, Next> (*)(sp::tensor<sp::index<Phone>, Batch> const&, hidden const&, memory const&);
static_assert(greedy<one_row<sp::tensor<float, Batch, Phone>>, hidden, memory>); // nothing more is needed
static_assert(greedy<one_row<sp::tensor<double, Batch, Phone>>, hidden, memory>);
static_assert(!beam<one_row<sp::tensor<float, Batch, Phone>>, hidden, memory>); // no place for hypotheses
static_assert(!greedy<one_row<sp::tensor<sp::probability<float>, Batch, Phone>>, hidden, memory>);
static_assert(!greedy<one_row<sp::tensor<float, Phone, Batch>>, hidden, memory>);
static_assert(!greedy<one_row<sp::tensor<int, Batch, Phone>>, hidden, memory>);
static_assert(!greedy<one_row<sp::tensor<float, Batch, Phone>, std::tuple<hidden>>, hidden, memory>);
} // namespace
