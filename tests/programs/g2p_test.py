#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the program `g2p` as a user does, on a made-up language whose words are said letter by letter, with trainings of
seconds. `tests/programs/g2p_test.py PROGRAM`"""
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

PROGRAM = None
SOUNDS = {"A": "AA", "B": "B", "E": "EH", "K": "K", "O": "OW", "S": "S", "T": "T"}
SMALL = {"layers": 1, "width": 16, "epochs": 12, "warm-up": 5, "batch-tokens": 256, "threads": 1, "learning-rate": 0.02,
         "dropout": 0}


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)


def output(*arguments):
    result = run(*arguments)
    if result.returncode != 0:
        raise AssertionError(f"{arguments} ended with {result.returncode}: {result.stderr}")
    return result.stdout


def train(dictionary, folder, **options):
    wanted = SMALL | {name.replace("_", "-"): value for name, value in options.items()}
    return output("train", dictionary, "--out", folder, *(part for name, value in wanted.items() for part in (f"--{name}", value)))


def words(count, seed):
    chooser = random.Random(seed)
    found = set()
    while len(found) < count:
        found.add("".join(chooser.choice(sorted(SOUNDS)) for _ in range(chooser.randint(2, 6))))
    return sorted(found)


class G2p(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.here = pathlib.Path(cls.temporary.name)
        cls.dictionary = cls.here / "words.tsv"
        cls.dictionary.write_text("".join(f"{word}\t{' '.join(SOUNDS[c] for c in word)}\n" for word in words(400, 1)))
        cls.model = cls.here / "model"
        train(cls.dictionary, cls.model)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def refused(self, status, sentence, *arguments):
        result = run(*arguments)
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertRegex(result.stderr, sentence)
        self.assertTrue(result.stderr.startswith("g2p: "), result.stderr)

    def test_it_learns(self):
        rates = re.findall(r"WER ([\d.]+) %  PER ([\d.]+) %", output("evaluate", self.model, self.dictionary, "--beam", "3"))
        self.assertEqual(len(rates), 2)  # greedy and beam
        for word_errors, phone_errors in rates:
            self.assertLess(float(word_errors), 60)
            self.assertLess(float(phone_errors), 30)

    def test_answers_do_not_depend_on_the_batch(self):
        small, large = (output("evaluate", self.model, self.dictionary, "--beam", "3", "--batch-tokens", size)
                        for size in (16, 4096))
        self.assertEqual(small, large)
        together = output("predict", self.model, "BAT", "STAKE", "O", "--nbest", "2").splitlines()
        alone = [line for word in ("BAT", "STAKE", "O")
                 for line in output("predict", self.model, word, "--nbest", "2").splitlines()]
        self.assertEqual(together, alone)

    def test_predictions_come_best_first_with_scores(self):
        lines = [line.split("\t") for line in output("predict", self.model, "task", "--nbest", "3").splitlines()]
        self.assertEqual({word for word, _, _ in lines}, {"TASK"})
        scores = [float(score) for _, _, score in lines]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertEqual(len({phones for _, phones, _ in lines}), len(lines))

    def test_weights_in_bf16_say_nearly_the_same(self):
        exact, rounded = (output("predict", self.model, "BAT", "STAKE", "--nbest", "1", *more).split("\t")
                          for more in ((), ("--bf16",)))
        self.assertNotEqual(exact, rounded)  # other weights
        scores = [[float(text.split("\n")[0]) for text in answer[2::2]] for answer in (exact, rounded)]
        for one, other in zip(*scores, strict=True):
            self.assertAlmostEqual(one, other, delta=0.05)
        small, large = (output("evaluate", self.model, self.dictionary, "--beam", "2", "--batch-tokens", size, "--bf16")
                        for size in (16, 4096))
        self.assertEqual(small, large)

    def test_attention_is_drawn(self):
        picture = self.here / "picture.svg"
        self.assertIn(str(picture), output("attention", self.model, "stake", "--svg", picture))
        self.assertIn("svg", xml.etree.ElementTree.parse(picture).getroot().tag)

    def test_every_kind_of_attention_and_number_of_layers_trains(self):
        for attention in ("dot", "additive"):
            for layers in ("1", "2", "3"):
                folder = self.here / f"{attention}{layers}"
                train(self.dictionary, folder, epochs=1, warm_up=1, attention=attention, layers=layers)
                for more in ((), ("--bf16",)):
                    self.assertIn("WER", output("evaluate", folder, self.dictionary, "--beam", "1", *more))

    def test_an_ended_training_is_not_overwritten(self):
        before = (self.model / "weights.safetensors").read_bytes()
        self.refused(1, "holds a training already", "train", self.dictionary, "--out", self.model)
        self.assertEqual((self.model / "weights.safetensors").read_bytes(), before)
        output("train", self.dictionary, "--out", self.model, "--resume")  # nothing is left to do
        self.assertEqual((self.model / "weights.safetensors").read_bytes(), before)

    def test_what_is_wrong_is_said(self):
        self.refused(1, "never seen the letter 'X'", "predict", self.model, "AXE")
        self.refused(1, "No such file", "evaluate", self.model, self.here / "nothing.tsv")
        self.refused(1, "weights.safetensors", "predict", self.here / "nowhere", "BAT")
        self.refused(1, "no training to go on with", "train", self.dictionary, "--out", self.here / "new", "--resume")
        self.refused(2, "width", "train", self.dictionary, "--out", self.here / "new", "--width", "0")
        self.refused(2, "attention", "train", self.dictionary, "--out", self.here / "new", "--attention", "none")
        bad = self.here / "bad.tsv"
        bad.write_text("BAT\tB AA T\nBAD\n")
        self.refused(1, r"bad.tsv:2", "train", bad, "--out", self.here / "new")
        damaged = self.here / "damaged"
        damaged.mkdir()
        (damaged / "weights.safetensors").write_bytes((self.model / "weights.safetensors").read_bytes()[:-1])
        self.refused(1, "weights.safetensors", "predict", damaged, "BAT")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
