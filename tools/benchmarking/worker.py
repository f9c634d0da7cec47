# SPDX-License-Identifier: BSL-1.0
"""A worker process and the lines that are said to it (see benchmarks/support/worker.hpp)."""
import os
import pathlib
import subprocess
import tempfile

from . import values


class Failed(Exception):
    """A worker that did not do what it was told, in its own words if it has any."""


def processors(threads):
    """The processors for so many threads: the last ones of those we may use, as the system prefers the first."""
    mine = sorted(os.sched_getaffinity(0))
    if len(mine) < threads:
        raise Failed(f"{threads} threads need as many processors, there are {len(mine)}")
    return set(mine[-threads:])


class Worker:
    """Pinned to as many processors as it may have threads, and told their number in every way that libraries ask for it."""

    def __init__(self, command, workload, settings, threads, processor_time=False):
        mine = processors(threads)
        self._processor_time = processor_time
        environment = dict(os.environ)
        for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            environment[name] = str(threads)
        words = [f"{key}={value}" for key, value in {**settings, "threads": threads}.items()]
        self._said = tempfile.TemporaryFile()
        self._process = subprocess.Popen([*map(str, command), workload, *words], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, stderr=self._said, env=environment, text=True,
                                         preexec_fn=lambda: os.sched_setaffinity(0, mine))
        try:
            self.who = self._answer().removeprefix("ready ")
        except Failed:
            self.__exit__()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._said.close()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._said.seek(0)
            last = self._said.read().decode(errors="replace").strip().splitlines()[-1:]
            raise Failed(last[0] if last else "ended without a word")
        return line.strip()

    def _ask(self, line):
        try:
            print(line, file=self._process.stdin, flush=True)
        except BrokenPipeError:
            pass  # the answer says why
        return self._answer()

    def run(self, times):
        """(seconds for each time, checksum)."""
        seconds, processor_seconds, checksum = map(float, self._ask(f"run {times}").split())
        return (processor_seconds if self._processor_time else seconds) / times, checksum

    def facts(self):
        """What it says about its last time, and the most memory that its process has had."""
        known = {key: int(number) for key, number in (word.split("=") for word in self._ask("facts").split())}
        for line in pathlib.Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                known["peak_bytes"] = int(line.split()[1]) * 1024
        return known

    def values(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "values"
            return values.read(path, self._ask(f"values {path}"))
