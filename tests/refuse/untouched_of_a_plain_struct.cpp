// SPDX-License-Identifier: BSL-1.0
// expect: cannot_walk<.*plain.*>::because_it_is_not_a_described_struct
// expect: ::declare_its_members_with_BOOST_HANA_DEFINE_STRUCT
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

struct Hidden : sp::axis<16> {};

struct plain {};
struct bias {
  BOOST_HANA_DEFINE_STRUCT(bias, (sp::parameter<float, Hidden>, shift));
};

auto program(sp::tape const& tape, [[maybe_unused]] bias const& layer, [[maybe_unused]] plain const& nothing) {
#ifdef MISTAKE
  return tape.untouched(nothing); // wrong
#else
  return tape.untouched(layer);
#endif
}
