// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <boost/hana/accessors.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <string_view>
#include <type_traits>
#include <utility>

#include "parameter.hpp"

// The one walk over a model: a plain struct declared with BOOST_HANA_DEFINE_STRUCT whose members are parameters, other such
// structs, std::array of them, or plain settings (numbers, enums). The world is closed: whatever else is found is refused.
namespace sp {

template <class M>
class model;

template <class Model>
struct cannot_walk {
  struct because_it_is_not_a_described_struct {
    struct declare_its_members_with_BOOST_HANA_DEFINE_STRUCT; // or adapt it with BOOST_HANA_ADAPT_STRUCT
  };
  struct because_a_member_is_not_registered {
    struct
        list_every_member_in_BOOST_HANA_DEFINE_STRUCT; // an unlisted member, or one that a derived class adds, would not be trained
  };
  template <class Member>
  struct because_it_has_a_member {
    struct that_is_neither_parameter_nor_layer_nor_setting; // describe that struct too, or hold it outside the model
  };
};

// A dotted name at compile time, such as encoder.forward.w_ih.
template <std::size_t N>
struct static_name {
  std::array<char, N> text{};
  constexpr std::string_view view() const { return {text.data(), N}; }
  template <std::size_t M>
  constexpr auto operator+(static_name<M> const& other) const {
    static_name<N + M> sum;
    auto* out = sum.text.data();
    for (char c : text) *out++ = c;
    for (char c : other.text) *out++ = c;
    return sum;
  }
};

// What a walk passes beside each parameter: name.view() is its dotted name, also in constant expressions.
template <auto Name>
struct parameter_name {
  static constexpr auto text = Name;
  static constexpr std::string_view view() { return text.view(); }
};

namespace detail {
namespace hana = boost::hana;

template <std::size_t N>
constexpr auto name_literal(char const (&text)[N]) {
  static_name<N - 1> name;
  for (std::size_t i = 0; i + 1 < N; ++i) name.text[i] = text[i];
  return name;
}
constexpr std::size_t digits_of(std::size_t i) {
  std::size_t n = 1;
  while (i /= 10) ++n;
  return n;
}
template <std::size_t I>
constexpr auto name_number() {
  static_name<digits_of(I)> name;
  std::size_t value = I;
  for (std::size_t k = digits_of(I); k-- > 0; value /= 10) name.text[k] = static_cast<char>('0' + value % 10);
  return name;
}

// The members of a described struct as plain lists: Hana's own algorithms would be instantiated again for every walk.
template <class Pair>
struct member;
template <char... C, class Accessor>
struct member<hana::pair<hana::string<C...>, Accessor>> {
  static constexpr static_name<sizeof...(C)> name{{C...}};
  using accessor = Accessor;
  template <class T>
  using type_in = std::remove_cvref_t<decltype(Accessor{}(std::declval<T&>()))>;
};
template <class... M>
struct member_list {};
template <class... Pair>
auto listed(hana::tuple<Pair...> const&) -> member_list<member<Pair>...>;
template <class T>
struct members_in {
  using type = decltype(listed(hana::accessors<T>()));
};
template <class T>
using members_of = typename members_in<T>::type;

// The number of fields of an aggregate: as many values, convertible to anything, as its braces take.
struct anything {
  template <class T>
  constexpr operator T() const noexcept;
};
template <class T, class... Field>
constexpr std::size_t field_count() {
  if constexpr (requires { T{std::declval<Field>()..., anything{}}; })
    return field_count<T, Field..., anything>();
  else
    return sizeof...(Field);
}

// A derived class inherits its base's accessors: every member pointer must belong to T itself.
template <class Accessor>
struct owner_of {
  using type = void;
};
template <class X, class C, X C::* P>
struct owner_of<hana::struct_detail::member_ptr<X C::*, P>> {
  using type = C;
};
template <class T, class... M>
constexpr bool owns_its_members(member_list<M...>) {
  return ((std::is_void_v<typename owner_of<typename M::accessor>::type> ||
           std::is_same_v<typename owner_of<typename M::accessor>::type, T>) &&
          ...);
}
template <class... M>
constexpr std::size_t count_members(member_list<M...>) {
  return sizeof...(M);
}
template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t N>
inline constexpr bool is_array<std::array<T, N>> = true;
template <class T>
inline constexpr bool is_setting = std::is_arithmetic_v<T> || std::is_enum_v<T>;

// Layers that are called alike may have their calls from a base class without members, which they name `calls`; the braces
// count it as a field.
template <class T>
constexpr std::size_t count_bases() {
  if constexpr (requires { typename T::calls; })
    return std::is_base_of_v<typename T::calls, T> && std::is_empty_v<typename T::calls>;
  else
    return 0;
}
template <class T>
constexpr bool is_registered() {
  if constexpr (std::is_aggregate_v<T>)
    return owns_its_members<T>(members_of<T>{}) &&
           field_count<T>() == count_bases<T>() + count_members(members_of<T>{});
  else
    return owns_its_members<T>(members_of<T>{});
}

template <class T>
auto why_not_walk();

// The reason why T or something inside it cannot be walked, as a pointer to a sentence; nullptr_t if it can.
template <class T, class... Member>
auto why_not_members() {
  if constexpr (sizeof...(Member) == 0)
    return nullptr;
  else
    return []<class First, class... Rest>(tag<First>, tag<Rest>...) {
      if constexpr (requires { typename First::refused_because; })
        return say<typename First::refused_because>();
      else if constexpr (is_parameter<First> || is_setting<First>)
        return why_not_members<T, Rest...>();
      else if constexpr (is_array<First>)
        return why_not_members<T, typename First::value_type, Rest...>();
      else if constexpr (!hana::Struct<First>::value)
        return say<typename cannot_walk<T>::template because_it_has_a_member<
            First>::that_is_neither_parameter_nor_layer_nor_setting>();
      else if constexpr (!std::is_same_v<decltype(why_not_walk<First>()), std::nullptr_t>)
        return why_not_walk<First>();
      else
        return why_not_members<T, Rest...>();
    }(tag<Member>{}...);
}
template <class T>
auto why_not_walk() {
  if constexpr (!hana::Struct<T>::value)
    return say<typename cannot_walk<
        T>::because_it_is_not_a_described_struct::declare_its_members_with_BOOST_HANA_DEFINE_STRUCT>();
  else if constexpr (!is_registered<T>())
    return say<
        typename cannot_walk<T>::because_a_member_is_not_registered::list_every_member_in_BOOST_HANA_DEFINE_STRUCT>();
  else
    return []<class... M>(member_list<M...>) {
      return why_not_members<T, typename M::template type_in<T>...>();
    }(members_of<T>{});
}

template <auto Path, class X, class F, class G>
constexpr void walk(X& x, F& on_parameter, G& on_struct);
template <auto Path, class X, class F, class G, class... M>
constexpr void walk_members(X& x, F& on_parameter, G& on_struct, member_list<M...>) {
  if constexpr (Path.view().empty())
    (walk<M::name>(typename M::accessor{}(x), on_parameter, on_struct), ...);
  else
    (walk<Path + name_literal(".") + M::name>(typename M::accessor{}(x), on_parameter, on_struct), ...);
}

template <auto Path, class X, class F, class G>
constexpr void walk(X& x, F& on_parameter, G& on_struct) {
  using T = std::remove_cv_t<X>;
  if constexpr (is_parameter<T>) {
    on_parameter(parameter_name<Path>{}, x);
  } else if constexpr (is_array<T>) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (walk<Path + name_literal(".") + name_number<I>()>(x[I], on_parameter, on_struct), ...);
    }(std::make_index_sequence<std::tuple_size_v<T>>{});
  } else if constexpr (hana::Struct<T>::value) {
    walk_members<Path>(x, on_parameter, on_struct, members_of<T>{});
    on_struct(parameter_name<Path>{}, x);
  }
}
} // namespace detail

namespace detail {
// sp::model<M> is walked as the M that it holds.
template <class M>
struct described_of {
  using type = M;
};
template <class M>
struct described_of<model<M>> {
  using type = M;
};
template <class M>
struct described_of<M const> {
  using type = typename described_of<M>::type const;
};
template <class M>
using described = typename described_of<M>::type;
} // namespace detail

// A struct whose every member the walk knows what to do with.
template <class M>
concept walkable =
    std::is_same_v<decltype(detail::why_not_walk<std::remove_cv_t<detail::described<M>>>()), std::nullptr_t>;

// Calls f(name, parameter) for every parameter, in the order of declaration, depth first. name.view() is the dotted name.
template <class M, class F>
  requires walkable<M>
constexpr void for_each_parameter(M& model, F&& f) {
  auto nothing = [](auto, auto&) {};
  detail::walk<static_name<0>{}>(static_cast<detail::described<M>&>(model), f, nothing);
}
template <class M>
  requires(!walkable<M>)
auto for_each_parameter(M& model, detail::any_argument f)
    -> decltype(detail::refuse(detail::why_not_walk<std::remove_cv_t<detail::described<M>>>()));

} // namespace sp
