// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

#include <string>
#include <type_traits>

namespace {
struct Batch : sp::axis<> {};
struct Word : sp::axis<> {};
struct Phone : sp::axis<> {};
struct Hidden : sp::axis<8> {};
struct Letter : sp::axis<27> {};

template <class X, class Y>
constexpr bool same = std::is_same_v<X, Y>;

struct layer {
  BOOST_HANA_DEFINE_STRUCT(layer, (sp::parameter<double, Word, Hidden>, table), (sp::parameter<double, Hidden>, bias));
};
struct network {
  BOOST_HANA_DEFINE_STRUCT(network, (std::array<layer, 2>, layers), (sp::parameter<double, Hidden, Phone>, out),
                           (int, heads));
};
struct forgetful {
  BOOST_HANA_DEFINE_STRUCT(forgetful, (sp::parameter<double, Hidden>, bias));
  double shift;
};
struct derived : layer {};
struct plain {
  sp::parameter<double, Hidden> bias;
};
struct holds_plain {
  BOOST_HANA_DEFINE_STRUCT(holds_plain, (plain, inner));
};
struct holds_text {
  BOOST_HANA_DEFINE_STRUCT(holds_text, (std::string, name), (sp::parameter<double, Hidden>, bias));
};
struct holds_pointer {
  BOOST_HANA_DEFINE_STRUCT(holds_pointer, (layer*, shared));
};
struct empty {
  BOOST_HANA_DEFINE_STRUCT(empty, (int, heads));
};
struct with_common_names {
  BOOST_HANA_DEFINE_STRUCT(with_common_names, (sp::parameter<double, Hidden>, place));
  int start(int x) const { return x; }
  int allocate() const { return 0; }
  int copy_numbers() const { return 0; }
};

// The world is closed: what the walk does not know is refused.
static_assert(sp::walkable<layer> && sp::walkable<network> && sp::walkable<sp::model<network>> && sp::walkable<empty>);
static_assert(!sp::walkable<forgetful> && !sp::walkable<derived> && !sp::walkable<plain> &&
              !sp::walkable<holds_plain> && !sp::walkable<holds_text> && !sp::walkable<holds_pointer>);
template <class M>
concept walks = requires(M& model) { sp::for_each_parameter(model, [](auto, auto&) {}); };
template <class M>
concept tells_untouched = requires(sp::tape const& t, M const& model) { t.untouched(model); };
static_assert(walks<layer> && walks<network> && walks<sp::model<network>> && !walks<forgetful> && !walks<derived> &&
              !walks<plain> && !walks<holds_plain> && !walks<holds_text>);
static_assert(tells_untouched<network> && tells_untouched<sp::model<network>> && !tells_untouched<forgetful> &&
              !tells_untouched<plain>);

// A model's struct keeps its own names.
static_assert(requires(sp::model<with_common_names> const& m) { m.start(1), m.allocate(), m.copy_numbers(), m.place; });

// A model needs the open extents of its parameters, each once, and no other.
template <class M, class... Given>
constexpr bool made_from = std::is_constructible_v<sp::model<M>, int, Given...>;
static_assert(made_from<network, Word, Phone> && made_from<network, Phone, Word> && !made_from<network, Word> &&
              !made_from<network, Word, Phone, Batch> && !made_from<network, Word, Phone, Hidden> &&
              !made_from<network>);
static_assert(!made_from<forgetful> && !made_from<derived, Word> && !made_from<plain> && !made_from<holds_text> &&
              !made_from<empty>);
static_assert(same<sp::model<network>::scalar, double> &&
              same<decltype(std::declval<sp::model<network> const&>().flat()), std::span<double const>>);
static_assert(std::is_copy_constructible_v<sp::model<network>> && !std::is_copy_assignable_v<sp::model<network>> &&
              !std::is_copy_constructible_v<network>);

// Tapes.
static_assert(std::is_constructible_v<sp::tape, sp::model<network> const&> &&
              std::is_constructible_v<sp::tape, layer const&>);
static_assert(!std::is_constructible_v<sp::tape, plain> && !std::is_constructible_v<sp::tape, forgetful> &&
              !std::is_constructible_v<sp::tape, sp::tape> && !std::is_constructible_v<sp::tape, int> &&
              !std::is_convertible_v<layer const&, sp::tape>);
template <class X>
concept taped_by_call = requires(sp::tape& t, X const& x) { t(x); };
template <class X>
concept watched = requires(sp::tape& t, X const& x) { t.watch(x); };
using vec = sp::tensor<float, Batch>;
using ids = sp::tensor<sp::index<Letter>, Batch>;
static_assert(taped_by_call<vec> && taped_by_call<ids> && taped_by_call<sp::view<float, Batch>>);
static_assert(!taped_by_call<sp::taped<float, Batch>> && !taped_by_call<sp::parameter<float, Hidden>> &&
              !taped_by_call<float>);
static_assert(watched<vec> && watched<sp::tensor<sp::probability<float>, Batch>> && !watched<ids> &&
              !watched<sp::tensor<int>>);
static_assert(same<decltype(std::declval<sp::tape&>()(ids())), sp::taped<sp::index<Letter>, Batch>>);

template <class Loss>
concept goes_backward = requires(sp::tape& t, Loss const& loss) { t.backward(loss); };
static_assert(goes_backward<sp::taped<float>> && goes_backward<sp::taped<double>>);
static_assert(!goes_backward<sp::taped<float, Batch>> && !goes_backward<sp::tensor<float>> && !goes_backward<float> &&
              !goes_backward<sp::taped<sp::probability<float>>> && !goes_backward<sp::taped<sp::index<Letter>>>);
template <class T>
concept gives_gradient = requires(sp::tape& t) { t.template gradient<T>(); };
static_assert(gives_gradient<float> && gives_gradient<double> && !gives_gradient<int>);
static_assert(
    same<decltype(std::declval<sp::tape&>().gradient_of(std::declval<sp::taped<sp::probability<float>, Batch>>())),
         sp::tensor<float, Batch>>);
} // namespace
