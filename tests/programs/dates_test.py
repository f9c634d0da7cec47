#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the program `dates` as a user does, with a training of a few updates: what is saved answers as what was trained,
and bad arguments and files end with a sentence and the right status. `tests/programs/dates_test.py PROGRAM`"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

PROGRAM = None
TINY = ("--dates", "960", "--threads", "1")  # fifteen updates


def run(*arguments, **options):
    return subprocess.run([PROGRAM, *map(bytes_of, arguments)], capture_output=True, **options)


def bytes_of(argument):
    return argument if isinstance(argument, bytes) else str(argument).encode()


def output(*arguments):
    result = run(*arguments)
    if result.returncode != 0:
        raise AssertionError(f"{arguments} ended with {result.returncode}: {result.stderr.decode()}")
    return result.stdout.decode()


def evaluation(text):
    """The lines from the exact match on: what does not depend on time."""
    return text[text.index("exact match on unseen dates"):]


def samples(text):
    """Written form and answer of each sample that an evaluation shows."""
    return re.findall(r"^  [✓✗] (.*?) *  (\S*)(?: \(it is .*\))?$", text, re.MULTILINE)


class Dates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.here = pathlib.Path(cls.temporary.name)
        cls.model = cls.here / "model"
        cls.trained = output("train", "--out", cls.model, *TINY)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def refused(self, status, sentence, *arguments):
        result = run(*arguments)
        message = result.stderr.decode()
        self.assertEqual(result.returncode, status, message)
        self.assertRegex(message, sentence)
        self.assertTrue(message.startswith("dates: "), message)
        if status == 2:
            self.assertEqual(result.stdout, b"")

    def copy_of_the_model(self, name, change):
        folder = self.here / name
        folder.mkdir()
        weights = bytearray((self.model / "weights.safetensors").read_bytes())
        (folder / "weights.safetensors").write_bytes(change(weights))
        return folder

    def test_what_was_saved_answers_as_what_was_trained(self):
        self.assertEqual(output("evaluate", self.model), evaluation(self.trained))
        shown = samples(self.trained)
        self.assertGreaterEqual(len(shown), 4)
        predicted = output("predict", self.model, *(written for written, _ in shown))
        self.assertEqual(predicted, "".join(f"{written}\t{iso}\n" for written, iso in shown))

    def test_the_same_seed_gives_the_same_model_and_another_seed_another(self):
        again = output("train", "--out", self.here / "again", *TINY)
        self.assertEqual(evaluation(again), evaluation(self.trained))
        weights = [(folder / "weights.safetensors").read_bytes() for folder in (self.model, self.here / "again")]
        self.assertEqual(weights[0], weights[1])
        output("train", "--out", self.here / "other", "--seed", "2", *TINY)
        self.assertNotEqual((self.here / "other" / "weights.safetensors").read_bytes(), weights[0])

    def test_a_training_that_is_done_is_only_evaluated_again(self):
        before = (self.model / "weights.safetensors").read_bytes()
        self.assertEqual(evaluation(output("train", "--out", self.model, *TINY)), evaluation(self.trained))
        self.assertEqual((self.model / "weights.safetensors").read_bytes(), before)

    def test_the_demo_shows_and_writes_the_attention(self):
        folder = self.here / "deep" / "demo"
        text = output("demo", "--out", folder, *TINY)
        path = folder / "dates-attention.svg"
        self.assertIn(str(path), text)
        self.assertEqual(xml.etree.ElementTree.parse(path).getroot().tag, "{http://www.w3.org/2000/svg}svg")
        self.assertEqual([file.name for file in folder.iterdir()], ["dates-attention.svg"])
        self.assertIn("␣", text)

    def test_help_is_no_error(self):
        for command in ((), ("demo",), ("train",), ("evaluate",), ("predict",)):
            self.assertIn("--help", output(*command, "--help"))

    def test_bad_command_lines_are_refused(self):
        for sentence, *arguments in (
            ("a command is missing", ),
            ("there is no command 'guess'", "guess"),
            ("there is no command ''", ""),
            ("there is no command '--size'", "--size"),
            ("'--size' was not expected", "demo", "--size", "3"),
            ("--out: it is empty", "demo", "--out", ""),
            ("--out: 1 required", "demo", "--out"),
            ("--seed: '-1' is not a whole number", "demo", "--seed", "-1"),
            ("--seed: 18446744073709551616 is not within", "demo", "--seed", "18446744073709551616"),
            ("--seed: '7x' is not a whole number", "demo", "--seed", "7x"),
            ("--minutes: nan is not within", "demo", "--minutes", "nan"),
            ("--minutes: 0 is not within", "demo", "--minutes", "0"),
            ("--threads: '1.5' is not a whole number", "demo", "--threads", "1.5"),
            ("--dates: 0 is not within", "train", "--out", "x", "--dates", "0"),
            ("--out is required", "train"),
            ("DIR is required", "evaluate"),
            ("DIR: it is empty", "evaluate", ""),
            ("'more' was not expected", "evaluate", self.model, "more"),
            ("TEXT is required", "predict", self.model),
        ):
            with self.subTest(arguments=arguments):
                self.refused(2, re.escape(sentence), *arguments)
                self.refused(2, r"\nSee dates.* --help\n", *arguments)

    def test_texts_that_cannot_be_dates_are_refused(self):
        good = "3 May 1998"
        self.refused(1, r'date 2: character 3: the token "Q" is not in the vocabulary', "predict", self.model, good, "3 Quay")
        self.refused(1, "date 1: there is no character", "predict", self.model, "", good)
        self.refused(1, "date 1: byte 1: .*not UTF-8", "predict", self.model, b"3\xff")
        self.refused(1, r'character 2: the token "\\x0A"', "predict", self.model, "3\n")

    def test_a_long_text_ends(self):
        text = "3 May 1998 " * 500
        self.assertRegex(output("predict", self.model, text), rf"^{text}\t\S{{0,20}}\n$")

    def test_files_that_are_no_model_are_refused(self):
        self.refused(1, "nowhere/weights.safetensors", "evaluate", self.here / "nowhere")
        self.refused(1, "weights.safetensors", "predict", self.model / "metrics.csv", "3 May 1998")
        cut = self.copy_of_the_model("cut", lambda weights: weights[:-5])
        self.refused(1, "cut/weights.safetensors", "evaluate", cut)
        empty = self.copy_of_the_model("empty", lambda weights: b"")
        self.refused(1, "empty/weights.safetensors", "evaluate", empty)
        # The header begins after the 8 bytes of its length. Nothing has to move for names of the same length.
        nameless = self.copy_of_the_model("nameless", lambda weights: weights.replace(b"vocabulary.iso", b"vocabulary.ISO"))
        self.refused(1, "no metadata \"vocabulary.iso\"", "evaluate", nameless)
        renamed = self.copy_of_the_model("renamed", lambda weights: weights.replace(b"readout.bias", b"readout.BIAS"))
        self.refused(1, '"decoder.readout.bias" is missing in the file', "evaluate", renamed)

        def exchange(weights):  # the halves of a parameter
            data = 8 + int.from_bytes(weights[:8], "little")
            begin, end = (data + at for at in json.loads(weights[8:data])["decoder.combining.weight"]["data_offsets"])
            half = (begin + end) // 2
            return weights[:begin] + weights[half:end] + weights[begin:half] + weights[end:]

        self.refused(1, "the probe .* gives .* but gave", "evaluate", self.copy_of_the_model("exchanged", exchange))

    def test_a_training_goes_on_with_its_own_settings_only(self):
        def contents():
            return {file: file.read_bytes() for file in self.model.rglob("*") if file.is_file()}

        before = contents()
        self.refused(1, "belongs to a training on other data", "train", "--out", self.model, "--seed", "3", *TINY)
        self.assertEqual(contents(), before)

    def test_places_that_cannot_be_written_are_refused(self):
        self.refused(1, "metrics.csv", "train", "--out", self.model / "metrics.csv", *TINY)
        self.refused(1, "no/such/folder", "train", "--out", self.here / "no/such/folder", *TINY)
        self.refused(1, "metrics.csv", "demo", "--out", self.model / "metrics.csv", *TINY)
        with open("/dev/full", "wb") as full:
            result = subprocess.run([PROGRAM, "evaluate", self.model], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"standard output cannot be written", result.stderr)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
