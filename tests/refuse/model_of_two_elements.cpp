// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_model<mixed>::because_its_parameters_have_different_element_types::use_one_for_all
#include <shapeproof/tape/model.hpp>

struct Hidden : sp::axis<16> {};

template <class T>
struct layer {
  BOOST_HANA_DEFINE_STRUCT(layer, (sp::parameter<T, Hidden>, bias));
};
struct mixed {
  BOOST_HANA_DEFINE_STRUCT(mixed, (layer<float>, lower), (layer<double>, upper));
};
struct even {
  BOOST_HANA_DEFINE_STRUCT(even, (layer<float>, lower), (layer<float>, upper));
};

#ifdef MISTAKE
sp::model<mixed> const trained(7); // wrong
#else
sp::model<even> const trained(7);
#endif
