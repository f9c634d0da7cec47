// SPDX-License-Identifier: BSL-1.0
// expect: cannot_make_tape::give_a_model_or_a_layer_of_one
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

struct Hidden : sp::axis<16> {};

struct plain {};
struct bias {
  BOOST_HANA_DEFINE_STRUCT(bias, (sp::parameter<float, Hidden>, shift));
};

void program([[maybe_unused]] bias const& layer, [[maybe_unused]] plain const& nothing) {
#ifdef MISTAKE
  sp::tape tape{nothing}; // wrong
#else
  sp::tape tape{layer};
#endif
}
