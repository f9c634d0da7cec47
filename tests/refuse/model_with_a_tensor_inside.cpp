// SPDX-License-Identifier: BSL-1.0
// expect: cannot_walk<stateful>::because_it_has_a_member<tensor<float, Hidden>>
// expect: ::that_is_neither_parameter_nor_layer_nor_setting
#include <shapeproof/tape/model.hpp>

struct Hidden : sp::axis<16> {};

struct stateful {
  BOOST_HANA_DEFINE_STRUCT(stateful, (sp::parameter<float, Hidden>, bias), (sp::tensor<float, Hidden>, state));
};
struct stateless {
  BOOST_HANA_DEFINE_STRUCT(stateless, (sp::parameter<float, Hidden>, bias));
};

#ifdef MISTAKE
sp::model<stateful> const trained(7); // wrong
#else
sp::model<stateless> const trained(7);
#endif
