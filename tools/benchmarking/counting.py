# SPDX-License-Identifier: BSL-1.0
"""Instructions instead of seconds, by valgrind: they repeat on a busy machine. Valgrind knows no AVX-512, so these workers
are built for AVX2 (see benchmarks/CMakeLists.txt)."""
import re
import shutil
import subprocess

from . import values
from .worker import Failed, Worker

TIMES = 10


def available():
    return shutil.which("valgrind") is not None


def collected(command, case, times):
    """Instructions of a worker's whole life in which it does its work so often."""
    words = [f"{key}={value}" for key, value in {**case.settings, "threads": 1}.items()]
    run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, command),
                          case.workload, *words], input=f"run {times}\n", capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found:
        raise Failed((run.stderr.strip().splitlines() or ["ended without a word"])[-1])
    return int(found.group(1))


def instructions(command, case):
    """Of the work done once: what more of it costs, so that neither start nor first use counts."""
    return (collected(command, case, 1 + TIMES) - collected(command, case, 1)) / TIMES


def run(case, sides):
    """The row of results of one case. Throws values.Mismatch as alternation.run does."""
    row = {"case": case.title, "workload": case.workload, "settings": case.settings, "threads": 1, "rivals": {}}
    own_values = None
    for name, command in sides.items():
        with Worker(command, case.workload, case.settings, 1) as worker:
            worker.run(1)
            who, computed = worker.who, worker.values()
        count = instructions(command, case)
        if own_values is None:
            own_values = computed
            row["own"] = {"who": who, "instructions": count}
            continue
        try:
            difference = values.compare(own_values, computed, case.tolerance)
        except values.Mismatch as fault:
            raise values.Mismatch(f"{case.title}, {name}: {fault}") from None
        ratio = row["own"]["instructions"] / count
        row["rivals"][name] = {"who": who, "instructions": count, "ratio": {"median": ratio, "quartiles": [ratio, ratio]},
                               "greatest_difference": difference, "bar": case.bars.get(name)}
    return row
