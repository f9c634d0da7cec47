// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/nn/additive_attention.hpp>
#include <shapeproof/nn/dot_attention.hpp>
#include <shapeproof/nn/general_attention.hpp>

namespace {
struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct State : sp::axis<4> {};
struct Encoded : sp::axis<6> {};
struct Inner : sp::axis<3> {};

template <class Layer, class Memory>
concept can_prepare = requires(Layer const& layer, Memory const& memory) { layer.prepare(memory); };
template <class Layer, class Query, class Prepared>
concept can_attend = requires(Layer const& layer, Query const& query, Prepared const& p) { layer(query, p); };

using dot = sp::dot_attention<State>;
using general = sp::general_attention<State, Encoded>;
using additive = sp::additive_attention<State, Encoded, Inner>;
using memory = sp::tensor<float, Letters, Batch, Encoded>;
using states = sp::tensor<float, Letters, Batch, State>;
using query = sp::tensor<float, Batch, State>;

static_assert(can_prepare<dot, states> && !can_prepare<dot, memory>);
static_assert(can_prepare<general, memory> && !can_prepare<general, states>);
static_assert(can_prepare<additive, memory> && !can_prepare<additive, states>);
static_assert(!can_prepare<general, sp::tensor<double, Letters, Batch, Encoded>>);
static_assert(can_prepare<general, sp::taped<float, Letters, Batch, Encoded>>);

using general_memory = std::tuple<states, memory>;
using additive_memory = std::tuple<sp::tensor<float, Letters, Batch, Inner>, memory>;
static_assert(std::is_same_v<decltype(std::declval<general>().prepare(memory())), general_memory>);
static_assert(std::is_same_v<decltype(std::declval<additive>().prepare(memory())), additive_memory>);
static_assert(std::is_same_v<decltype(std::declval<dot>().prepare(states())), states>);

static_assert(can_attend<dot, query, states> && can_attend<general, query, general_memory> &&
              can_attend<additive, query, additive_memory>);
using wrong = sp::tensor<float, Batch, Encoded>;
static_assert(!can_attend<dot, wrong, states> && !can_attend<general, wrong, general_memory> &&
              !can_attend<additive, wrong, additive_memory>);
static_assert(!can_attend<dot, sp::tensor<float, State>, states>);       // no batch, so no lengths
static_assert(!can_attend<dot, sp::taped<float, Batch, State>, states>); // the memory is not on the tape
static_assert(!can_attend<general, sp::taped<float, Batch, State>, general_memory>);
static_assert(!can_attend<additive, sp::tensor<float, State>, additive_memory>);
static_assert(!can_attend<additive, sp::taped<float, Batch, State>, additive_memory>);

// What was not prepared, or by another layer.
static_assert(!can_attend<general, query, memory> && !can_attend<additive, query, memory>);
static_assert(!can_attend<dot, query, general_memory> && !can_attend<dot, query, additive_memory>);

// From an axis to itself there is no such layer.
static_assert(!can_prepare<sp::general_attention<State, State>, states>);
static_assert(!can_prepare<sp::additive_attention<State, Encoded, State>, memory>);
static_assert(!can_prepare<sp::additive_attention<State, Encoded, Encoded>, memory>);
} // namespace
