// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include "../core/random.hpp"
#include "any_model.hpp"
#include "model_outline.hpp"

namespace sp {

template <class Model>
struct cannot_make_model {
  template <class... Axes>
  struct because_these_extents_are_unknown {
    struct
        give_them_after_the_seed; // sp::model<M>(seed, Letter{27}, Phone{40}): one value per axis known only at run time
  };
  template <class... Axes>
  struct because_no_parameter_has {
    struct leave_these_extents_out; // an extent that shapes nothing is a mistake of name
  };
  struct because_it_has_no_parameter {
    struct declare_one_with_BOOST_HANA_DEFINE_STRUCT; // (sp::parameter<float, In, Out>, weight)
  };
  struct because_its_parameters_have_different_element_types {
    struct use_one_for_all; // they share one flat buffer
  };
};

namespace detail {

template <class L, class M>
using united = join<L, minus<M, L>>;

template <class... X, class... Y>
auto operator+(axes<X...>, axes<Y...>) -> united<axes<X...>, axes<Y...>> {
  return {};
}

// The run-time axes that have to be known to shape an axis.
template <class A>
auto wanted_extents() {
  if constexpr (static_axis<A>)
    return axes<>{};
  else if constexpr (derived_axis<A>)
    return
        []<class... Part>(axes<Part...>) { return (axes<>{} + ... + wanted_extents<Part>()); }(typename A::made_of{});
  else
    return axes<A>{};
}

// What the parameters of a struct are made of: the run-time axes and the element types, each once (as lists).
template <class T>
struct parameter_facts {
  using wanted = axes<>;
  using elements = axes<>;
};
template <class E, class... A>
struct parameter_facts<parameter<E, A...>> {
  using wanted = decltype((axes<>{} + ... + wanted_extents<A>()));
  using elements = axes<E>;
};
template <class X, std::size_t N>
struct parameter_facts<std::array<X, N>> : parameter_facts<X> {};
template <class T, class Members>
struct facts_of_members;
template <class T, class... M>
struct facts_of_members<T, member_list<M...>> {
  using wanted = decltype((axes<>{} + ... + typename parameter_facts<typename M::template type_in<T>>::wanted{}));
  using elements = decltype((axes<>{} + ... + typename parameter_facts<typename M::template type_in<T>>::elements{}));
};
template <class T>
  requires hana::Struct<T>::value
struct parameter_facts<T> : facts_of_members<T, members_of<T>> {};

template <class M>
using wanted_of = typename parameter_facts<M>::wanted;
template <class M>
using elements_of = typename parameter_facts<M>::elements;

template <class M, class... Unknown, class... Unused>
auto why_not_model(tag<M>, axes<Unknown...>, axes<Unused...>) {
  using words = cannot_make_model<M>;
  if constexpr (!walkable<M>)
    return why_not_walk<M>();
  else if constexpr (count<elements_of<M>> == 0)
    return say<typename words::because_it_has_no_parameter::declare_one_with_BOOST_HANA_DEFINE_STRUCT>();
  else if constexpr (count<elements_of<M>> > 1)
    return say<typename words::because_its_parameters_have_different_element_types::use_one_for_all>();
  else if constexpr (sizeof...(Unknown) > 0)
    return say<typename words::template because_these_extents_are_unknown<Unknown...>::give_them_after_the_seed>();
  else
    return say<typename words::template because_no_parameter_has<Unused...>::leave_these_extents_out>();
}
// Gives a struct the settings (numbers, enums) and the extents of another, and its places in another buffer, of that memory.
template <class X, class T>
void copy_members(X const& from, X& to, T const* old_buffer, T* new_buffer, memory_kind const& memory = host_memory) {
  if constexpr (is_setting<X>)
    to = from;
  else if constexpr (is_parameter<X>)
    parameter_binding::bind(to, parameter_binding::shape(from),
                            new_buffer + (parameter_binding::data(from) - old_buffer), memory);
  else if constexpr (is_array<X>)
    for (std::size_t i = 0; i < from.size(); ++i) copy_members(from[i], to[i], old_buffer, new_buffer, memory);
  else
    [&]<class... M>(member_list<M...>) {
      (copy_members(typename M::accessor{}(from), typename M::accessor{}(to), old_buffer, new_buffer, memory), ...);
    }(members_of<X>{});
}

// The same struct as a model on another device, and not the bare struct.
template <class Model, class M>
concept model_elsewhere =
    !std::is_same_v<Model, model<M>> && !std::is_same_v<Model, M> && std::is_same_v<described<Model>, M>;

// What the seed of a model that cannot be made would have to become.
template <class Because>
class refused {
  template <std::integral Number>
  refused(Number); // private: the sentence in <> says why there is no such model, and what to do
};

constexpr std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return hash;
}

// Uniform in +-limit.
template <class T>
[[gnu::noinline]] void fill_evenly(std::span<T> values, double limit, random_sequence& random) {
  for (T& x : values) x = static_cast<T>((2 * random.uniform() - 1) * limit);
}

// The number of outputs a unit's scale is counted by: one gate of a recurrent cell at a time.
template <class A>
extent_t fan_out(extent_t n) {
  if constexpr (requires { typename A::gates_of; })
    return n / A::number;
  else
    return n;
}
} // namespace detail

// The start of a parameter unless its layer says otherwise: a matrix uniform in +-sqrt(6 / (inputs + outputs)) (Glorot and
// Bengio 2010), the last axis being the outputs; a vector 0, but 1 for the forget gates of an LSTM (Gers et al. 2000).
template <class T, class... A>
void initialise(parameter<T, A...>& p, random_sequence& random) {
  auto values = p.unnamed();
  using list = axes<A...>;
  if constexpr (sizeof...(A) >= 2) {
    using Out = detail::last_axis<list>;
    extent_t const out = p.template extent<Out>().size();
    double const inputs = out == 0 ? 1 : static_cast<double>(p.size() / out);
    detail::fill_evenly(values, std::sqrt(6 / (inputs + static_cast<double>(detail::fan_out<Out>(out)))), random);
  } else {
    for (T& x : values) x = static_cast<T>(0.);
    if constexpr (sizeof...(A) == 1)
      if constexpr (requires { detail::first_axis<list>::begins_open; }) {
        using Gates = detail::first_axis<list>;
        auto const each = values.size() / static_cast<std::size_t>(Gates::number);
        for (T& x : values.subspan(static_cast<std::size_t>(Gates::begins_open) * each, each)) x = static_cast<T>(1.);
      }
  }
}

namespace detail {
template <class Elements>
struct base_of_model {
  using type = any_model<void>; // of what is not walkable: the constructor says why
};
template <class E, class... More>
struct base_of_model<axes<E, More...>> {
  using type = any_model<E>;
};
} // namespace detail

template <class T>
template <class M, class... Given>
void any_model<T>::start_(M& described, std::uint64_t seed, detail::shape<Given...> const& given) {
  extent_t end = 0;
  auto const measure = [&]<class... A>(auto, parameter<T, A...>& p) {
    parameter_binding::bind(p, detail::shape_from("model", axes<A...>{}, given), static_cast<T*>(nullptr));
    end = place_(end) + p.size();
  };
  for_each_parameter(described, measure);
  this->allocate_(end);
  extent_t at = 0;
  auto const start_one = [&]<class... A>(auto name, parameter<T, A...>& p) {
    place_parameter_(at, name.view(), p);
    random_sequence random(seed ^ detail::fnv1a(name.view()));
    initialise(p, random);
  };
  auto const start_its_own_way = [&](auto name, auto& layer) {
    if constexpr (requires(random_sequence random) { layer.initialise(random); }) {
      random_sequence random(~seed ^ detail::fnv1a(name.view()));
      layer.initialise(random);
    }
  };
  detail::walk<static_name<0>{}>(described, start_one, start_its_own_way);
}

template <class T>
template <class M, class Other>
void any_model<T>::cast_(M& described, Other const& other) {
  extent_t end = 0;
  detail::walk_both(other, described, [&](auto const& from, auto& p) {
    parameter_binding::bind(p, parameter_binding::shape(from), static_cast<T*>(nullptr));
    end = place_(end) + p.size();
  });
  this->allocate_(end);
  extent_t at = 0;
  for_each_parameter(described, [&](auto name, auto& p) { place_parameter_(at, name.view(), p); });
  detail::walk_both(other, described, [](auto const& from, auto& p) {
    std::ranges::transform(from.unnamed(), p.unnamed().begin(), [](auto number) { return static_cast<T>(number); });
  });
}

// A model M with the memory of its parameters: one flat buffer, each parameter at a cache line's start. Extents known only at
// run time are given by axis: sp::model<Speller>(seed, Letter{27}, Phone{40}). The seed and a parameter's dotted name
// determine its start, so a new layer does not change the others.
template <class M>
class model : public M, public detail::base_of_model<detail::elements_of<M>>::type {
  using any = typename detail::base_of_model<detail::elements_of<M>>::type;

  // M may have members of whatever name: what stands in this class has underscores, or is repeated here so that it is found.
public:
  using scalar = typename any::scalar;

  template <axis_tag... Given>
    requires(walkable<M> && detail::count<detail::elements_of<M>> == 1 &&
             detail::same_set<axes<Given...>, detail::wanted_of<M>>)
  explicit model(std::uint64_t seed_, Given const&... extents_) : M() {
    any::start_(base(), seed_, detail::shape<Given...>(extents_...));
  }
  // Constructors return nothing that could be a sentence: here it stands in the type that the seed would have.
  template <axis_tag... Given, class Because = decltype(detail::refuse(detail::why_not_model(
                                   detail::tag<M>{}, detail::minus<detail::wanted_of<M>, axes<Given...>>{},
                                   detail::minus<axes<Given...>, detail::wanted_of<M>>{})))>
    requires(!walkable<M> || detail::count<detail::elements_of<M>> != 1 ||
             !detail::same_set<axes<Given...>, detail::wanted_of<M>>)
  explicit model(std::type_identity_t<detail::refused<Because>> seed_, Given const&... extents_);

  // A deep copy: other numbers, the same settings.
  model(model const& other_) : M() { copy_(other_); }
  // Of a model on a GPU: to<sp::host>(model).
  template <class Other>
    requires detail::model_elsewhere<Other, M>
  explicit model(Other const& other_) : M() {
    copy_(other_);
  }
  // Of a model with another element: cast<M>(model).
  template <class Other>
    requires(detail::same_outline<Other, M> && !std::is_same_v<Other, M>)
  explicit model(model<Other> const& other_) : M() {
    any::cast_(base(), other_.base());
  }
  model& operator=(model const&) = delete;

  // The struct itself.
  M& base() { return *this; }
  M const& base() const { return *this; }

  std::span<scalar> flat() { return any::flat(); }
  std::span<scalar const> flat() const { return any::flat(); }
  auto const& listed() const { return any::listed(); }
  extent_t parameter_count() const { return any::parameter_count(); }

private:
  template <class Other>
  void copy_(Other const& other_) {
    auto const numbers_ = other_.flat();
    any::copy_numbers_(numbers_.data(), numbers_.size(), other_.listed(),
                       memory_of(typename detail::device_of<decltype(numbers_)>::kernels{}));
    detail::copy_members(other_.base(), base(), numbers_.data(), flat().data());
  }
};

} // namespace sp
