// SPDX-License-Identifier: BSL-1.0
// expect: cannot_walk<plain>::because_it_is_not_a_described_struct
// expect: ::declare_its_members_with_BOOST_HANA_DEFINE_STRUCT
#include <shapeproof/tape/model.hpp>

struct Hidden : sp::axis<16> {};

struct plain {
  sp::parameter<float, Hidden> bias;
};
struct described {
  BOOST_HANA_DEFINE_STRUCT(described, (sp::parameter<float, Hidden>, bias));
};

#ifdef MISTAKE
sp::model<plain> const trained(7); // wrong
#else
sp::model<described> const trained(7);
#endif
