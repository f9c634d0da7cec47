#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""tools/bench without rivals and without a compiler: its statistics, its comparison of values, its table, and a whole run
with workers that are scripts of a few lines. No time is judged."""
import json
import pathlib
import re
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from benchmarking import alternation, results, table, timing, values  # noqa: E402
from benchmarking.gpu_workloads import COPY, GPU_GROUPS  # noqa: E402
from benchmarking.worker import Failed, Worker  # noqa: E402
from benchmarking.workloads import GROUPS, Case  # noqa: E402

# A worker that needs no library: VALUE is what it computes, SLEEP the seconds that it takes.
WORKER = '''
import array, sys, time

value, log = float(VALUE), LOG
if value < 0: sys.exit("this library is broken")
print("ready fake", flush=True)
for line in sys.stdin:
    order, _, argument = line.strip().partition(" ")
    if log and order == "run": open(log, "a").write(NAME + " ")
    if order == "run":
        time.sleep(SLEEP)
        print(SLEEP * int(argument), 2 * SLEEP * int(argument), value, flush=True)
    elif order == "facts":
        print("allocations=0 tape_bytes=2000000", flush=True)
    else:
        with open(argument, "wb") as file: array.array("f", [value, 1.0]).tofile(file)
        print("y:2", flush=True)
'''


class Fakes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def fake(self, name, value=1.0, sleep=1e-4, log=None):
        path = self.folder / f"{name}.py"
        text = WORKER.replace("VALUE", repr(value)).replace("SLEEP", repr(sleep))
        path.write_text(text.replace("LOG", repr(str(log) if log else "")).replace("NAME", repr(name)))
        return [sys.executable, path]

    def run_case(self, sides, **more):
        case = Case("a case", "work", {"size": 3}, operations=6.0, bars={"rival": 0.5})
        found = alternation.run(case, sides, None, threads=1, rounds=3, least_seconds=1e-4, say=lambda _: None, **more)
        return alternation.report(case, 1, found)


class Timing(unittest.TestCase):
    def test_quantiles_lie_on_lines_between_the_sorted_numbers(self):
        self.assertEqual(timing.median([3, 1, 2]), 2)
        self.assertEqual(timing.median([4, 1, 2, 3]), 2.5)
        self.assertEqual(timing.quantile([1, 2, 3, 4, 5], 0.25), 2)

    def test_a_ratio_is_taken_round_by_round(self):
        # The second round is ten times as slow for both: the ratio does not see it.
        self.assertEqual(timing.ratio([1, 10, 1], [2, 20, 2])["quartiles"], [0.5, 0.5])

    def test_short_work_is_repeated(self):
        self.assertEqual(alternation.repetitions(0.003, 0.01), 4)
        self.assertEqual(alternation.repetitions(5, 0.01), 1)


class Values(unittest.TestCase):
    def test_the_greatest_number_is_the_measure(self):
        self.assertEqual(values.compare({"y": [100.0, 1.0]}, {"y": [100.0, 1.5]}, 0.01), 0.005)

    def test_what_differs_is_named(self):
        with self.assertRaisesRegex(values.Mismatch, "^d_w differs by 0.5"):
            values.compare({"y": [1.0], "d_w": [2.0]}, {"y": [1.0], "d_w": [1.0]}, 0.1)

    def test_other_names_and_counts_are_refused(self):
        with self.assertRaisesRegex(values.Mismatch, "own code gives y, the rival z"):
            values.compare({"y": [1.0]}, {"z": [1.0]}, 0.1)
        with self.assertRaisesRegex(values.Mismatch, "y: 1 numbers against 2"):
            values.compare({"y": [1.0]}, {"y": [1.0, 1.0]}, 0.1)

    def test_nan_is_never_equal(self):
        for own, other in (([float("nan"), 1.0], [float("nan"), 1.0]), ([1.0, 2.0], [1.0, float("nan")])):
            with self.assertRaisesRegex(values.Mismatch, "not finite"):
                values.compare({"y": own}, {"y": other}, 0.1)
        with self.assertRaises(values.Mismatch):
            values.compare_checksums(float("nan"), float("nan"), 0.1)


class Alternation(Fakes):
    def test_sides_run_by_turns(self):
        log = self.folder / "log"
        self.run_case({"own": self.fake("A", log=log), "rival": self.fake("B", log=log)})
        self.assertRegex(log.read_text(), "(A B ){3}$")

    def test_a_row_has_times_ratios_and_bars(self):
        row = self.run_case({"own": self.fake("own", sleep=0.001), "rival": self.fake("rival", sleep=0.002)})
        rival = row["rivals"]["rival"]
        self.assertAlmostEqual(rival["ratio"]["median"], 0.5)
        self.assertEqual((rival["who"], rival["bar"], rival["ratio"]["count"]), ("fake", 0.5, 3))
        self.assertAlmostEqual(row["own"]["operations_per_second"], 6000)

    def test_on_a_busy_machine_the_time_of_the_processor_counts(self):
        row = self.run_case({"own": self.fake("own", sleep=0.001)}, processor_time=True)
        self.assertAlmostEqual(row["own"]["seconds"]["median"], 0.002)

    def test_another_result_refuses_the_report(self):
        with self.assertRaisesRegex(values.Mismatch, "a case, rival: y differs"):
            self.run_case({"own": self.fake("own"), "rival": self.fake("rival", value=1.01)})

    def test_a_rival_that_fails_is_left_out_with_its_words(self):
        row = self.run_case({"own": self.fake("own"), "rival": self.fake("rival", value=-1.0)})
        self.assertEqual((row["rivals"], row["left_out"]), ({}, {"rival": "this library is broken"}))

    def test_a_rival_with_fewer_digits_may_differ_by_more_or_is_left_out(self):
        case = Case("a case", "work", {}, loose_tolerance=0.02, loose_checksum_tolerance=0.02)
        for value, left_out in ((1.01, False), (1.1, True)):
            sides = {"own": self.fake("own"), "PyTorch with TF32": self.fake("rival", value=value)}
            found = alternation.run(case, sides, None, threads=1, rounds=1, least_seconds=1e-4, say=lambda _: None)
            self.assertEqual(("PyTorch with TF32" in found.left_out, len(found.times)), (left_out, 1 if left_out else 2))

    def test_what_moves_memory_is_told_in_bytes_and_in_parts_of_a_copy(self):
        case = Case("a case", "work", {}, bytes=2e6)
        peak = (self.fake("copy", sleep=0.001), "copy", {"bytes": 4}, 4e6)
        found = alternation.run(case, {"own": self.fake("own", sleep=0.001)}, peak, threads=1, rounds=1, least_seconds=1e-4)
        self.assertEqual(table.rate(alternation.report(case, 1, found)), "2 GB/s, 50 % of a copy")

    def test_own_code_that_fails_is_no_result(self):
        with self.assertRaisesRegex(Failed, "this library is broken"):
            self.run_case({"own": self.fake("own", value=-1.0)})

    def test_too_many_threads_are_refused(self):
        with self.assertRaisesRegex(Failed, "4096 threads need as many processors"):
            Worker(self.fake("own"), "work", {}, 4096)


class Results(Fakes):
    def result(self):
        row = self.run_case({"own": self.fake("own", sleep=0.001), "rival": self.fake("rival", sleep=0.002)})
        row["left_out"] = {"absent": "not installed"}
        return results.record("name", "A title", {"text": "a machine"}, {"rounds": 3}, [row])

    def test_what_is_written_is_read_again_and_short(self):
        path = results.write(self.folder / "results", self.result())
        self.assertEqual(results.read_all(path.parent)[0]["rows"][0]["settings"], {"size": 3})
        self.assertIsNone(re.search(r"\d\.\d{8}", path.read_text()))
        self.assertEqual(json.loads(path.read_text())["title"], "A title")

    def test_the_document_has_a_row_for_each_case(self):
        text = table.document([self.result()])
        self.assertIn("| case | threads | ours | rate | rival | ours / rival |", text)
        self.assertIn("| a case | 1 | 1 ms |", text)
        self.assertIn("| 2 ms | 0.50, bar 0.5 |", text)
        self.assertRegex(text, "0 allocations in a step .* 2 MB; most memory of the whole process: ours [1-9]")
        self.assertIn("Left out: absent: not installed.", text)
        for line in text.splitlines():
            if line.startswith("| a case"):
                self.assertEqual(line.count("|"), 7)

    def test_a_missed_bar_is_marked(self):
        rival = {"ratio": {"median": 0.7, "quartiles": [0.69, 0.71]}, "bar": 0.65}
        self.assertEqual(table.ratio(rival), "0.70 (0.69 to 0.71), bar 0.65 **missed**")


class Workloads(unittest.TestCase):
    def test_every_worker_has_its_source(self):
        sources = pathlib.Path(__file__).resolve().parent.parent / "benchmarks"
        self.assertTrue((sources / "own" / f"{COPY[0]}.cu").exists())
        for group in GROUPS + GPU_GROUPS:
            for case in group.cases:
                self.assertTrue((sources / "own" / f"{case.own or group.own}.cpp").exists(), group.name)
            for program in group.rivals.values():
                self.assertTrue(any((sources / "rivals").glob(f"{program}.*")), program)

    def test_names_are_unique(self):
        groups = GROUPS + GPU_GROUPS
        self.assertEqual(len({group.name for group in groups}), len(groups))
        for group in groups:
            self.assertEqual(len({case.title for case in group.cases}), len(group.cases))


if __name__ == "__main__":
    unittest.main()
