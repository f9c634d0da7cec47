# SPDX-License-Identifier: BSL-1.0
"""Builds own workers and the rivals in C++."""
import pathlib
import subprocess

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = REPOSITORY / "build"
PROGRAMS = BUILD / "benchmarks"


def cache():
    path = BUILD / "CMakeCache.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def build(say=print):
    """Everything that the benchmarks run. Rivals whose library CMake does not find are no targets; it says so."""
    say("building")
    subprocess.run([REPOSITORY / "tools" / "configure_and_build", "benchmarks"], check=True, stdout=subprocess.DEVNULL)
