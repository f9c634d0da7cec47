// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "gradient_check.hpp"

#include <algorithm>
#include <shapeproof/tape/model.hpp>
#include <string>

// The gradients of all parameters of a model in double, against central differences. f(on, x...) is the model called
// with taped operands, as for check_gradient; at most `most` elements of each parameter are tried, evenly spread.
template <class Model, class F, class... X>
void check_model_gradient(Model& model, std::size_t most, F const& f, X const&... x) {
  using namespace gradient_check;
  static_assert(std::is_same_v<typename Model::scalar, double>, "gradients are checked in double");
  auto const loss_of = [&](sp::tape& t) { return weighted_sum(f(t, t(x)...)); };
  auto const value = [&] {
    sp::tape t;
    return loss_of(t).value();
  };
  sp::tape tape{model};
  tape.backward(loss_of(tape));
  CHECK(tape.untouched(model) == std::vector<std::string>{});
  auto const gradient = tape.template gradient<double>();
  sp::for_each_parameter(model.base(), [&](auto name, auto& p) {
    auto values = p.unnamed();
    std::size_t const step = std::max<std::size_t>(1, values.size() / most);
    for (std::size_t i = 0; i < values.size(); i += step) {
      double& w = values[i];
      double const here = w, h = 3e-4;
      auto const at = [&](double where) {
        w = where;
        return value();
      };
      double const expected = (8 * (at(here + h) - at(here - h)) - (at(here + 2 * h) - at(here - 2 * h))) / (12 * h);
      w = here;
      CAPTURE(std::string(name.view()));
      CAPTURE(i);
      auto const at_flat = static_cast<std::size_t>(values.data() + i - model.flat().data());
      CHECK_MESSAGE(relative_error(gradient[at_flat], expected) < 1e-6, gradient[at_flat], " is not ", expected);
    }
  });
}
