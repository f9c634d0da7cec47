// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/model.hpp"
#include "checkpoint.hpp"
#include "fit_options.hpp"
#include "gradient_step.hpp"
#include "training_folder.hpp"
#include "training_log.hpp"
#include "training_state.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace sp {

namespace detail {

// Where the parameters of a model are, and the tape for them.
template <class Model>
using device_of_model = device_of<decltype(std::declval<Model&>().flat())>;
template <class Model>
using tape_of_model = tape_on<device_of_model<Model>>;

// What the loss of some data gives for one of their batches.
template <class Model, class Data>
using fitted_loss = loss_on<Model, tape_of_model<Model>,
                            decltype(std::declval<Data const&>().make_batch(std::declval<epoch_batches const&>()[0])),
                            decltype(Data::loss) const>;

// Tells data, and their division into batches and updates, from others: FNV-1a over the first epoch.
inline std::uint64_t fingerprint(batch_plan const& plan, std::int64_t batches_per_update) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  auto const mix = [&](extent_t number) { hash = (hash ^ static_cast<std::uint64_t>(number)) * 0x100000001B3u; };
  auto const epoch = plan.epoch(1);
  mix(batches_per_update);
  for (extent_t batch = 0; batch < epoch.size(); ++batch) {
    mix(-1);
    for (auto const example : epoch[batch]) mix(example), mix(plan.length(example).target);
  }
  return hash;
}

// One call of fit.
template <class Model, class Data, class Options>
class fitting {
  using scalar = typename Model::scalar;
  using state_type = training_state<scalar, decltype(Options::optimizer), decltype(Options::schedule)>;
  static constexpr bool evaluates = !std::is_null_pointer_v<decltype(Data::evaluate)>;
  static constexpr bool probes = !std::is_null_pointer_v<decltype(Data::probe)>;
  static constexpr int most_skipped_in_a_row = 20;

public:
  fitting(Model& trained, Data const& data, Options const& options)
      : model_(trained), data_(data), options_(options),
        plan_((check_fit(data, options, evaluates), data.lengths), options.batch, options.seed, options.too_long),
        state_{.optimizer = options.optimizer,
               .schedule = options.schedule,
               .stopping = options.stopping,
               .average = {.decay = options.average_decay},
               .random = {options.seed, 0}} {
    // Not above: where an initialiser throws, g++ 12 destroys the members of a member twice.
    state_.plan = fingerprint(plan_, options.batches_per_update);
    state_.optimizer.prepare(model_.flat().size(), memory_around(model_.flat()));
    if (!options.folder.empty()) folder_.emplace(options.folder);
    bool const resumes = folder_ && folder_->has_checkpoint();
    if (resumes) resume();
    recording_.set_random(state_.random);
    seconds_before_ = state_.position.seconds;
    out_of_time_ = seconds_before_ >= options_.time_limit;
    log_.emplace(options.progress, options.folder, data.metrics,
                 resumes ? std::optional(state_.position.update) : std::nullopt);
    if (!resumes) save();
  }

  fit_result run() {
    while (position().epoch <= options_.epochs && !should_stop()) run_epoch();
    return finish();
  }

private:
  training_position& position() { return state_.position; }
  bool should_stop() const { return out_of_time_ || state_.stopping.should_stop(); }
  double learning_rate(std::int64_t update) const { return options_.optimizer.learning_rate * state_.schedule(update); }

  // From the checkpoint of the folder. What does not fit is refused, and the model is as it was.
  void resume() {
    parameter_numbers<scalar> before;
    before.assign(model_.flat());
    auto const file = safetensors_file::open(folder_->checkpoint());
    auto const expected = state_.plan;
    load_checkpoint(file, model_, state_);
    try {
      if (state_.plan != expected)
        throw data_error(message({in_quotes(file.path(), 4096),
                                  " belongs to a training on other data, or with other batches or another seed"}));
      if constexpr (probes)
        check_probe(file, [&](std::string_view input) { return data_.probe(std::as_const(model_), input); });
    } catch (...) {
      before.copy_to(model_.flat());
      throw;
    }
  }

  void run_epoch() {
    auto const batches = plan_.epoch(position().epoch);
    for (bool epoch_ends = false; !epoch_ends && !should_stop();) {
      auto const first = position().batch, last = std::min(first + options_.batches_per_update, batches.size());
      update(batches, first, last);
      ++position().update, position().batch = last;
      epoch_ends = last == batches.size();
      out_of_time_ = seconds() >= options_.time_limit;
      bool const all_ends = out_of_time_ || (epoch_ends && position().epoch == options_.epochs);
      std::vector<double> evaluation;
      bool const due = options_.evaluate_every > 0 ? position().update % options_.evaluate_every == 0 : epoch_ends;
      if constexpr (evaluates)
        if (due || all_ends) evaluation = evaluate();
      if (!evaluation.empty() || all_ends || position().update % options_.report_every == 0) write_row(evaluation);
      if (epoch_ends) {
        log_->end_epoch();
        ++position().epoch, position().batch = 0;
      }
      save_if_due();
    }
  }

  // One update from the batches [first, last) of the epoch. If a number in it is not finite, nothing has changed.
  void update(epoch_batches const& batches, extent_t first, extent_t last) {
    auto const number = position().update + 1;
    double tokens = 0, loss = 0;
    try {
      for (auto batch = first; batch < last; ++batch) {
        double weight = 0;
        for (auto const example : batches[batch]) weight += static_cast<double>(plan_.length(example).target);
        loss += weight * add_gradient(model_, recording_, data_.make_batch(batches[batch]), data_.loss, weight);
        tokens += weight;
      }
      auto const clipped = clip_gradient(model_, recording_, options_.clip_norm, 1 / tokens);
      state_.optimizer.step(model_.flat(), recording_.template gradient<scalar>(), learning_rate(number),
                            clipped.scale);
      if (options_.average_decay > 0) state_.average.update(model_.flat());
      position().row_tokens += tokens, position().row_loss += loss;
      position().row_norm = std::max(position().row_norm, clipped.norm);
      position().skipped_in_a_row = 0;
      log_->report({.done = (static_cast<double>(position().epoch - 1) +
                             static_cast<double>(last) / static_cast<double>(batches.size())) /
                            static_cast<double>(options_.epochs),
                    .epoch = position().epoch,
                    .epochs = options_.epochs,
                    .update = number,
                    .tokens = tokens,
                    .loss = loss / tokens,
                    .learning_rate = learning_rate(number)});
    } catch (number_error const& error) {
      skip_or_stop(message({"update ", number, " in epoch ", position().epoch, ": ", error.what()}));
    }
    recording_.clear();
    state_.random = recording_.random();
  }

  // Before it stops, the state before this update is saved: a later call may go on with other options.
  void skip_or_stop(std::string const& what) {
    bool const too_many = position().skipped_in_a_row + 1 >= most_skipped_in_a_row;
    if (options_.on_non_finite == non_finite::stop || too_many) {
      save();
      if (options_.on_non_finite == non_finite::stop) throw number_error(what);
      throw number_error(message({what, "; this is the last of ", most_skipped_in_a_row, " in a row"}));
    }
    ++position().skipped, ++position().skipped_in_a_row;
    log_->message(message({"skipped ", what}));
  }

  // Evaluates the averaged parameters if there is an average, else the present ones, and keeps them if they are the
  // best.
  std::vector<double> evaluate() {
    auto const exchanged = state_.average.swapped_in(model_.flat());
    std::vector<double> values = data_.evaluate(std::as_const(model_));
    if (values.size() != data_.metrics.size())
      throw usage_error(
          message({"fit: evaluate gave ", values.size(), " numbers for ", data_.metrics.size(), " names"}));
    bool const best = state_.stopping.observe(values[0]);
    log_->evaluation(position(), values, best);
    if (best) {
      position().best_update = position().update;
      if (options_.keep_best) {
        state_.best.assign(model_.flat());
        save_parameters();
      }
    }
    if constexpr (requires { state_.schedule.observe(values[0]); }) state_.schedule.observe(values[0]);
    return values;
  }

  void write_row(std::vector<double> const& evaluation) {
    note_time();
    log_->row(position(), learning_rate(position().update), evaluation);
    position().row_tokens = position().row_loss = position().row_norm = 0;
  }

  fit_result finish() {
    if (unsaved_) save();
    auto const& final = options_.keep_best && !state_.best.empty() ? state_.best : state_.average.average;
    if (!final.empty()) final.copy_to(model_.flat());
    save_parameters();
    fit_result result{.updates = position().update,
                      .skipped = position().skipped,
                      .epochs = position().epoch - 1,
                      .stopped_early = state_.stopping.should_stop(),
                      .out_of_time = out_of_time_};
    if (state_.stopping.watch.evaluations > 0)
      result.best_metric = state_.stopping.watch.best, result.best_update = position().best_update;
    return result;
  }

  double seconds() const { return seconds_before_ + steady_seconds() - started_; }
  void note_time() { position().seconds = seconds(); }

  file_extras extras() const {
    file_extras carried{.metadata = options_.metadata};
    if constexpr (probes) carried.probe = {data_.probe_input, data_.probe(std::as_const(model_), data_.probe_input)};
    return carried;
  }
  void save_parameters() const {
    if (folder_) save_weights(folder_->weights(), model_, extras());
  }
  void save() {
    note_time();
    if (folder_) save_checkpoint(folder_->checkpoint(), model_, state_, extras());
    saved_ = steady_seconds(), unsaved_ = false;
  }
  void save_if_due() {
    unsaved_ = true;
    if (!folder_) return;
    bool const by_updates = options_.checkpoint_updates > 0 && position().update % options_.checkpoint_updates == 0;
    if (by_updates || steady_seconds() - saved_ >= options_.checkpoint_seconds) save();
  }

  Model& model_;
  Data const& data_;
  Options const& options_;
  batch_plan plan_;
  state_type state_;
  tape_of_model<Model> recording_{model_};
  std::optional<training_folder> folder_;
  std::optional<training_log> log_;
  double started_ = steady_seconds(), saved_ = started_, seconds_before_ = 0;
  bool unsaved_ = false, out_of_time_ = false;
};

// A whole model, on whatever device.
template <class Model>
concept whole_model = requires(Model& model) {
  typename Model::scalar;
  model.flat();
  model.listed();
};

} // namespace detail

// Trains a model (an sp::model or any_model, or those of a GPU): epochs of shuffled batches of similar length, clipping, a
// schedule, evaluations, early stopping, a time limit. With a folder, a call that was interrupted, at whatever moment, goes
// on where its last checkpoint stands, and gives the same parameters, bit for bit, as one that was not (with the same number
// of threads, on the same device; it may go on on another one). Afterwards the model has the best parameters, or the last
// ones. Throws usage_error for options, data_error for data and files that do not fit, file_error, and number_error as
// `on_non_finite` says.
template <class Model, class... D, class... O>
  requires(detail::whole_model<Model> && detail::is_taped_loss<detail::fitted_loss<Model, training_data<D...>>>)
fit_result fit(Model& trained, training_data<D...> const& data, fit_options<O...> const& options) {
  return detail::fitting<Model, training_data<D...>, fit_options<O...>>(trained, data, options).run();
}
template <class Model, class... D, class... O>
  requires(detail::whole_model<Model> && !detail::is_taped_loss<detail::fitted_loss<Model, training_data<D...>>>)
auto fit(Model& trained, training_data<D...> const& data, fit_options<O...> const& options) -> decltype(detail::refuse(
    detail::why_not_backward(detail::tag<detail::fitted_loss<Model, training_data<D...>>>{})));

} // namespace sp
