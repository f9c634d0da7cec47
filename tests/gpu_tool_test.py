#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""tools/gpu without a GPU: what it makes of the words of test programs and of compute-sanitizer, and a whole run with a GPU,
a compiler and a sanitizer that are scripts of a few lines."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TOOLS = pathlib.Path(__file__).resolve().parent.parent / "tools"
sys.path.insert(0, str(TOOLS))
from gpu_checking import checks  # noqa: E402

SUMMARY = "[doctest] test cases: {} | {} passed | {} failed | 0 skipped"
GOOD = "echo '" + SUMMARY.format(2, 2, 0) + "'"
BAD = "echo 'TEST CASE:  one, and another'; echo '" + SUMMARY.format(2, 1, 1) + "'; exit 1"
CLEAN = "echo '========= ERROR SUMMARY: 0 errors'; echo '========= RACECHECK SUMMARY: 0 hazards displayed (0 errors, 0 warnings)'"

# A compiler that makes objects of nothing, and programs that are scripts; it refuses one source.
NVCC = f'''#!/bin/sh
case "$*" in --version) echo "release 13.0, V13.0.88"; exit;; *-c*softmax.cpp*) echo "error: refused"; exit 1;; esac
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\n%s\\n' "{GOOD}" > "$2"; chmod +x "$2"
'''
SMI = "#!/bin/sh\necho 'A GPU, 580.1, 9.0, 81559, 1980'\n"
SANITIZER = f"#!/bin/sh\n{CLEAN}\n"


class Scripts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def script(self, text, name="program"):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text if text.startswith("#!") else f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path


class Checks(Scripts):
    def test_a_program_passes_fails_is_skipped_crashes_or_takes_too_long(self):
        for text, status in ((GOOD, "passed"), (BAD, "failed"), ("kill -SEGV $$", "crashed"), ("exec sleep 5", "out of time"),
                             ("echo 'skipped, there is no GPU: x'; " + GOOD, "skipped"),
                             ("echo '" + SUMMARY.format(0, 0, 0) + "'", "failed")):
            with self.subTest(text):
                self.assertEqual(checks.test(self.script(text), 1)["status"], status)

    def test_counts_and_last_words_are_kept(self):
        found = checks.test(self.script(BAD), 5)
        self.assertEqual((found["cases"], found["passed"], found["failed"]), (2, 1, 1))
        self.assertIn("one, and another", found["said"])

    def test_cases_run_one_by_one(self):
        program = self.script('''case "$1" in
--list-test-cases) echo "[doctest] listing all test case names"; echo ====; echo "one, and another"; echo "two"; echo ====;;
"--test-case=one\\\\, and another") exit 1;;
esac''')
        self.assertEqual(checks.case_by_case(program, 10), {"one, and another": "failed", "two": "passed"})

    def test_findings_are_counted(self):
        for text, status, findings in ((CLEAN, "clean", 0),
                                       ("echo '========= ERROR SUMMARY: 3 errors'", "found something", 3),
                                       ("echo 'Device not supported'; exit 1", "did not run", None)):
            found = checks.sanitized(self.script(text, "sanitizer"), "memcheck", self.script(GOOD), 5)
            self.assertEqual((found["status"], found.get("findings")), (status, findings))
        found = checks.sanitized(
            self.script("echo '========= RACECHECK SUMMARY: 2 hazards displayed (1 error, 1 warning)'", "sanitizer"),
            "racecheck", self.script(GOOD), 5)
        self.assertEqual((found["status"], found["findings"]), ("found something", 2))


class Whole(Scripts):
    def run_tool(self, *words, gpu=True):
        self.script(NVCC, "bin/nvcc")
        self.script(SANITIZER, "bin/compute-sanitizer")
        for name in ("lib64/libcublasLt.so", "include/cublasLt.h"):
            self.script("", name)
        self.script(SMI if gpu else "#!/bin/sh\nexit 9\n", "bin/nvidia-smi")
        environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "CUDACXX": ""}
        run = subprocess.run([sys.executable, TOOLS / "gpu", self.folder / "out", "--folder", self.folder / "build", *words],
                             capture_output=True, text=True, env=environment)
        path = self.folder / "out" / "gpu.json"
        return run, json.loads(path.read_text()) if path.exists() else None

    def test_a_program_that_does_not_compile_keeps_no_other_from_running(self):
        run, found = self.run_tool("--only", "max", "--case", "no such case")
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertEqual(found["programs"]["softmax"]["status"], "failed")
        self.assertEqual({name: one["status"] for name, one in found["tests"].items()},
                         {"max_pool2d": "passed", "softmax": "not built"})
        self.assertEqual(found["memcheck"]["max_pool2d"]["status"], "clean")
        self.assertEqual(found["racecheck"]["max_pool2d"]["status"], "clean")
        self.assertEqual({one["status"] for one in found["stages"].values()}, {"done"})
        self.assertIn("A GPU, driver 580.1", (self.folder / "out" / "gpu.txt").read_text())

    def test_all_is_well(self):
        run, found = self.run_tool("--only", "max_pool", "--stage", "tests", "--stage", "memcheck")
        self.assertEqual((run.returncode, sorted(found["stages"])), (0, ["memcheck", "tests"]), run.stdout + run.stderr)

    def test_without_a_gpu_it_says_so_and_builds_only_if_asked(self):
        run, found = self.run_tool(gpu=False)
        self.assertEqual((run.returncode, found), (77, None))
        self.assertIn("there is no GPU here", run.stdout)
        run, found = self.run_tool("--build", "--only", "pool", "--stage", "tests", gpu=False)
        self.assertEqual((run.returncode, found["programs"]["max_pool2d"]["status"]), (77, "built"))


if __name__ == "__main__":
    unittest.main()
