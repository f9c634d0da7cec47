// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "vocabularies.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dates {

// What the model is trained on at a time.
struct training_batch {
  sp::tensor<sp::index<WrittenCharacter>, Written, Batch> written;
  sp::tensor<sp::index<IsoCharacter>, sp::prefix<Iso>, Batch> prefix;
  sp::tensor<sp::index<IsoCharacter>, sp::target<Iso>, Batch> target;
};

// Examples as characters, and their lengths.
class encoded_dates {
public:
  encoded_dates(std::vector<example> const& examples, vocabularies const& with) : vocabularies_(with) {
    for (example const& one : examples) {
      written_.push_back(encode(one.written, with.written));
      iso_.push_back(encode(one.iso, with.iso));
      lengths_.push_back(sp::taught_length<WrittenCharacter, IsoCharacter>(written_.back(), iso_.back()));
    }
  }

  std::span<sp::example_length const> lengths() const { return lengths_; }

  training_batch batch(std::span<sp::extent_t const> examples) const {
    auto const chosen = [&](auto const& rows) {
      std::vector<std::span<typename std::remove_cvref_t<decltype(rows[0])>::value_type const>> views;
      for (auto const number : examples) views.emplace_back(rows[static_cast<std::size_t>(number)]);
      return views;
    };
    using iso_batch = sp::tensor<sp::index<IsoCharacter>, Iso, Batch>;
    auto const& [of_written, of_iso] = vocabularies_;
    auto forced = sp::teacher_forcing(sp::padded<iso_batch>(chosen(iso_), of_iso.extent()), of_iso.markers());
    return {sp::padded<sp::tensor<sp::index<WrittenCharacter>, Written, Batch>>(chosen(written_), of_written.extent()),
            std::move(forced.prefix), std::move(forced.target)};
  }

private:
  vocabularies const& vocabularies_;
  std::vector<std::vector<sp::index<WrittenCharacter>>> written_;
  std::vector<std::vector<sp::index<IsoCharacter>>> iso_;
  std::vector<sp::example_length> lengths_;
};

} // namespace dates
