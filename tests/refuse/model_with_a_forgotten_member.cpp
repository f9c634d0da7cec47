// SPDX-License-Identifier: BSL-1.0
// expect: cannot_walk<forgetful>::because_a_member_is_not_registered
// expect: ::list_every_member_in_BOOST_HANA_DEFINE_STRUCT
#include <shapeproof/tape/model.hpp>

struct Hidden : sp::axis<16> {};

struct forgetful {
  BOOST_HANA_DEFINE_STRUCT(forgetful, (sp::parameter<float, Hidden>, scale));
  sp::parameter<float, Hidden> shift;
};
struct complete {
  BOOST_HANA_DEFINE_STRUCT(complete, (sp::parameter<float, Hidden>, scale), (sp::parameter<float, Hidden>, shift));
};

#ifdef MISTAKE
sp::model<forgetful> const trained(7); // wrong
#else
sp::model<complete> const trained(7);
#endif
