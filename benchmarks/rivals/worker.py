# SPDX-License-Identifier: BSL-1.0
"""The worker of support/worker.hpp, in Python: the same lines in and out. A work has run(), which is timed, computed(), a
dictionary of arrays that it left, and optionally checksum()."""
import sys
import time

import numpy


def settings(words):
    """WORKLOAD KEY=NUMBER... as (workload, {key: number})."""
    return words[0], {key: int(number) for key, number in (word.split("=") for word in words[1:])}


def checksum_of(array):
    return float(numpy.mean(numpy.abs(numpy.asarray(array, dtype=numpy.float64))))


def serve(job, who):
    print("ready", who, flush=True)
    for line in sys.stdin:
        order, _, argument = line.strip().partition(" ")
        if order == "run":
            run, times = job.run, range(int(argument))
            used, start = time.process_time(), time.perf_counter()
            for _ in times:
                run()
            seconds, used = time.perf_counter() - start, time.process_time() - used
            checksum = job.checksum() if hasattr(job, "checksum") else checksum_of(next(iter(job.computed().values())))
            print(f"{seconds:.9g} {used:.9g} {checksum:.9g}", flush=True)
        elif order == "values":
            told = []
            with open(argument, "wb") as file:
                for name, array in job.computed().items():
                    array = numpy.ascontiguousarray(array, dtype=numpy.float32)
                    file.write(array.tobytes())
                    told.append(f"{name}:{array.size}")
            print(*told, flush=True)
        elif order == "facts":
            print(flush=True)
        else:
            sys.exit(f"what is {line!r}?")


def main(works, who, prepare=None):
    """Serves the workload that the command line names, one of `works` (a class or function of the settings). who() says
    which library this is, after the work has been made."""
    workload, given = settings(sys.argv[1:])
    if workload not in works:
        sys.exit(f"this program has no workload {workload!r}")
    if prepare is not None:
        prepare(given["threads"])
    job = works[workload](given)
    serve(job, who())
