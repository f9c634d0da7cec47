// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../support/numbers.hpp"
#include "../support/worker.hpp"

#include <dnnl.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

// What the workers with oneDNN share: one engine, one stream, and weights in the layout that a primitive asks for.
namespace bench {

inline dnnl::engine& engine() {
  static dnnl::engine one(dnnl::engine::kind::cpu, 0);
  return one;
}
inline dnnl::stream& stream() {
  static dnnl::stream one(engine());
  return one;
}

using tag = dnnl::memory::format_tag;

inline dnnl::memory::desc floats(dnnl::memory::dims dims, tag layout) {
  return {std::move(dims), dnnl::memory::data_type::f32, layout};
}

inline std::span<float> numbers_of(dnnl::memory const& memory) {
  return {static_cast<float*>(memory.get_data_handle()), memory.get_desc().get_size() / sizeof(float)};
}

inline dnnl::memory filled(dnnl::memory::desc const& as, std::string_view name, float scale) {
  dnnl::memory memory(as, engine());
  fill(numbers_of(memory), name, scale);
  return memory;
}

// The same numbers in another layout, or of another type.
inline dnnl::memory reordered(dnnl::memory memory, dnnl::memory::desc const& to) {
  if (memory.get_desc() == to) return memory;
  dnnl::memory result(to, engine());
  dnnl::reorder(memory, result).execute(stream(), memory, result);
  stream().wait();
  return result;
}

// A primitive with its operands, made once.
struct bound_primitive {
  dnnl::primitive primitive;
  std::unordered_map<int, dnnl::memory> operands;
  void run() {
    primitive.execute(stream(), operands);
    stream().wait();
  }
};

template <class Make>
int onednn_worker(int argc, char** argv, Make const& make) {
  auto const* const v = dnnl_version();
  auto const who =
      "oneDNN " + std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' + std::to_string(v->patch);
  return worker_main(argc, argv, who, [&](settings const& given) { return std::unique_ptr<work>(make(given)); });
}

} // namespace bench
