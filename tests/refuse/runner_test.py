#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The runner, tried on small programs of its own: a refusal as it should be, and every fault that it must notice."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

RUN = pathlib.Path(__file__).resolve().parent / "run"

TOY = """#pragma once
#include <vector>
namespace sp {
template <class... A> struct tensor {};
template <class L, class R> struct cannot_add { struct rename_one; };
template <class... A> tensor<A...> operator+(tensor<A...> const& a, tensor<A...> const&) { return a; }
template <class... A, class... B> requires (!__is_same(tensor<A...>, tensor<B...>))
typename cannot_add<tensor<A...>, tensor<B...>>::rename_one operator+(tensor<A...> const&, tensor<B...> const&);
template <class T> void loud(T) { static_assert(sizeof(T) == 0, "loud"); }
}
"""
GOOD = """// expect: cannot_add<tensor<Batch, Time>,
// expect: tensor<Batch>>::rename_one
#include "toy.hpp"
struct Batch {};
struct Time {};
void program() {
  sp::tensor<Batch, Time> a;
  sp::tensor<Batch> b;
#ifdef MISTAKE
  auto z = a + b; // wrong
#else
  auto z = a + a;
#endif
  (void)b, (void)z;
}
"""
RUNS = """// prints: Time has 3 positions
#include <cstdio>
int main() {
#ifdef MISTAKE
  std::puts("Time has 3 positions"); // wrong
  return 1;
#else
  std::puts("fine");
#endif
}
"""
FAULTS = {  # what is changed in GOOD: (old, new, what the runner must say)
    "mistake_compiles": ("a + b;", "b + b;", "the mistake compiles"),
    "two_errors": ("(void)b,", "\n#ifdef MISTAKE\nint* p = 1.5;\n#endif\n(void)b,", "2 errors instead of one"),
    "other_sentence": ("Time>,\n", "Space>,\n", "does not say"),
    "nothing_below": ("// expect: cannot", "// expect below: nonsense\n// expect: cannot", "no line says: nonsense"),
    "other_line": ("auto z = a + b; // wrong", "auto z =\n a + b;\n // wrong", "is not at line 12"),
    "points_into_header": ("auto z = a + b;", "auto z = a; sp::loud(a);", "is not at line"),
    "long_output": ("auto z = a + b;", "auto z = " + "a + a + " * 160 + "a + b;", "characters, at most 1100"),
    "twin_warns": ("auto z = a + a;", "auto z = a + a; int unused;", "the twin does not compile without a word"),
    "twin_fails": ("auto z = a + a;", "auto z = b + a;", "the twin does not compile without a word"),
}
RUN_FAULTS = {  # the same of RUNS
    "says_nothing": ("3 positions\")", "\")", "the output does not say: Time has 3 positions"),
    "twin_stops": ("std::puts(\"fine\");", "return 2;", "the twin does not run well: exit status 2"),
    "twin_is_wrong": ("std::puts(\"fine\");", "std::puts(3);", "the twin does not run well: twin_is_wrong.cpp"),
    "mistake_aborts": ("return 1;", "__builtin_trap();", "with the mistake it does not run: signal"),
}


def run(folder, *arguments):
    command = [sys.executable, str(RUN), "--programs", folder, *arguments]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.returncode, result.stdout + result.stderr


class Runner(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = pathlib.Path(self.scratch.name)
        (self.folder / "toy.hpp").write_text(TOY)

    def test_a_good_refusal_passes_on_every_compiler(self):
        (self.folder / "good.cpp").write_text(GOOD)
        (self.folder / "second.cpp").write_text(GOOD)
        status, output = run(self.folder)
        self.assertEqual(status, 0, output)

    def test_every_fault_is_noticed(self):
        for name, (old, new, _) in FAULTS.items():
            self.assertIn(old, GOOD)
            (self.folder / f"{name}.cpp").write_text(GOOD.replace(old, new))
        status, output = run(self.folder, "--compiler", "g++")
        self.assertEqual(status, 1, output)
        headings = [line for line in output.splitlines() if line.startswith("--- ")]
        for name, (_, _, saying) in FAULTS.items():
            report = output[output.index(f"--- {name} "):].split("the compiler's output")[0]
            self.assertIn(saying, report)
        self.assertEqual(len(headings), len(FAULTS), output)

    def test_a_twin_that_nvcc_refuses_is_noticed(self):
        (self.folder / "twin_fails.cpp").write_text(GOOD.replace("auto z = a + a;", "auto z = b + a;"))
        status, output = run(self.folder, "--compiler", "nvcc")
        self.assertTrue(status == 77 or (status == 1 and "the twin does not compile without a word" in output), output)

    def test_programs_that_run_are_run(self):
        (self.folder / "runs.cpp").write_text(RUNS)
        (self.folder / "good.cpp").write_text(GOOD)
        self.assertEqual(run(self.folder, "--compiler", "g++"), (0, unittest.mock.ANY))
        for name, (old, new, _) in RUN_FAULTS.items():
            self.assertIn(old, RUNS)
            (self.folder / f"{name}.cpp").write_text(RUNS.replace(old, new))
        status, output = run(self.folder, "--compiler", "g++")
        self.assertEqual(status, 1, output)
        for name, (_, _, saying) in RUN_FAULTS.items():
            report = output[output.index(f"--- {name} "):].split("its output with the mistake")[0]
            self.assertIn(saying, report)

    def test_what_cannot_stand_beside_others_is_judged_alone(self):
        (self.folder / "good.cpp").write_text(GOOD)
        (self.folder / "with_main.cpp").write_text(GOOD.replace("void program() {", "int main() {"))
        (self.folder / "specialised.cpp").write_text(
            GOOD.replace("void program", "template <> struct sp::cannot_add<int, int> {};\nvoid program"))
        status, output = run(self.folder)
        self.assertEqual(status, 0, output)

    def test_what_was_said_is_kept(self):
        (self.folder / "good.cpp").write_text(GOOD)
        (self.folder / "runs.cpp").write_text(RUNS)
        for more in [], ["--alone"]:
            status, output = run(self.folder, "--compiler", "g++", "--capture", self.folder / "said", *more)
            self.assertEqual(status, 0, output)
            said = json.loads((self.folder / "said" / "g++.json").read_text())
            self.assertRegex(said["compiler"], r"^g\+\+ \d+$")
            self.assertIn("good.cpp:10:16: error: invalid use of incomplete type", said["programs"]["good"]["says"])
            self.assertNotIn("program_good", said["programs"]["good"]["says"])
            self.assertEqual(said["programs"]["runs"]["says"], "Time has 3 positions\n")

    def test_longer_messages_are_noticed(self):
        (self.folder / "good.cpp").write_text(GOOD)
        self.assertEqual(run(self.folder, "--compiler", "g++", "--record")[0], 0)
        record = self.folder / "lengths.tsv"
        characters = int(record.read_text().split()[-1])
        (self.folder / "new.cpp").write_text(GOOD)
        record.write_text(f"program\tg++\ngood\t{characters - 20}\ngone\t1\n")
        status, output = run(self.folder, "--compiler", "g++")
        self.assertEqual(status, 0, output)
        record.write_text(f"program\tg++\ngood\t{characters // 2}\n")
        status, output = run(self.folder, "--compiler", "g++")
        self.assertEqual(status, 1)
        self.assertIn(f"  good: {characters // 2} -> {characters}", output)
        self.assertNotIn("  new: ", output)

    def test_a_program_without_expectation_is_refused(self):
        (self.folder / "silent.cpp").write_text(GOOD.replace("// expect:", "// maybe:"))
        status, output = run(self.folder, "--compiler", "g++")
        self.assertEqual(status, 1)
        self.assertIn("needs one line ending in '// wrong'", output)

    def test_no_program_is_a_failure(self):
        self.assertEqual(run(self.folder)[0], 1)
        (self.folder / "good.cpp").write_text(GOOD)
        self.assertEqual(run(self.folder, "absent")[0], 1)


if __name__ == "__main__":
    unittest.main()
