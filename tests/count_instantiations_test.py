#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""tools/count-instantiations, on numbers of its own: what has grown too much is named, and a record is read as written."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
PATH = pathlib.Path(__file__).resolve().parent.parent / "tools" / "count-instantiations"
LOADER = importlib.machinery.SourceFileLoader("count_instantiations", str(PATH))
tool = importlib.util.module_from_spec(importlib.util.spec_from_loader("count_instantiations", LOADER))
LOADER.exec_module(tool)


class Counts(unittest.TestCase):
    def test_growth_within_three_percent_passes(self):
        self.assertEqual(list(tool.grown({"a": [100, 1000]}, {"a": [103, 1030]})), [])
        self.assertEqual(list(tool.grown({"a": [100, 1000]}, {"a": [50, 1000]})), [])

    def test_more_is_named_with_both_numbers(self):
        self.assertEqual(list(tool.grown({"a": [100, 1000], "b": [5, 5]}, {"a": [100, 1031], "b": [5, 5]})),
                         ["a: InstantiateFunction 1000 -> 1031 (+3.1 %)"])

    def test_what_the_record_does_not_have_is_a_fault(self):
        self.assertEqual(list(tool.grown({}, {"new.cpp": [1, 1]})), ["new.cpp is not in the record"])

    def test_a_record_is_read_as_it_was_written(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "record.tsv"
            tool.write(file, "clang version 1, library 2", {"#include <a.hpp>": [1, 2], "b.cpp": [3, 4]})
            self.assertEqual(tool.read(file), ("clang version 1, library 2", {"#include <a.hpp>": [1, 2], "b.cpp": [3, 4]}))

    def test_templates_are_counted(self):
        if tool.shutil.which(tool.COMPILER) is None:
            self.skipTest(f"there is no {tool.COMPILER}")
        one = "template <class T> struct pair { T a, b; };\n"
        root = pathlib.Path(__file__).parent
        self.assertEqual(tool.count(root, one + "pair<int> x;\n", None, [])[0], 1)
        self.assertEqual(tool.count(root, one + "pair<int> x; pair<char> y;\n", None, [])[0], 2)


if __name__ == "__main__":
    unittest.main()
