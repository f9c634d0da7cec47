# SPDX-License-Identifier: BSL-1.0
"""What the figures were measured on."""
import os
import platform
import re
import subprocess


def first_match(pattern, text):
    found = re.search(pattern, text, re.MULTILINE)
    return found.group(1).strip() if found else ""


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def answer(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def describe(cache):
    """`cache` is the text of the build's CMakeCache.txt."""
    info = read("/proc/cpuinfo")
    lscpu = answer("lscpu")
    vector = next((name for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2"), ("asimd", "NEON"))
                   if re.search(rf"\b{flag}\b", info)), "no known vector instructions")
    model = first_match(r"^model name\s*:\s*(.*)$", info) or platform.machine()
    compiler = answer(first_match(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache) or "c++", "--version").split("\n")[0]
    found = {
        "processor": model,
        "family_and_model": [first_match(r"^cpu family\s*:\s*(.*)$", info), first_match(r"^model\s*:\s*(\d+)$", info)],
        "vectors": vector,
        "processors": len(os.sched_getaffinity(0)),
        "threads_per_core": first_match(r"^Thread\(s\) per core:\s*(\d+)", lscpu),
        "caches": {name: first_match(rf"^{name} cache:\s*(.*)$", lscpu) for name in ("L1d", "L2", "L3")},
        "memory_gib": round(int(first_match(r"^MemTotal:\s*(\d+)", read("/proc/meminfo")) or 0) / 2**20),
        "system": first_match(r'^PRETTY_NAME="(.*)"$', read("/etc/os-release")) or platform.system(),
        "kernel": platform.release(),
        "compiler": compiler,
        "flags": "-O3 -DNDEBUG -march=native",
        "load_before": os.getloadavg()[0],
    }
    found["text"] = f"{model} ({vector}, {found['processors']} processors), {found['system']}, {compiler}"
    return found
