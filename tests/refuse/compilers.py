# SPDX-License-Identifier: BSL-1.0
"""Calls a compiler: for one program, or for many as one file, which takes hardly longer."""
import os
import pathlib
import re
import shutil
import subprocess

from messages import namespace

INCLUDE = pathlib.Path(__file__).resolve().parent.parent.parent / "include"
NAMES = ["g++", "clang++-19", "clang++-16", "nvcc"]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion"]
# Beside its twin a wrong line is judged by its error alone, not by what else it leaves unused.
ALL_ERRORS = {"g++": ["-fmax-errors=0"], "clang++-19": ["-ferror-limit=0"], "clang++-16": ["-ferror-limit=0"],
              "nvcc": ["-Xcudafe", "--error_limit=1000000"]}
# In a namespace main is a function like any other, and one that returns an int must say which. Behind nvcc is g++, which
# no longer sees the pragmas of the source; it judges the same programs itself.
MAIN_RETURNS = {"g++": ("GCC diagnostic push", 'GCC diagnostic ignored "-Wreturn-type"', "GCC diagnostic pop"),
                "nvcc": ("nv_diagnostic push", "nv_diag_suppress 940", "nv_diagnostic pop")}


def find(name):
    return shutil.which(name) or (name == "nvcc" and shutil.which("/usr/local/cuda/bin/nvcc")) or None


def version(name):
    """The compiler as a reader knows it: 'g++ 12'."""
    said = subprocess.run([find(name), "--version"], stdout=subprocess.PIPE, text=True).stdout
    number = re.search(r"release (\d+)|version (\d+)|\) (\d+)\.", said)
    return f"{name.split('+')[0] + '++' if '+' in name else name} {next(filter(None, number.groups()))}"


class Compiler:
    """One compiler, and all headers that the programs include, precompiled for it where that is possible."""

    def __init__(self, name, programs, scratch, include=(), emulation=None):
        self.name = name
        self.is_nvcc = name == "nvcc"
        self.scratch = scratch
        self.folder = programs[0].file.parent
        self.base = [find(name), "-std=c++20", f"-I{os.path.relpath(INCLUDE, self.folder)}", f"-I{self.folder}",
                     *(part for folder in include for part in ("-isystem", folder))]
        if emulation and not self.is_nvcc:
            self.base += ["-isystem", os.path.relpath(emulation, self.folder), "-DSHAPEPROOF_EMULATED_CUDA",
                          "-Wno-unknown-pragmas"]
        self.prefix = scratch / "prefix.hpp"
        self.prefix.write_text("".join(line + "\n" for line in dict.fromkeys(
            line for program in programs for line in program.includes)))
        self.with_prefix = ["-x", "cu", "-c", "-Xcompiler", "-fsyntax-only", "-o", str(scratch / "unused.o")]
        if not self.is_nvcc:
            compiled = f"{self.prefix}.{'pch' if name.startswith('clang') else 'gch'}"
            status, output = self.call(["-x", "c++-header", str(self.prefix), "-o", compiled])
            if status != 0:
                raise SystemExit(f"these includes do not compile:\n{self.prefix.read_text()}\n{output}")
            self.with_prefix = ["-include-pch", compiled] if name.startswith("clang") else ["-include", str(self.prefix)]

    def call(self, arguments):
        # The C locale keeps quotation marks in ASCII; short relative paths keep the messages as long as a user's.
        environment = dict(os.environ, LC_ALL="C")
        result = subprocess.run([*self.base, *arguments], cwd=self.folder, env=environment, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, errors="replace")
        # clang makes paths of precompiled headers absolute; without precompiling they would be as short as the others.
        output = result.stdout.replace(f"{self.folder}/", "")
        # By which other header one was reached depends on what else is compiled: shapeproof/ops/../core/axis.hpp.
        # Whether g++ writes the extent of a span that leaves it open depends on what it has seen of spans before.
        output = output.replace(", 18446744073709551615>", ">")
        while (shorter := re.sub(r"(/shapeproof/(?:\w+/)*)\w+/\.\./", r"\1", output)) != output:
            output = shorter
        return result.returncode, output

    def check(self, source, mistake, more=()):
        """Whether the compiler takes a file, and what it says: a pair of its exit status and its output."""
        arguments = [*self.with_prefix] if self.is_nvcc else ["-fsyntax-only", *self.with_prefix]
        if mistake:
            arguments += ["-DMISTAKE", *ALL_ERRORS[self.name]]
        elif not self.is_nvcc:
            arguments += WARNINGS
        return self.call([*arguments, *more, str(source)])

    def one(self, program, mistake):
        return self.check(program.file.name, mistake)

    def together(self, programs, mistake):
        """All programs as one file, each in a namespace of its own."""
        source = self.scratch / ("mistakes.cpp" if mistake else "twins.cpp")
        push, ignore, pop = (f"#pragma {line}\n" for line in MAIN_RETURNS["nvcc" if self.is_nvcc else "g++"])
        text = f'#include "{self.prefix}"\n' if self.is_nvcc else ""
        for program in programs:
            inside = f'namespace {namespace(program)} {{\n#include "{program.file}"\n}}\n'
            text += f"{push}{ignore}{inside}{pop}" if re.search(r"\bint main\(", program.text) else inside
        source.write_text(text)
        return self.check(source, mistake, ["-Xcompiler", "-Wno-return-type"] if self.is_nvcc else [])

    def run(self, program, mistake):
        """Builds a program and runs it; a pair of its exit status and what it printed, or what the compiler said."""
        binary = self.scratch / f"{program.name}_{'mistake' if mistake else 'twin'}"
        status, output = self.call([*self.with_prefix, *WARNINGS, *(["-DMISTAKE"] if mistake else []),
                                    program.file.name, "-o", str(binary)])
        if status != 0 or output:
            return None, output or f"the compiler's exit status is {status}"
        try:
            result = subprocess.run([str(binary)], cwd=self.scratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                    text=True, errors="replace", timeout=60)
        except subprocess.TimeoutExpired:
            return None, "it runs for more than a minute"
        finally:
            binary.unlink()
        return result.returncode, result.stdout
