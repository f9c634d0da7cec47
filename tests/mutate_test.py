#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The rules of tools/mutate, tried on small texts: each finds its places and changes what it should, by names in scope; and
what becomes of a change is read from what a compiler or a program says. Nothing is compiled here."""
import pathlib
import re
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from mutation import judge  # noqa: E402
from mutation.rules import RULES  # noqa: E402
from mutation.source import Source  # noqa: E402

AXES = """struct Batch : sp::axis<> {};
struct Letter : sp::axis<27> {};
struct Width : sp::axis<8> {};
struct Letters : sp::ragged<Batch> {};
"""
MODEL = AXES + """struct vocabularies { sp::vocabulary<Letter> written; sp::vocabulary<Width> said; int size; };
struct reader {
  BOOST_HANA_DEFINE_STRUCT(reader, (sp::embedding<Letter, Width>, letters), (sp::linear<Width, Letter>, out));
  auto operator()(sp::operand auto const& ids) const { return out(letters(ids)); }
};
"""


def body(text, before=AXES):
    return before + "void program() {\n  " + text + "\n}\n"


def changes(rule, text):
    """The changed texts of the lines that a rule changes, in order."""
    found = []
    for site in RULES[rule](Source(text)):
        for edits in site.alternatives:
            changed = text
            for start, end, new in sorted(edits, reverse=True):
                changed = changed[:start] + new + changed[end:]
            found += [new.strip() for old, new in zip(text.splitlines(), changed.splitlines()) if old != new]
    return found


class Rules(unittest.TestCase):
    def check(self, rule, text, *expected, before=AXES):
        found = changes(rule, body(text, before))
        self.assertEqual([one for one in found if not one.startswith("struct")], list(expected))

    def test_another_axis_is_one_in_sight(self):
        self.check("another axis", "auto y = sp::sum<Width>(x);",
                   "auto y = sp::sum<Batch>(x);", "auto y = sp::sum<Letter>(x);", "auto y = sp::sum<Letters>(x);")
        roles = "auto k = sp::rename<Width, sp::key<Width>>(x); auto y = sp::sum<Batch>(k);"
        self.assertIn("auto k = sp::rename<Width, sp::key<Width>>(x); auto y = sp::sum<sp::key<Width>>(k);",
                      changes("another axis", body(roles)))

    def test_an_axis_is_not_used_before_it_is_declared(self):
        declared = [line for line in changes("another axis", AXES) if line.startswith("struct Letters")]
        self.assertEqual(declared, ["struct Letters : sp::ragged<Letter> {};", "struct Letters : sp::ragged<Width> {};"])

    def test_comparisons_and_comments_are_no_template_arguments(self):
        self.check("another axis", "bool b = 1 < Width::fixed; // sum<Width>")
        self.check("another axis", '\n#ifdef MISTAKE_1\n  sp::sum<Width>(x);\n#endif\n  std::puts("sum<Width>");')

    def test_axes_and_roles(self):
        self.check("axes swapped", "sp::tensor<float, Batch, Width> x;", "sp::tensor<float, Width, Batch> x;")
        self.check("role dropped", "auto y = sp::sum<sp::key<Width>>(x);", "auto y = sp::sum<Width>(x);")
        self.check("prefix and target swapped", "auto y = taught.prefix;", "auto y = taught.target;")
        self.check("reduced axis dropped", "auto y = sp::mean<Letters>(x);", "auto y = sp::mean(x);")
        self.assertEqual(changes("raggedness dropped", AXES), ["struct Letters : sp::axis<> {};"])

    def test_elements(self):
        self.check("cast dropped", "auto y = sp::cast<float>(x + 1);", "auto y = x + 1;")
        self.check("cast changed", "auto y = sp::cast<int>(x);", "auto y = sp::cast<float>(x);",
                   "auto y = sp::cast<double>(x);", "auto y = sp::cast<bool>(x);")
        self.check("element changed", "sp::tensor<sp::index<Letter>, Batch> x;", "sp::tensor<int, Batch> x;")
        self.check("ids unchecked", "auto y = sp::check_index<Letter>(raw, n);", "auto y = raw;")
        self.check("ids unchecked", 'auto y = words.written.encode("a");', "auto y = 0;")
        self.check("ids unchecked", "auto y = sp::at<Letter, 3>();", "auto y = 3;")
        self.check("softmax before a loss", "sp::cross_entropy<Letter>(f(x), y);",
                   "sp::cross_entropy<Letter>(sp::softmax<Letter>(f(x)), y);")

    def test_an_extent_is_wrong_only_where_it_is_said_again(self):
        self.check("wrong extent", "auto x = sp::tensor<float, Batch>(Batch{2});")
        self.check("wrong extent", "auto x = f(Batch{2}); auto y = f(Batch{2});",
                   "auto x = f(Batch{1}); auto y = f(Batch{2});", "auto x = f(Batch{3}); auto y = f(Batch{2});",
                   "auto x = f(Batch{2}); auto y = f(Batch{1});", "auto x = f(Batch{2}); auto y = f(Batch{3});")
        self.check("wrong extent", "auto x = sp::tensor<float, Batch>::of({1, 2}, Batch{2});",
                   "auto x = sp::tensor<float, Batch>::of({1, 2}, Batch{1});",
                   "auto x = sp::tensor<float, Batch>::of({1, 2}, Batch{3});")
        self.check("wrong extent", "sp::model<reader> model(1, Batch{rows});")  # there it is what it is

    def test_widths_are_free_but_the_extents_of_listed_numbers_are_not(self):
        listed = body("auto x = sp::tensor<float, Width>::of({1, 2, 3, 4, 5, 6, 7, 8});")
        self.assertEqual(changes("wrong extent", listed), ["struct Width : sp::axis<7> {};", "struct Width : sp::axis<9> {};"])

    def test_lengths_and_positions(self):
        self.check("another length", "Letters l{{3}};")
        self.check("another length", "f(Letters{{3, 1}});", "f(Letters{{2, 1}});", "f(Letters{{4, 1}});",
                   "f(Letters{{3, 0}});", "f(Letters{{3, 2}});")
        self.check("off-by-one position", "auto y = sp::slice<Width>(x, 2, Part{3});",
                   "auto y = sp::slice<Width>(x, 2 + 1, Part{3});", "auto y = sp::slice<Width>(x, 2 - 1, Part{3});")

    def test_operands_are_tensors_that_are_declared_before(self):
        text = "auto x = sp::f(1); auto y = sp::f(2); auto z = sp::dot<Width>(x, y); auto later = sp::exp(z);"
        self.assertEqual([line[line.index("auto z"):line.index("auto later")].strip() for line in
                          changes("another operand", body(text)) if "dot<Width>(x, y)" not in line],
                         ["auto z = sp::dot<Width>(y, y);", "auto z = sp::dot<Width>(x, x);"])
        self.check("operands swapped", "auto z = sp::dot<Width>(x, y);", "auto z = sp::dot<Width>(y, x);")
        self.check("operands swapped", "auto x = sp::f(1); auto y = sp::f(2); auto z = x - sp::g(y);",
                   "auto x = sp::f(1); auto y = sp::f(2); auto z = sp::g(y) - x;")

    def test_numbers_options_and_words_are_no_operands(self):
        self.check("another operand", 'int n = 1; auto const cat = w.encode("cat"); auto x = sp::f(1); auto z = sp::exp(x) + n;')

    def test_calls_and_tapes(self):
        self.check("call dropped", "auto y = sp::rename<Width, Batch>(x);", "auto y = x;")
        self.check("tape dropped", "auto y = model(tape(words.secret));", "auto y = model(words.secret);")

    def test_members_of_the_same_struct(self):
        # `size` is a number: it is none of those that could be meant.
        self.check("another member", "vocabularies const& with = f(); auto y = with.written.extent();",
                   "vocabularies const& with = f(); auto y = with.said.extent();", before=MODEL)

    def test_layers_of_the_same_model(self):
        self.assertEqual(changes("another layer", MODEL), [
            "auto operator()(sp::operand auto const& ids) const { return letters(letters(ids)); }",
            "auto operator()(sp::operand auto const& ids) const { return out(out(ids)); }"])

    def test_states_and_markers(self):
        self.check("another state", "auto h = std::get<0>(state);", "auto h = std::get<1>(state);")
        self.check("another state", "auto const& [ahead, behind] = run.state;", "auto const& [behind, ahead] = run.state;")
        self.check("markers swapped", "f(words.begin_marker());", "f(words.end_marker());")
        self.check("source and target swapped", "lengths.push_back({.source = a, .target = b});",
                   "lengths.push_back({.source = b, .target = a});")

    def test_every_rule_is_tried(self):
        tried = set(re.findall(r'(?:check|changes)\("([^"]+)"', pathlib.Path(__file__).read_text(encoding="utf-8")))
        self.assertEqual(tried, set(RULES))


class Verdicts(unittest.TestCase):
    def test_a_refusal_is_about_types(self):
        sentence = "a.cpp:1:2: error: invalid use of incomplete type 'struct sp::cannot_add<A, B>::because_x::do_y'"
        self.assertEqual(judge.refusal("note\n" + sentence), judge.Verdict(judge.REFUSED, sentence))
        plain = "a.cpp:1:2: error: no matching function for call to 'f(int)'"
        self.assertEqual(judge.refusal(plain).kind, judge.REFUSED)
        for nonsense in ("'x' was not declared in this scope", "expected ';' before 'y'", "use of 'x' before deduction of 'auto'"):
            self.assertEqual(judge.refusal("a.cpp:1:2: error: " + nonsense).kind, judge.NONSENSE)

    def test_only_errors_of_the_library_count_as_caught(self):
        self.assertEqual(judge.failed("status -6: terminate called after throwing an instance of 'sp::extent_error'").kind,
                         judge.BOUNDARY)
        self.assertEqual(judge.failed("status 1: g2p: the word is empty").kind, judge.BOUNDARY)
        self.assertEqual(judge.failed("status -6: terminate called after throwing an instance of 'sp::number_error'").kind,
                         judge.TRAINING)
        self.assertEqual(judge.failed("status -11: ").kind, judge.SILENT)
        self.assertEqual(judge.failed("status -6: ... instance of 'std::bad_alloc'").kind, judge.SILENT)

    def test_names_of_types_and_rounding_do_not_count_as_other_numbers(self):
        one = "x = tensor<float, Batch, Width>: Batch 2, Width 3; min 1, mean 2\n[1, 2.00001]\n"
        self.assertTrue(judge.same_numbers(one, one.replace("Width", "Hidden").replace("2.00001", "2.00002")))
        self.assertFalse(judge.same_numbers(one, one.replace("[1", "[3")))
        self.assertFalse(judge.same_numbers("the cat 1", "the dog 1"))


if __name__ == "__main__":
    unittest.main()
