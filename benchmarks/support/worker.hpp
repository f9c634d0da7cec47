// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <time.h>
#include <utility>
#include <vector>

// A worker is a process that sets up one workload and then does what it is told, line by line, so that two of them can
// be timed by turns:
//   PROGRAM WORKLOAD KEY=NUMBER...   ->  ready WHO AND WHICH VERSION
//   run N                            ->  SECONDS PROCESSOR_SECONDS CHECKSUM    for N times the work; of the last time
//   values FILE                      ->  NAME:COUNT ...      what the work computed, as floats one after the other
//   facts                            ->  NAME=NUMBER ...     what else it knows about its last time; often nothing
// It ends with its input. By hand: echo "run 10" | PROGRAM WORKLOAD KEY=NUMBER...
namespace bench {

// The words of the command line.
class settings {
public:
  settings(int argc, char** argv) : words_(argv + 1, argv + argc) {
    if (words_.empty()) throw std::invalid_argument("which workload?");
  }
  std::string const& workload() const { return words_[0]; }
  int operator[](std::string_view key) const {
    for (auto const& word : words_)
      if (word.starts_with(key) && word.substr(key.size()).starts_with('=')) {
        int number = 0;
        auto const* const end = word.data() + word.size();
        if (std::from_chars(word.data() + key.size() + 1, end, number).ptr == end) return number;
      }
    throw std::invalid_argument("no number for " + std::string(key));
  }

private:
  std::vector<std::string> words_;
};

// What the work computed, by name.
using values = std::vector<std::pair<std::string, std::vector<float>>>;

inline std::vector<float> copied(std::span<float const> numbers) { return {numbers.begin(), numbers.end()}; }

// Rises and falls with any of the numbers, and does not cancel out.
inline double checksum_of(std::span<float const> numbers) {
  double sum = 0;
  for (float const x : numbers) sum += std::abs(static_cast<double>(x));
  return numbers.empty() ? 0 : sum / static_cast<double>(numbers.size());
}

// What a workload is: run() is timed; checksum() and computed() look at what it left.
class work {
public:
  virtual ~work() = default;
  virtual void run() = 0;
  virtual double checksum() const = 0;
  virtual values computed() const = 0;
  virtual std::string facts() const { return {}; }
};

// What all threads of this process have worked so far: on a busy machine it says more than a clock on the wall.
inline double processor_seconds() {
  ::timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// `wait` is called before the clock is read: what a GPU has been told is done then.
inline void serve(work& job, std::string const& who, void (*wait)()) {
  std::cout << "ready " << who << std::endl;
  std::cout.precision(9);
  for (std::string line; std::getline(std::cin, line);) {
    if (line.starts_with("run ")) {
      int const times = std::atoi(line.c_str() + 4);
      wait();
      double const used = processor_seconds();
      auto const start = std::chrono::steady_clock::now();
      for (int i = 0; i < times; ++i) job.run();
      wait();
      std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - start;
      std::cout << seconds.count() << ' ' << processor_seconds() - used << ' ' << job.checksum() << std::endl;
    } else if (line.starts_with("values ")) {
      std::ofstream file(line.substr(7), std::ios::binary);
      std::string told;
      for (auto const& [name, numbers] : job.computed()) {
        file.write(reinterpret_cast<char const*>(numbers.data()),
                   static_cast<std::streamsize>(numbers.size() * sizeof(float)));
        told += (told.empty() ? "" : " ") + name + ':' + std::to_string(numbers.size());
      }
      if (!file.flush()) throw std::runtime_error("cannot write " + line.substr(7));
      std::cout << told << std::endl;
    } else if (line == "facts") {
      std::cout << job.facts() << std::endl;
    } else {
      throw std::invalid_argument("what is '" + line + "'?");
    }
  }
}

// The whole of a worker's main: make(settings) gives an owning pointer to the work.
template <class Make>
int worker_main(int argc, char** argv, std::string const& who, Make const& make, void (*wait)() = [] {}) try {
  auto const job = make(settings(argc, argv));
  if (!job) throw std::invalid_argument("this program has no such workload");
  serve(*job, who, wait);
  return 0;
} catch (std::exception const& error) {
  std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
  return 1;
}

} // namespace bench
