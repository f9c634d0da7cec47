# SPDX-License-Identifier: BSL-1.0
"""The compiler, libraries and headers that programs for a GPU are built with, and the GPU that is here. What is missing is
told in words."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
COPIED_HEADERS = REPOSITORY / "build" / "gpu_headers"  # what --copy-headers makes unless told otherwise


def answer(*command, text=None, seconds=60):
    """What a command prints, or "" if it fails."""
    try:
        found = subprocess.run([str(word) for word in command], input=text, capture_output=True, text=True, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout if found.returncode == 0 else ""


def gpu():
    """The first GPU, or None."""
    line = answer("nvidia-smi", "--query-gpu=name,driver_version,compute_cap,memory.total,clocks.max.sm",
                  "--format=csv,noheader,nounits").strip().split("\n")[0]
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != 5:
        return None
    name, driver, capability, memory, clock = parts
    return {"name": name, "driver": driver, "compute_capability": capability, "memory_mib": memory, "most_mhz": clock}


def first_file(*candidates):
    return next((path for path in candidates if path and pathlib.Path(path).exists()), None)


class Toolchain:
    """`missing` names what is not here: by what is missing, what it is for."""

    def __init__(self, headers, architecture):
        self.missing = {}
        self.architecture = architecture
        self.nvcc = first_file(os.environ.get("CUDACXX"), shutil.which("nvcc"), "/usr/local/cuda/bin/nvcc")
        if self.nvcc is None:
            self.missing["nvcc"] = "to build anything: put it on the PATH, or its path into CUDACXX"
        self.root = pathlib.Path(self.nvcc).resolve().parent.parent if self.nvcc else None
        self.host = next((name for name in ("g++", "g++-12", "g++-13", "g++-14")
                          if int(answer(name, "-dumpversion").split(".")[0] or 0) >= 12), None)
        if self.host is None:
            self.missing["g++ 12 or later"] = "nvcc needs it for what runs on the processor"
        self.includes = [REPOSITORY / "include"]
        self.system_includes = []
        self.libraries = self._cublas()
        self._headers(headers or COPIED_HEADERS)
        self.sanitizer = first_file(shutil.which("compute-sanitizer"),
                                    *(self.root and [self.root / "bin" / "compute-sanitizer",
                                                     self.root / "extras" / "compute-sanitizer" / "compute-sanitizer",
                                                     self.root / "compute-sanitizer" / "compute-sanitizer"] or []))
        if self.sanitizer is None:
            self.missing["compute-sanitizer"] = "memcheck and racecheck"

    def _cublas(self):
        """cublasLt stands in the toolkit, or where pip puts NVIDIA's libraries."""
        folders = [self.root / "lib64", self.root / "lib", self.root / "targets" / "x86_64-linux" / "lib"] if self.root else []
        packages = sorted(pathlib.Path(folder) / "nvidia" for folder in sys.path if (pathlib.Path(folder) / "nvidia").is_dir())
        folders += [library for package in packages for library in sorted(package.glob("*/lib"))]
        library = next((path for folder in folders for path in sorted(folder.glob("libcublasLt.so*"))), None)
        if library is None:
            self.missing["cublasLt"] = "matrix products, and so all programs"
            return []
        header = first_file(self.root / "include" / "cublasLt.h", library.parent.parent / "include" / "cublasLt.h",
                            self.root / "targets" / "x86_64-linux" / "include" / "cublasLt.h")
        if header is None:
            self.missing["cublasLt.h"] = "matrix products, and so all programs"
        elif header.parent != self.root / "include":
            self.system_includes.append(header.parent)
        return [library, f"-Xlinker=-rpath={library.parent}"]

    def _headers(self, copied):
        for header, what in (("boost/hana.hpp", "Boost's headers"), ("doctest/doctest.h", "doctest")):
            if self._finds(header):
                continue
            if (copied / header).exists():
                if copied not in self.system_includes:
                    self.system_includes.append(copied)
            else:
                self.missing[what] = f"{'all programs' if 'boost' in header else 'the tests'}: tools/bootstrap installs it on " \
                    "Debian and Ubuntu; elsewhere --headers DIR, made by --copy-headers DIR on a machine that has it"

    def _finds(self, header):
        return self.host is not None and answer(self.host, "-E", "-x", "c++", "-", text=f"#include <{header}>\n") != ""

    def can_build(self):
        return not {"nvcc", "g++ 12 or later", "cublasLt", "cublasLt.h", "Boost's headers"} & self.missing.keys()

    def version(self):
        return (re.findall(r"release \S+, (V[\d.]+)", answer(self.nvcc, "--version")) or ["unknown"])[0] if self.nvcc else ""

    def flags(self, *more):
        """Of a compilation."""
        return ["-std=c++20", f"-arch=sm_{self.architecture}", "-lineinfo", f"-ccbin={self.host}",
                "-Xcompiler=-Wall,-Wextra,-march=native", *(f"-I{folder}" for folder in self.includes),
                *(word for folder in self.system_includes for word in ("-isystem", str(folder))), *more]


def copy_headers(folder):
    """Copies what the library and its tests include of Boost, and doctest, for a machine that has neither."""
    program = "#include <shapeproof/shapeproof.hpp>\n#include <doctest/doctest.h>\n"
    rule = answer("g++", "-std=c++20", f"-I{REPOSITORY / 'include'}", "-M", "-x", "c++", "-", text=program)
    paths = [pathlib.Path(word) for word in rule.replace("\\\n", " ").split()]
    wanted = [path for path in paths if {"boost", "doctest"} & set(path.parts)]
    roots = {path: next(i for i, part in enumerate(path.parts) if part in ("boost", "doctest")) for path in wanted}
    if {path.parts[at] for path, at in roots.items()} != {"boost", "doctest"}:
        sys.exit("gpu: Boost's headers or doctest are not installed here")
    for path, at in roots.items():
        to = folder.joinpath(*path.parts[at:])
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)
    # What another compiler would include instead.
    boost = next(pathlib.Path(*path.parts[:at + 1]) for path, at in roots.items() if path.parts[at] == "boost")
    for part in ("config", "hana"):
        shutil.copytree(boost / part, folder / "boost" / part, dirs_exist_ok=True)
    shutil.copyfile(boost / "hana.hpp", folder / "boost" / "hana.hpp")
    return sum(1 for _ in folder.rglob("*.h*"))
