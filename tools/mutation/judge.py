# SPDX-License-Identifier: BSL-1.0
"""Compiles a changed program, runs it if it compiles, and says what became of the change."""
import collections
import pathlib
import re
import shutil
import subprocess

from .programs import FLAGS, PRECOMPILED, Failed

REFUSED, BOUNDARY, TRAINING, EQUIVALENT, SILENT, NONSENSE = VERDICTS = (
    "refused", "boundary", "training", "equivalent", "silent", "nonsense")
# What a compiler says of a text that is no program at all, whatever its types: that counts for nothing.
NOT_CPP = re.compile(r"was not declared|before deduction|has not been declared|expected .* before|is not a member of|does not name a "
                     r"type|redeclaration|redefinition|conflicting declaration|is not a template|is not captured|incomplete type "
                     r"'(\w+)' used|expected (primary|unqualified|type)|lvalue required|array subscript|no matching "
                     r"constructor for 'int'|is not a class|cannot appear in a constant")
SENTENCE = re.compile(r"\bcannot_\w+<|\bcannot_\w+::")

Verdict = collections.namedtuple("Verdict", "kind said")


def same_numbers(one, other):
    """Whether two outputs hold the same numbers, names of types and axes aside; rounding may differ."""
    one, other = (re.sub(r"tensor<[^\n:]*>: [^\n;]*", "tensor", text) for text in (one, other))
    if one == other:
        return True
    number = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]\d+)?|nan|inf")
    if number.sub("#", one) != number.sub("#", other):
        return False
    pairs = [(float(a), float(b)) for a, b in zip(number.findall(one), number.findall(other))]
    return all(abs(a - b) <= 2e-4 * max(1, abs(a), abs(b)) for a, b in pairs)


class Judge:
    """A copy of the library and the examples in a scratch folder, in which one file at a time is changed."""

    def __init__(self, repository, scratch, compiler="g++"):
        self.scratch, self.compiler = scratch, compiler
        self.examples = scratch / "examples"
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(repository / "include", scratch / "include")
        shutil.copytree(repository / "examples", self.examples)
        prefix = scratch / "prefix.hpp"
        prefix.write_text("".join(f"#include <{name}>\n" for name in PRECOMPILED))
        status, said = self._compile("-x", "c++-header", prefix, "-o", f"{prefix}.gch")
        if status:
            raise SystemExit(f"the headers do not compile:\n{said}")
        self.prepared = {}

    def _compile(self, *arguments):
        command = ["nice", self.compiler, *FLAGS, f"-I{self.scratch / 'include'}", *map(str, arguments)]
        result = subprocess.run(command, cwd=self.scratch, capture_output=True, text=True, errors="replace",
                                env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
        return result.returncode, result.stderr

    def _unit(self, unit, *how):
        return self._compile(*how, *(f"-D{define}" for define in unit.defines), "-include", self.scratch / "prefix.hpp",
                             self.examples / unit.file)

    def _build_and_run(self, program, units, name):
        """Compiles these units, links them with the others as they were, and runs. Gives what a compiler refused, or None,
        and the output."""
        objects = self.scratch / "objects" / program.name
        changed = self.scratch / "objects" / f"{program.name}-{name}"
        changed.mkdir(parents=True, exist_ok=True)
        for unit in units:
            status, said = self._unit(unit, "-c", "-o", changed / unit.object)
            if status:
                return said, None
        executable = changed / "program"
        parts = [(changed if unit in units else objects) / unit.object for unit in program.units]
        status, said = self._compile(*parts, "-o", executable)
        if status:
            return said, None
        folder = changed / "run"
        folder.mkdir()
        try:
            return None, program.run(executable, folder)
        finally:
            if name != "original":
                shutil.rmtree(changed)

    def original(self, program):
        """Compiles and runs a program as it is, once. Gives its output."""
        if program.name not in self.prepared:
            for file, text in program.added.items():
                (self.examples / file).write_text(text, encoding="utf-8")
            refused, text = self._build_and_run(program, program.units, "original")
            if refused:
                raise SystemExit(f"{program.name} does not compile as it is:\n{refused}")
            (self.scratch / "objects" / f"{program.name}-original").rename(self.scratch / "objects" / program.name)
            self.prepared[program.name] = text
        return self.prepared[program.name]

    def judge(self, program, file, text):
        """The verdict on a program one of whose files has another text."""
        expected = self.original(program)
        path = self.examples / file
        before = path.read_text(encoding="utf-8")
        try:
            path.write_text(text, encoding="utf-8")
            return self._judge_changed(program, file, expected)
        finally:
            path.write_text(before, encoding="utf-8")

    def _judge_changed(self, program, file, expected):
        units = program.units_with(self.examples, file)
        for unit in units:
            status, said = self._unit(unit, "-fsyntax-only")
            if status:
                return refusal(said)
        try:
            refused, text = self._build_and_run(program, units, "changed")
        except Failed as failure:
            return failed(str(failure))
        if refused:
            return refusal(refused)
        if same_numbers(expected, text):
            return Verdict(EQUIVALENT, "the same numbers")
        different = differences(expected, text)
        if different and all(one.startswith("refused: ") and other.startswith("refused: ") for one, other in different):
            return Verdict(BOUNDARY, different[0][1])  # the program shows an error, and shows this one as well
        return Verdict(SILENT, " | ".join(line[:90] for line in different[0]) if different else "one output is longer")


def refusal(said):
    errors = [line for line in said.splitlines() if " error: " in line or "undefined reference" in line]
    first = errors[0] if errors else said.strip()[:200]
    sentence = next((line for line in errors if SENTENCE.search(line)), None)
    if sentence is None and NOT_CPP.search(first):
        return Verdict(NONSENSE, first)
    return Verdict(REFUSED, sentence or first)


def failed(said):
    """What a program says of itself when it ends: an error of the library, or something that it did not catch."""
    if re.search(r"sp::number_error|is not finite|not a number|no operation has used", said):
        return Verdict(TRAINING, said)
    if re.search(r"instance of 'sp::\w+'|^status [12]: ", said) and "std::" not in said:
        return Verdict(BOUNDARY, said)
    return Verdict(SILENT, said)


def differences(expected, text):
    """The lines at which two outputs of one length differ, as pairs."""
    one, other = expected.splitlines(), text.splitlines()
    return [pair for pair in zip(one, other) if pair[0] != pair[1]] if len(one) == len(other) else []
