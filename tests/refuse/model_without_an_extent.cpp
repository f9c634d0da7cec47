// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_model<speller>::because_these_extents_are_unknown<Time>::give_them_after_the_seed
#include <shapeproof/tape/model.hpp>

struct Word : sp::axis<> {};
struct Hidden : sp::axis<16> {};
struct Time : sp::axis<> {};

struct speller {
  BOOST_HANA_DEFINE_STRUCT(speller, (sp::parameter<float, Word, Hidden>, table),
                           (sp::parameter<float, Hidden, Time>, out));
};

#ifdef MISTAKE
sp::model<speller> const trained(7, Word{27}); // wrong
#else
sp::model<speller> const trained(7, Word{27}, Time{4});
#endif
