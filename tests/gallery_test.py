#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""How the gallery shows a program and a message: what is around the mistake, and where the sentence is."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TOOL = pathlib.Path(__file__).resolve().parent.parent / "tools" / "gallery"
loader = importlib.machinery.SourceFileLoader("gallery", str(TOOL))
gallery = importlib.util.module_from_spec(importlib.util.spec_from_loader("gallery", loader))
loader.exec_module(gallery)

PROGRAM = """// SPDX-License-Identifier: BSL-1.0
// mistake: Apples and pears.
// elsewhere: It runs.
// expect: cannot_add
#include <shapeproof/shapeproof.hpp>

struct Batch : sp::axis<> {};

struct basket {
  int other = 0;

  // All fruit.
  auto both(sp::tensor<float, Batch> const& apples,
            sp::tensor<float, Batch> const& pears) const {
#ifdef MISTAKE
    return apples + pears; // wrong
#else
    return apples;
#endif
  }
};

int main() {}
"""
SENTENCE = "sp::cannot_add<sp::tensor<float, A>, sp::tensor<float, B>>::because_left_lacks<B>::rename"


class Gallery(unittest.TestCase):
    def test_the_mistake_stands_in_its_declaration_beneath_the_axes(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "01_fruit_of_two_trees.cpp"
            file.write_text(PROGRAM)
            program = gallery.programs_of.read_program(file)
        head, lines = gallery.in_context(program)
        self.assertEqual(gallery.title(program), "fruit of two trees")
        self.assertEqual(head, ["struct Batch : sp::axis<> {};"])
        self.assertEqual(lines, [(" ", "// All fruit."), (" ", "auto both(sp::tensor<float, Batch> const& apples,"),
                                 (" ", "    sp::tensor<float, Batch> const& pears) const {"),
                                 ("-", "  return apples + pears;"), ("+", "  return apples;"), (" ", "}")])

    def test_the_sentence_is_found_in_every_compilers_line(self):
        for line in (f"a.cpp:3:4: error: invalid use of incomplete type 'struct {SENTENCE}'",
                     f"a.cpp:3:4: error: implicit instantiation of undefined member '{SENTENCE}'",
                     f"a.cpp:3:4: error: '{SENTENCE}' is private within this context",
                     f'a.cpp(3): error: function "sp::f(A)->sp::cannot_f" returns incomplete type "{SENTENCE}"',
                     f"a.cpp:3:4: error: {SENTENCE}"):
            start, end = gallery.sentence_in(line)
            self.assertEqual(line[start:end], SENTENCE)

    def test_a_message_is_escaped_and_its_first_error_marked(self):
        page = gallery.message_html(f"a.cpp: In function 'f<int>':\na.cpp:3:4: error: type '{SENTENCE}'\n"
                                    "    3 |   f<int>(); // a & b\n      |   ^\nb.hpp:1:2: note: declared here")
        self.assertEqual(page.count("<mark>"), 1)
        self.assertIn("f&lt;int&gt;(); // a &amp; b\n      |   ^</pre>", page)
        self.assertIn("<mark>sp::cannot_add&lt;", page)
        self.assertTrue(page.endswith("<p>b.hpp:1:2: note: declared here</p>"), page)

    def test_only_the_numbers_of_the_librarys_lines_may_differ(self):
        pages = ["a.cpp:3:4: error: no\n    9 |  words; // why\n      |  ^\nb.hpp:9:8: note: here\n<pre>    9 |  words;",
                 "a.cpp:3:4: error: no\n  129 |  words; // why\n      |  ^\nb.hpp:129:8: note: here\n<pre>  129 |  words;"]
        self.assertEqual(*map(gallery.without_line_numbers, pages))
        for other in pages[0].replace("3:4", "3:5"), pages[0].replace("words", "swords"):
            self.assertNotEqual(*map(gallery.without_line_numbers, (pages[0], other)))


if __name__ == "__main__":
    unittest.main()
