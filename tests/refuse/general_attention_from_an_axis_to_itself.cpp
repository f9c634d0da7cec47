// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_general_attention<State, State>::because_its_weight_would_have_one_axis_twice
// expect: ::give_the_memory_features_of_its_own
#include <shapeproof/nn/general_attention.hpp>
#include <shapeproof/tape/model.hpp>

struct State : sp::axis<256> {};
struct Encoded : sp::axis<256> {};

template <class Memory>
struct reader {
  using attention = sp::general_attention<State, Memory>;
  BOOST_HANA_DEFINE_STRUCT(reader, (attention, look));
};

#ifdef MISTAKE
sp::model<reader<State>> const trained(7); // wrong
#else
sp::model<reader<Encoded>> const trained(7);
#endif
