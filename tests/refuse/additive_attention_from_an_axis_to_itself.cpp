// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_additive_attention<State, Encoded, State>::because_a_weight_would_have_one_axis_twice
// expect: ::give_the_sum_an_axis_of_its_own
#include <shapeproof/nn/additive_attention.hpp>
#include <shapeproof/tape/model.hpp>

struct State : sp::axis<256> {};
struct Encoded : sp::axis<256> {};
struct Inner : sp::axis<64> {};

template <class Sum>
struct reader {
  using attention = sp::additive_attention<State, Encoded, Sum>;
  BOOST_HANA_DEFINE_STRUCT(reader, (attention, look));
};

#ifdef MISTAKE
sp::model<reader<State>> const trained(7); // wrong
#else
sp::model<reader<Inner>> const trained(7);
#endif
