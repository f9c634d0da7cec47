// SPDX-License-Identifier: BSL-1.0
// A whole training step of the spelling-to-pronunciation model: encoder, attention, decoder, loss, clipping and Adam.
#include "../support/allocations.hpp"
#include "speller.hpp"

#include <shapeproof/data/teacher_forcing.hpp>
#include <shapeproof/ops/cross_entropy.hpp>
#include <shapeproof/train/clip.hpp>
#include <shapeproof/train/optimizer.hpp>

namespace {

class speller_training : public bench::work {
public:
  explicit speller_training(bench::settings const& given)
      : model_(bench::make_speller(given)), tape_(model_), optimizer_{.learning_rate = 1e-4},
        words_(bench::placed(bench::words("letters", lengths(given, "letters")))) {
    auto const taught =
        sp::teacher_forcing(bench::padded_ids<g2p::pronunciations>("phones", lengths(given, "phones"),
                                                                   bench::marker_count, g2p::Phone{bench::phone_count}),
                            bench::markers);
    prefix_ = bench::placed(taught.prefix);
    target_ = bench::placed(taught.target);
  }

  void run() override {
    auto const before = allocations();
    tape_.clear();
    loss_ = sp::cross_entropy<g2p::Phone>(model_(tape_(words_), tape_(prefix_)), target_);
    tape_.backward(loss_);
    bench::gradient const gradient = tape_.gradient();
    clipped_ = sp::clip_global_norm(gradient, 5);
    optimizer_.step(model_.flat(), gradient, optimizer_.learning_rate, clipped_.scale);
    allocations_ = allocations() - before;
  }
  std::string facts() const override {
    std::string const held = "tape_bytes=" + std::to_string(tape_.bytes_peak());
    return bench::on_gpu ? held : "allocations=" + std::to_string(allocations_) + ' ' + held;
  }
  double checksum() const override { return static_cast<double>(loss_.value()); }
  bench::values computed() const override {
    bench::values all{{"loss", {loss_.value()}}, {"norm", {static_cast<float>(clipped_.norm)}}};
    bench::add_gradients(all, model_, bench::copied_from_flat(tape_.gradient()));
    for (std::size_t i = 2; i < all.size(); ++i)
      for (float& x : all[i].second) x *= static_cast<float>(clipped_.scale);
    return all;
  }

private:
  // Counted on the host only: beside a GPU's driver they would say nothing of ours.
  static std::size_t allocations() {
    if constexpr (bench::on_gpu)
      return 0;
    else
      return bench::allocations();
  }
  static std::vector<int> lengths(bench::settings const& given, std::string const& what) {
    return bench::lengths_of(what + ".lengths", given["batch"], given[what], given["ragged"] != 0);
  }
  bench::speller model_;
  mutable bench::tape tape_; // gradient() of a const tape does not exist
  sp::adam<> optimizer_;
  bench::tensor<sp::index<g2p::Letter>, g2p::Letters, g2p::Batch> words_;
  bench::tensor<sp::index<g2p::Phone>, sp::prefix<g2p::Phones>, g2p::Batch> prefix_;
  bench::tensor<sp::index<g2p::Phone>, sp::target<g2p::Phones>, g2p::Batch> target_;
  sp::clipped_norm clipped_;
  bench::taped<float> loss_;
  std::size_t allocations_ = 0;
};

} // namespace

int main(int argc, char** argv) {
  return bench::own_worker(argc, argv, [](bench::settings const& given) { return new speller_training(given); });
}
