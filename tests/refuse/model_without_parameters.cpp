// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_model<settings>::because_it_has_no_parameter::declare_one_with_BOOST_HANA_DEFINE_STRUCT
#include <shapeproof/tape/model.hpp>

struct Hidden : sp::axis<16> {};

struct settings {
  BOOST_HANA_DEFINE_STRUCT(settings, (int, layers));
};
struct layer {
  BOOST_HANA_DEFINE_STRUCT(layer, (int, layers), (sp::parameter<float, Hidden>, bias));
};

#ifdef MISTAKE
sp::model<settings> const trained(7); // wrong
#else
sp::model<layer> const trained(7);
#endif
