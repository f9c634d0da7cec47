// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/data/padded.hpp>
#include <shapeproof/data/teacher_forcing.hpp>

#include <type_traits>
#include <vector>

namespace {
struct Batch : sp::axis<> {};
struct Time : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Letter : sp::axis<> {};
struct Phone : sp::axis<> {};

template <class V, class... A>
using ids = sp::tensor<sp::index<V>, A...>;
template <class V>
using sequences = std::vector<std::vector<sp::index<V>>>;

// Rows of ids become a batch under its lengths; of another vocabulary, without lengths, or as numbers they do not.
template <class X, class Rows>
concept pads = requires(Rows const& rows) { sp::padded<X>(rows, Letter{27}); };
static_assert(pads<ids<Letter, Letters, Batch>, sequences<Letter>> &&
              pads<ids<Letter, Batch, Letters>, sequences<Letter>>);
static_assert(!pads<ids<Letter, Letters, Batch>, sequences<Phone>> &&
              !pads<ids<Letter, Time, Batch>, sequences<Letter>> &&
              !pads<sp::tensor<float, Letters, Batch>, sequences<Letter>> &&
              !pads<ids<Letter, Letters, Batch>, std::vector<sp::index<Letter>>>);
static_assert(sp::token_sequences<ids<Letter, Letters, Batch>> && !sp::token_sequences<ids<Letter, Time, Batch>> &&
              !sp::token_sequences<sp::tensor<float, Letters, Batch>>);

// Taught are sequences of ids between markers of their own vocabulary.
template <class X, class V>
concept teaches = requires(X const& x, sp::sequence_markers<V> m) { sp::teacher_forcing(x, m); };
static_assert(teaches<ids<Letter, Letters, Batch>, Letter> && !teaches<ids<Letter, Letters, Batch>, Phone> &&
              !teaches<ids<Letter, Time, Batch>, Letter> && !teaches<sp::tensor<float, Letters, Batch>, Letter>);
template <class S, class T>
concept measures = requires(S const& s, T const& t) { sp::taught_length<Letter, Phone>(s, t); };
template <class V>
using sequence = std::vector<sp::index<V>>;
static_assert(measures<sequence<Letter>, sequence<Phone>> && !measures<sequence<Phone>, sequence<Letter>> &&
              !measures<std::vector<int>, sequence<Phone>>);
} // namespace
