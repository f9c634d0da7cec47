#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Completeness, tried on a small project: what is seen, and what is missing by name."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent / "completeness.py"

HEADER = """
template <class X>
struct cannot_add {
  template <class T, class U>
  struct because_element_types_differ {
    struct use_cast; // struct not_a_word;
  };
  struct because_it_is_late { struct wait; struct come_earlier; };
  class come_back_later {
    template <class Given>
    come_back_later(Given const&);
  };
};
struct other { struct because_nobody_asks; };
template <class A> concept addable = true;
template <class A> concept unheard = true;
"""
PROGRAM = """// expect: cannot_add<tensor<float>>
// expect: ::because_element_types_differ<int, float>::use_cast
// expect below: cannot_add<int>::(because_it_is_late::wait|come_back_later)
"""


class Completeness(unittest.TestCase):
    def run_on(self, program, static):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in (("include/ops/add.hpp", HEADER), ("tests/refuse/eigen/add.cpp", program),
                               ("docs/reference.md", "| `a + b` `addable` `nonsense` |"),
                               ("tests/static/add.cpp", static)):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            result = subprocess.run([sys.executable, str(SCRIPT), "--root", folder], capture_output=True, text=True)
            self.assertEqual(result.stderr, "")
            return result.returncode, result.stdout

    def test_what_is_seen(self):
        program = PROGRAM + "// expect: cannot_add<int>::because_it_is_late::come_earlier\n"
        status, output = self.run_on(program, "static_assert(!sp::addable<int>);")
        self.assertEqual(status, 0, output)
        self.assertIn("4 sentences", output)
        self.assertIn("1 concepts", output)

    def test_what_is_missing(self):
        status, output = self.run_on(PROGRAM, "static_assert(sp::addable<int> && !unaddable<int>);")
        self.assertEqual(status, 1)
        self.assertEqual(output.splitlines(), [
            "include/ops/add.hpp: no program expects cannot_add::because_it_is_late::come_earlier",
            "docs/reference.md names addable, and nothing in tests/static says that it is false for something"])


if __name__ == "__main__":
    unittest.main()
