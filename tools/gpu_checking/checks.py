# SPDX-License-Identifier: BSL-1.0
"""Runs test programs (doctest) and looks at them with compute-sanitizer. What a program says becomes a small record."""
import concurrent.futures
import re
import subprocess
import time

CASES = re.compile(r"^\[doctest\] test cases: +(\d+) \| +(\d+) passed \| +(\d+) failed", re.MULTILINE)
SKIPPED = "skipped, there is no GPU"
MEMCHECK = re.compile(r"ERROR SUMMARY: (\d+) error")
RACECHECK = re.compile(r"RACECHECK SUMMARY: (\d+) hazards? displayed \((\d+) errors?, (\d+) warnings?\)")
KEPT_LINES = 40


def output_of(command, seconds):
    """(exit status, or None if it took too long; what it said; seconds)."""
    start = time.monotonic()
    try:
        run = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             errors="replace", timeout=max(1, seconds))
        return run.returncode, run.stdout, time.monotonic() - start
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
        return None, said.decode(errors="replace") if isinstance(said, bytes) else said, time.monotonic() - start


def last_lines(text):
    return "\n".join(text.splitlines()[-KEPT_LINES:])


def test(program, seconds):
    """What a test program gives: "passed", "skipped", "failed", "crashed" or "out of time"."""
    status, said, took = output_of([program], seconds)
    found = {"seconds": took}
    counts = CASES.search(said)
    if counts:
        found |= dict(zip(("cases", "passed", "failed"), map(int, counts.groups())))
    if status is None:
        found["status"] = "out of time"
    elif not counts:
        found["status"] = "crashed"
    elif status == 0 and found["cases"] > 0:
        found["status"] = "skipped" if SKIPPED in said else "passed"
    else:
        found["status"] = "failed"
    if found["status"] in ("failed", "crashed", "out of time"):
        found["said"] = last_lines(said)
    return found


def cases_of(program):
    _, said, _ = output_of([program, "--list-test-cases", "--no-intro=true", "--no-version=true"], 20)
    return [line for line in said.splitlines() if line and not line.startswith(("[doctest]", "==="))]


def case_by_case(program, seconds):
    """Each case in a process of its own: after a kernel has failed, those behind it fail for no reason of theirs."""
    end, found = time.monotonic() + seconds, {}
    for case in cases_of(program):
        left = end - time.monotonic()
        if left < 1:
            found[case] = "not run"
            continue
        status, _, _ = output_of([program, "--test-case=" + case.replace(",", "\\,")], left)
        found[case] = {0: "passed", 1: "failed", None: "out of time"}.get(status, "crashed")
    return found


def sanitized(sanitizer, tool, program, seconds):
    """What a tool of compute-sanitizer finds. Errors that a test provokes from the driver are none."""
    command = [sanitizer, "--tool", tool, "--print-limit", "10", program]
    if tool == "memcheck":
        command[3:3] = ["--report-api-errors", "no"]
    status, said, took = output_of(command, seconds)
    found = {"seconds": took}
    summary = (RACECHECK if tool == "racecheck" else MEMCHECK).search(said)
    if summary:
        found["findings"] = int(summary.group(1))
    if status is None:
        found["status"] = "out of time"
    elif not summary:
        found["status"] = "did not run"
    else:
        found["status"] = "found something" if found["findings"] else "clean" if status == 0 else "test failed"
    # Also a run that was cut short may have found something.
    reports = [line for line in said.splitlines() if line.startswith("=========")]
    if found["status"] != "clean":
        found["said"] = "\n".join(reports[:KEPT_LINES]) or last_lines(said)
    return found


def side_by_side(work, names, workers):
    """work(name) of all names, so many at once, in order: pairs of name and result as they come."""
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        futures = {pool.submit(work, name): name for name in names}
        for future in concurrent.futures.as_completed(futures):
            yield futures[future], future.result()
