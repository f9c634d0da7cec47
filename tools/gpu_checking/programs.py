# SPDX-License-Identifier: BSL-1.0
"""Programs for the GPU, built side by side: each alone, so that one that does not compile keeps no other from running."""
import concurrent.futures
import os
import signal
import subprocess
import time

from .toolchain import REPOSITORY

TESTS = REPOSITORY / "tests"
WORKERS = REPOSITORY / "benchmarks" / "own"
NEVER = {"emulation_test"}  # it tests the emulator


def kernel_tests():
    """The sources of the kernels' tests by name."""
    return {path.stem: path for path in sorted((TESTS / "cuda").glob("*.cpp")) if path.stem not in NEVER}


def operation_tests():
    """Those of the operations' that check gradients; with OPERATION_FLAGS they do it on a tape of the GPU."""
    return {path.stem: path for path in sorted((TESTS / "run").glob("op_*.cpp"))
            if "check_gradient(" in path.read_text(encoding="utf-8")}


OPERATION_FLAGS = ["-DSHAPEPROOF_TEST_CUDA"]


def workers(names):
    """The sources of the benchmarks' own workers by name."""
    return {name: next(WORKERS.glob(f"{name}.c*")) for name in names}


class Programs:
    """All programs wanted, in the order in which they are compiled. built(name) waits for one: its path, or None."""

    def __init__(self, toolchain, folder, jobs):
        self._toolchain, self._folder = toolchain, folder
        self._pool = concurrent.futures.ThreadPoolExecutor(jobs)
        self._objects, self._programs = {}, {}
        self._running = set()
        self.record = {}
        folder.mkdir(parents=True, exist_ok=True)

    def want(self, sources, flags, main=None):
        """`main`, a source without CUDA, is linked to each."""
        if main is not None and main not in self._objects:
            self._objects[main] = self._pool.submit(self._compile, main, "c++", main.stem, ["-O1"])
        for name, source in sources.items():
            if name not in self._programs:
                self._programs[name] = self._pool.submit(self._program, name, source, flags, main)

    def names(self):
        return list(self._programs)

    def built(self, name, seconds=None):
        """Waits so long. None if it is not built, for whatever reason; record[name] says why."""
        try:
            return self._programs[name].result(timeout=seconds) if name in self._programs else None
        except (concurrent.futures.TimeoutError, concurrent.futures.CancelledError):
            return None

    def finish(self, seconds):
        """Waits so long for all and gives the rest up, so that the processors are idle afterwards."""
        concurrent.futures.wait(self._programs.values(), timeout=max(0, seconds))
        for future in self._programs.values():
            future.cancel()
        for process in list(self._running):
            os.killpg(process.pid, signal.SIGKILL)
        self._pool.shutdown()
        for name in self.names():
            self.record.setdefault(name, {"status": "out of time"})

    def _program(self, name, source, flags, main):
        start = time.monotonic()
        objects = [self._compile(source, "cu", name, flags)]
        if main is not None:
            objects.append(self._objects[main].result())
        if None in objects:
            if objects[0] is not None:
                self.record[name] = {"status": "failed", "said": f"{main.name} does not compile"}
            return None
        program = self._place(name)
        linked = self._run([self._toolchain.nvcc, f"-ccbin={self._toolchain.host}", *objects, "-o", program,
                            *self._toolchain.libraries], name)
        self.record[name]["seconds"] = time.monotonic() - start
        return program if linked else None

    def _place(self, name):
        return self._folder / name.replace("/", "_")

    def _compile(self, source, language, name, flags):
        to = self._place(name).with_suffix(".o")
        command = [self._toolchain.nvcc, *self._toolchain.flags(*flags), "-x", language, "-c", source, "-o", to]
        return to if self._run(command, name) else None

    def _run(self, command, name):
        """Whether a step of the compiler went well."""
        command = [str(word) for word in command]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                                   start_new_session=True)
        self._running.add(process)
        said, _ = process.communicate()
        self._running.discard(process)
        known = self.record.setdefault(name, {"command": " ".join(command), "warnings": 0})
        known["status"] = {0: "built", -signal.SIGKILL: "out of time"}.get(process.returncode, "failed")
        known["warnings"] += said.count("warning")
        if said:
            known["said"] = "\n".join(said.splitlines()[:30])
        return process.returncode == 0


def jobs():
    """As many compilers at once as there are processors and memory for, at 2.5 GB each."""
    try:
        memory = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        memory = 0
    return max(1, min(len(os.sched_getaffinity(0)), int(memory / 2.5e9)))
