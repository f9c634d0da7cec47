# SPDX-License-Identifier: BSL-1.0
"""The worker of support/worker.hpp, in Python: the same lines in and out. A work has run(), which is timed, computed(), a
dictionary of arrays that it left, and optionally checksum(). wait() is called before the clock is read: what a GPU has been
told is done then."""
import sys
import time

import numpy


def settings(words):
    """WORKLOAD KEY=NUMBER... as (workload, {key: number})."""
    return words[0], {key: int(number) for key, number in (word.split("=") for word in words[1:])}


def on_host(array):
    return array.detach().cpu() if hasattr(array, "detach") else array


def checksum_of(array):
    return float(numpy.mean(numpy.abs(numpy.asarray(on_host(array), dtype=numpy.float64))))


def nothing():
    pass


def serve(job, who, wait=nothing):
    print("ready", who, flush=True)
    for line in sys.stdin:
        order, _, argument = line.strip().partition(" ")
        if order == "run":
            run, times = job.run, range(int(argument))
            wait()
            used, start = time.process_time(), time.perf_counter()
            for _ in times:
                run()
            wait()
            seconds, used = time.perf_counter() - start, time.process_time() - used
            checksum = job.checksum() if hasattr(job, "checksum") else checksum_of(next(iter(job.computed().values())))
            print(f"{seconds:.9g} {used:.9g} {checksum:.9g}", flush=True)
        elif order == "values":
            told = []
            with open(argument, "wb") as file:
                for name, array in job.computed().items():
                    array = numpy.ascontiguousarray(on_host(array), dtype=numpy.float32)
                    file.write(array.tobytes())
                    told.append(f"{name}:{array.size}")
            print(*told, flush=True)
        elif order == "facts":
            print(flush=True)
        else:
            sys.exit(f"what is {line!r}?")


def main(works, who, prepare=None):
    """Serves the workload that the command line names, one of `works` (a class or function of the settings). who() says
    which library this is, after the work has been made. prepare(settings) comes before that, and may give a function that
    waits for a device."""
    workload, given = settings(sys.argv[1:])
    if workload not in works:
        sys.exit(f"this program has no workload {workload!r}")
    wait = prepare(given) if prepare is not None else None
    job = works[workload](given)
    serve(job, who(), wait or nothing)
