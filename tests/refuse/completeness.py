#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Whether every sentence that the library can refuse with is seen in a program that it refuses, and every concept that the
reference names is tested to be false for something.

A sentence is a class `cannot_x` of a header, then one that is declared inside it, and so on to one without a body: its words
must stand in this order in the expectation of a program of tests/refuse or examples/mistakes, whose runner holds the
compilers to them. What is missing is told with the operation's name and the cause's; exit status 1 if anything is."""
import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

TOKEN = re.compile(r"//[^\n]*|\b(struct|class)\s+(\w+)\s*([{;])|([{}])")


def sentences(header):
    """Each way through the classes of words: [cannot_add, because_element_types_differ, use_cast], and so on."""
    open_classes, found = [], []  # a name for each open brace, None for one that belongs to something else
    for match in TOKEN.finditer(header.read_text(encoding="utf-8")):
        keyword, name, what, brace = match.groups()
        if name:
            path = [word for word in open_classes if word] + [name]
            if path[0].startswith("cannot_"):
                # Words are structs; a class among them has a private conversion and ends a sentence as well.
                if what == ";" or keyword == "class":
                    found.append(path)
            if what == "{":
                open_classes.append(name if path[0].startswith("cannot_") else None)
        elif brace == "{":
            open_classes.append(None)
        elif brace == "}" and open_classes:
            open_classes.pop()
    return found


def expectations(folders):
    return [" ".join(re.findall(r"^// expect(?: below)?: *(.*)$", file.read_text(encoding="utf-8"), re.MULTILINE))
            for folder in folders for file in sorted(folder.rglob("*.cpp"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=ROOT, help="another project than this one, for the test")
    root = parser.parse_args().root
    faults, words = [], 0

    seen = expectations([root / "tests" / "refuse", root / "examples" / "mistakes"])
    for header in sorted((root / "include").rglob("*.hpp")):
        for path in sentences(header):
            words += 1
            expression = re.compile(r"\b.*\b".join(path))
            if not any(expression.search(text) for text in seen):
                faults.append(f"{header.relative_to(root)}: no program expects {'::'.join(path)}")

    reference = (root / "docs" / "reference.md").read_text(encoding="utf-8")
    concepts = {name for header in (root / "include").rglob("*.hpp")
                for name in re.findall(r"\bconcept (\w+)", header.read_text(encoding="utf-8"))}
    named = [name for name in dict.fromkeys(re.findall(r"`(\w+)`", reference)) if name in concepts]
    static = "".join(file.read_text(encoding="utf-8") for file in sorted((root / "tests" / "static").glob("*.cpp")))
    for name in named:
        if not re.search(rf"!\s*(?:sp::)?{name}<", static):
            faults.append(f"docs/reference.md names {name}, and nothing in tests/static says that it is false for something")

    print("\n".join(faults) or f"{words} sentences are seen in programs, {len(named)} concepts are tested to be false")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
