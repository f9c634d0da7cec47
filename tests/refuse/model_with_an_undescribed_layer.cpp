// SPDX-License-Identifier: BSL-1.0
// expect: cannot_walk<outer>::because_it_has_a_member<inner>::that_is_neither_parameter_nor_layer_nor_setting
#include <shapeproof/tape/model.hpp>

struct Hidden : sp::axis<16> {};

struct inner {
  sp::parameter<float, Hidden> bias;
};
struct outer {
  BOOST_HANA_DEFINE_STRUCT(outer, (inner, lower));
};
struct layer {
  BOOST_HANA_DEFINE_STRUCT(layer, (sp::parameter<float, Hidden>, bias));
};
struct described {
  BOOST_HANA_DEFINE_STRUCT(described, (layer, lower));
};

#ifdef MISTAKE
sp::model<outer> const trained(7); // wrong
#else
sp::model<described> const trained(7);
#endif
