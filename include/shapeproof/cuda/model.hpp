// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/model.hpp"
#include "memory.hpp"
#include "placed_struct.hpp"
#include "types.hpp"

namespace sp {

namespace gpu {
// Numbers in one piece of the device's memory, for those who call kernels themselves.
template <class T>
struct numbers : sp::detail::placed_piece<T, cuda> {};
} // namespace gpu

// The part of every model on a GPU that does not depend on its struct.
template <class T>
class cuda::any_model : public detail::model_numbers<T> {
public:
  // All parameters in one piece of the device's memory, in the order and at the places of sp::any_model.
  gpu::numbers<T> flat() { return {{this->numbers_, static_cast<std::size_t>(this->size_)}}; }
  gpu::numbers<T const> flat() const { return {{this->numbers_, static_cast<std::size_t>(this->size_)}}; }

protected:
  any_model() : detail::model_numbers<T>(detail::gpu_memory) {}
  ~any_model() = default;
};

namespace detail {
// It is walked as the M that it holds.
template <class M>
struct described_of<cuda::model<M>> {
  using type = M;
};
} // namespace detail

// A model M whose parameters lie on a GPU; made as sp::model is, with the same start for the same seed, or from one by
// to<sp::cuda>(model).
template <class M>
class cuda::model : public detail::placed_struct<M, cuda::model<M>, cuda>,
                    public cuda::any_model<typename sp::model<M>::scalar> {
  using any = cuda::any_model<typename sp::model<M>::scalar>;
  using placed_ = detail::placed_struct<M, cuda::model<M>, cuda>;

public:
  using scalar = typename any::scalar;

  template <axis_tag... Given>
    requires(walkable<M> && detail::count<detail::elements_of<M>> == 1 &&
             detail::same_set<axes<Given...>, detail::wanted_of<M>>)
  explicit model(std::uint64_t seed_, Given const&... extents_) : model(sp::model<M>(seed_, extents_...)) {}
  template <axis_tag... Given, class Because = decltype(detail::refuse(detail::why_not_model(
                                   detail::tag<M>{}, detail::minus<detail::wanted_of<M>, axes<Given...>>{},
                                   detail::minus<axes<Given...>, detail::wanted_of<M>>{})))>
    requires(!walkable<M> || detail::count<detail::elements_of<M>> != 1 ||
             !detail::same_set<axes<Given...>, detail::wanted_of<M>>)
  explicit model(std::type_identity_t<detail::refused<Because>> seed_, Given const&... extents_);

  // Deep copies: other numbers, the same settings.
  model(model const& other_) : placed_() { copy_(other_, detail::gpu_memory); }
  explicit model(sp::model<M> const& on_host_) : placed_() { copy_(on_host_, detail::host_memory); }
  model& operator=(model const&) = delete;

  // The numbers of a model on the host of the same extents. Throws extent_error if they differ.
  void assign(sp::model<M> const& on_host_) {
    check_same_(on_host_);
    gpu::copy_to_device(flat().data(), on_host_.flat().data(), sizeof(scalar) * flat().size());
  }
  // Writes the numbers into a model on the host of the same extents.
  void copy_to(sp::model<M>& on_host_) const {
    check_same_(on_host_);
    gpu::copy_to_host(on_host_.flat().data(), flat().data(), sizeof(scalar) * flat().size());
  }

  // The struct itself.
  M& base() { return *this; }
  M const& base() const { return *this; }
  auto flat() { return any::flat(); }
  auto flat() const { return any::flat(); }
  auto const& listed() const { return any::listed(); }
  extent_t parameter_count() const { return any::parameter_count(); }

private:
  template <class Other>
  void copy_(Other const& other_, detail::memory_kind const& memory_) {
    any::copy_numbers_(other_.flat().data(), other_.flat().size(), other_.listed(), memory_);
    detail::copy_members(other_.base(), base(), other_.flat().data(), flat().data(), detail::gpu_memory);
  }
  void check_same_(sp::model<M> const& on_host_) const {
    if (on_host_.flat().size() != flat().size())
      detail::refuse_with<extent_error>(
          {"model: ", on_host_.flat().size(), " numbers on the host and ", flat().size(), " on the GPU"});
  }
};

// A copy of a model in the memory of a GPU, or in the host's.
template <class Device, class M>
  requires std::same_as<Device, cuda>
cuda::model<M> to(sp::model<M> const& on_host) {
  return cuda::model<M>(on_host);
}
template <class Device, class M>
  requires std::same_as<Device, host>
sp::model<M> to(cuda::model<M> const& on_gpu) {
  return sp::model<M>(on_gpu);
}

} // namespace sp
