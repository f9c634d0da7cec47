// SPDX-License-Identifier: BSL-1.0
// expect: cannot_walk<derived>::because_a_member_is_not_registered
// expect: ::list_every_member_in_BOOST_HANA_DEFINE_STRUCT
#include <shapeproof/tape/model.hpp>

struct Hidden : sp::axis<16> {};

struct base {
  BOOST_HANA_DEFINE_STRUCT(base, (sp::parameter<float, Hidden>, scale));
};
struct derived : base {
  sp::parameter<float, Hidden> shift;
};
struct holder {
  BOOST_HANA_DEFINE_STRUCT(holder, (base, lower), (sp::parameter<float, Hidden>, shift));
};

#ifdef MISTAKE
sp::model<derived> const trained(7); // wrong
#else
sp::model<holder> const trained(7);
#endif
