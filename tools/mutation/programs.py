# SPDX-License-Identifier: BSL-1.0
"""The programs that are changed: their files, how they are compiled, and the small run that says what they compute."""
import csv
import dataclasses
import pathlib
import random
import re
import shlex
import subprocess

from .source import Source

# One compiler for all, with everything that the programs include precompiled. Warnings are off: a program is refused
# because of its types, not because the change leaves something unused.
FLAGS = ["-std=c++20", "-O1", "-march=native", "-w"]
PRECOMPILED = ["shapeproof/shapeproof.hpp", "algorithm", "charconv", "cmath", "filesystem", "iostream", "map", "memory",
               "numeric", "optional", "stdexcept", "string", "variant", "vector"]
SECONDS = 120  # for a run; the programs themselves take one or two


@dataclasses.dataclass(frozen=True)
class Unit:
    file: str
    defines: tuple = ()

    @property
    def object(self):
        return "-".join([self.file.replace("/", "."), *(define.split("=")[1] for define in self.defines)]) + ".o"


@dataclasses.dataclass
class Program:
    name: str
    mutable: list  # the files with tensor code, each behind those that it includes
    units: list
    run: object  # (program, folder) -> text; raises Failed
    added: dict = dataclasses.field(default_factory=dict)  # units that only the copy has: file -> text

    def sources(self, examples):
        """The mutable files, read: {file: Source}."""
        found = {}
        for file in self.mutable:
            found[file] = Source((examples / file).read_text(encoding="utf-8"), list(found.values()))
        return found

    def units_with(self, examples, file):
        """The units that hold a file, those that use its templates first."""
        return [unit for unit in self.units if file in included(examples, unit.file)]


class Failed(Exception):
    """What a run ended with: its exit status and what it said."""


def included(examples, file):
    """A file and all files of the examples that it includes, as paths below the examples."""
    found, waiting = set(), [file]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            for name in re.findall(r'^#include "([^"]+)"', (examples / one).read_text(encoding="utf-8"), re.MULTILINE):
                waiting.append(str((examples / one).parent.joinpath(name).resolve().relative_to(examples.resolve())))
    return found


def output(*command, cwd):
    environment = {"OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    try:
        result = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, errors="replace",
                                timeout=SECONDS, env=environment)
    except subprocess.TimeoutExpired:
        return f"no end within {SECONDS} seconds: {shlex.join(map(str, command[1:]))}"
    if result.returncode != 0:
        raise Failed(f"status {result.returncode}: {result.stderr.strip()[-500:]}")
    return result.stdout


def metrics(folder):
    """What a training wrote down, but for the time that it took."""
    with open(folder / "metrics.csv", encoding="utf-8") as file:
        return "".join(" ".join(f"{name}={value}" for name, value in row.items() if name != "seconds") + "\n"
                       for row in csv.DictReader(file))


def run_course(program, folder):
    return output(program, cwd=folder)


def run_dates(program, folder):
    """Fifteen updates; then what was saved is loaded and read with."""
    model = folder / "model"
    output(program, "train", "--out", model, "--dates", 960, "--threads", 1, cwd=folder)
    return metrics(model) + output(program, "evaluate", model, cwd=folder) + output(
        program, "predict", model, "the 3rd of May 1998", "9/4/98 (US)", cwd=folder)


SOUNDS = {"A": "AA", "B": "B", "E": "EH", "K": "K", "O": "OW", "S": "S", "T": "T"}


def made_up_dictionary(count=400):
    """Words that are said letter by letter."""
    chooser, found = random.Random(1), set()
    while len(found) < count:
        found.add("".join(chooser.choice(sorted(SOUNDS)) for _ in range(chooser.randint(2, 6))))
    return "".join(f"{word}\t{' '.join(SOUNDS[letter] for letter in word)}\n" for word in sorted(found))


def run_g2p(program, folder):
    """Trains each kind of attention for a second; evaluates and predicts with what was saved."""
    (folder / "words.tsv").write_text(made_up_dictionary())
    text = ""
    for attention, layers, epochs in (("general", 2, 12), ("dot", 1, 2), ("additive", 1, 2)):
        model = folder / attention
        options = {"layers": layers, "attention": attention, "width": 16, "epochs": epochs, "warm-up": 5, "threads": 1,
                   "batch-tokens": 256, "learning-rate": 0.02, "dropout": 0}
        output(program, "train", "words.tsv", "--out", model, *(part for name, value in options.items()
                                                               for part in (f"--{name}", value)), cwd=folder)
        text += metrics(model) + output(program, "evaluate", model, "words.tsv", "--beam", 3, cwd=folder) + output(
            program, "predict", model, "BAT", "STAKE", "O", "--beam", 3, "--nbest", 2, cwd=folder)
    output(program, "attention", folder / "general", "STAKE", "--svg", folder / "picture.svg", cwd=folder)
    return text + (folder / "picture.svg").read_text(encoding="utf-8")


OTHER_VARIANTS = """#include "variants.hpp"
namespace g2p {
using made = std::unique_ptr<speller>;
"""


def programs(examples):
    found = [Program(file.stem, [file.name], [Unit(file.name)], run_course)
             for file in sorted(examples.glob("[0-9][0-9]_*.cpp"))]
    dates = ["model.hpp", "vocabularies.hpp", "encoded_dates.hpp", "reading.hpp", "saved_model.hpp",
             "reading.cpp", "training.cpp", "dates.cpp"]
    found.append(Program("dates", [f"dates/{name}" for name in dates],
                         [Unit(f"dates/{name}.cpp") for name in ("training", "reading", "dates", "options")], run_dates))
    g2p = ["language.hpp", "speller.hpp", "speller_model.hpp", "speller_variant.hpp", "model_file.hpp", "training.cpp",
           "variant_training.cpp", "variant_search.cpp", "commands.cpp"]
    kinds = [("2", "general"), ("1", "dot"), ("1", "additive")]
    units = [Unit(f"g2p/{name}.cpp", (f"G2P_LAYERS={layers}", f"G2P_ATTENTION={kind}"))
             for name in ("variant_training", "variant_search") for layers, kind in kinds]
    units += [Unit(f"g2p/{name}.cpp") for name in ("training", "commands", "variants", "options", "main")]
    # The other variants are not compiled; nothing calls them.
    others = [(layers, kind) for layers in "123" for kind in ("dot", "general", "additive") if (layers, kind) not in kinds]
    units.append(Unit("g2p/others.cpp"))
    found.append(Program("g2p", [f"g2p/{name}" for name in g2p], units, run_g2p, {"g2p/others.cpp": OTHER_VARIANTS + "".join(
        f"template <> made make_variant<{layers}, attention_kind::{kind}>(model_options const&, language const&, "
        "std::uint64_t) { return nullptr; }\n" for layers, kind in others) + "}\n"}))
    return found
