# SPDX-License-Identifier: BSL-1.0
"""Own code and rivals timed by turns: A B C A B C ..., so that what the machine does beside them meets all."""
import math

from . import timing, values
from .worker import Failed, Worker


class Rivalry:
    """What one case of a workload gave: times of each side, and who was left out and why."""

    def __init__(self):
        self.times = {}  # by side: seconds of each round
        self.who = {}
        self.differences = {}
        self.left_out = {}
        self.facts = {}
        self.peak = []  # what the machine does at most in a second, in the same rounds: operations, or bytes


def repetitions(seconds, least):
    """How often the work is done in one timing that takes at least so long."""
    return max(1, math.ceil(least / max(seconds, 1e-9)))


def computes_loosely(rival):
    return rival.endswith("with TF32")


def tolerance(case, rival):
    return case.loose_tolerance if computes_loosely(rival) else case.tolerance


def checksum_tolerance(case, rival):
    return case.loose_checksum_tolerance if computes_loosely(rival) else case.checksum_tolerance


def run(case, sides, peak, *, threads, rounds, least_seconds, processor_time=False, say=print):
    """Runs one case. `sides` are commands by name, "own" first; `peak` is what shows the machine's most, (command, workload,
    settings, operations or bytes of a run), or None.
    A rival that fails is left out; a rival that computes something else ends it all: throws values.Mismatch."""
    found = Rivalry()
    workers = {}
    try:
        for name, command in sides.items():
            try:
                workers[name] = Worker(command, case.workload, case.settings, threads, processor_time)
                found.who[name] = workers[name].who
            except Failed as fault:
                if name == "own":
                    raise
                found.left_out[name] = str(fault)
                say(f"  without {name}: {fault}")
        # The first time is the one whose values are compared: both have done the same number of steps then.
        for worker in workers.values():
            worker.run(1)
        own_values = workers["own"].values()
        for name in [name for name in workers if name != "own"]:
            try:
                found.differences[name] = values.compare(own_values, workers[name].values(), tolerance(case, name))
            except values.Mismatch as fault:
                if not computes_loosely(name):
                    raise values.Mismatch(f"{case.title}, {name}: {fault}") from None
                found.left_out[name] = str(fault)
                workers.pop(name).__exit__()
        once = max(worker.run(case.warm_up)[0] for worker in workers.values())
        times = repetitions(once, least_seconds)
        if peak:
            command, workload, settings, amount = peak
            workers["peak"] = Worker(command, workload, settings, threads, processor_time)
            peak_times = repetitions(workers["peak"].run(2)[0], least_seconds / 10)
        for _ in range(rounds):
            checksums = {}
            for name, worker in workers.items():
                if name == "peak":
                    found.peak.append(amount / worker.run(peak_times)[0])
                    continue
                seconds, checksums[name] = worker.run(times)
                found.times.setdefault(name, []).append(seconds)
            for name, checksum in checksums.items():
                values.compare_checksums(checksums["own"], checksum, checksum_tolerance(case, name))
        found.facts = {name: worker.facts() for name, worker in workers.items() if name != "peak"}
    finally:
        for worker in workers.values():
            worker.__exit__()
    return found


def report(case, threads, found):
    """The row of results that this case becomes."""
    own = found.times["own"]
    row = {"case": case.title, "workload": case.workload, "settings": case.settings, "threads": threads,
           "own": {"who": found.who["own"], "seconds": timing.summary(own), **found.facts["own"]}, "rivals": {}}
    if case.operations:
        row["own"]["operations_per_second"] = case.operations / timing.median(own)
    if case.bytes:
        row["own"]["bytes_per_second"] = case.bytes / timing.median(own)
    if found.peak:
        row["peak_bytes_per_second" if case.bytes else "peak_operations_per_second"] = timing.median(found.peak)
    for name, times in found.times.items():
        if name != "own":
            row["rivals"][name] = {"who": found.who[name], "seconds": timing.summary(times),
                                   "ratio": timing.ratio(own, times), "greatest_difference": found.differences[name],
                                   "bar": case.bars.get(name), **found.facts[name]}
    if found.left_out:
        row["left_out"] = found.left_out
    return row
