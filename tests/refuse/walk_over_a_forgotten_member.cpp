// SPDX-License-Identifier: BSL-1.0
// expect: cannot_walk<.*forgetful.*>::because_a_member_is_not_registered
// expect: ::list_every_member_in_BOOST_HANA_DEFINE_STRUCT
#include <shapeproof/tape/model_walk.hpp>

struct Hidden : sp::axis<16> {};

struct forgetful {
  BOOST_HANA_DEFINE_STRUCT(forgetful, (sp::parameter<float, Hidden>, scale));
  sp::parameter<float, Hidden> shift;
};
struct complete {
  BOOST_HANA_DEFINE_STRUCT(complete, (sp::parameter<float, Hidden>, scale), (sp::parameter<float, Hidden>, shift));
};

void program([[maybe_unused]] forgetful const& first, [[maybe_unused]] complete const& second) {
#ifdef MISTAKE
  sp::for_each_parameter(first, [](auto, auto const&) {}); // wrong
#else
  sp::for_each_parameter(second, [](auto, auto const&) {});
#endif
}
