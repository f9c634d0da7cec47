# SPDX-License-Identifier: BSL-1.0
"""What a program with a mistake says about itself in its comments: what is expected of it, and what it teaches."""
import pathlib
import re
import sys
import typing

MOST_LINES, MOST_CHARACTERS = 9, 1100  # of a compiler's message


class Program(typing.NamedTuple):
    name: str
    file: pathlib.Path
    text: str
    expect: str  # of the first error line; empty if the program compiles and shows its mistake when it runs
    below: str  # of any line of the message
    prints: str  # of the output of a program that runs
    most_lines: int
    wrong_line: int
    includes: tuple[str, ...]
    mistake: str  # one sentence, what is wrong
    elsewhere: str  # what other libraries do with it, and when
    sources: tuple[str, ...]  # owner/name#number: where users reported it


def comments(text, word, glue=""):
    return glue.join(re.findall(rf"^// {word}: *(.*?) *$", text, re.MULTILINE))


def read_program(file):
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    wrong = [number for number, line in enumerate(lines, 1) if line.endswith("// wrong")]
    expect, prints = comments(text, "expect"), comments(text, "prints")
    if len(wrong) != 1 or bool(expect) == bool(prints) or "#ifdef MISTAKE" not in lines or "#else" not in lines:
        sys.exit(f"{file}: needs one line ending in '// wrong', '// expect: ...' or '// prints: ...', "
                 "'#ifdef MISTAKE' and '#else'")
    for expression in (expect, prints, comments(text, "expect below")):
        try:
            re.compile(expression)
        except re.error as error:
            sys.exit(f"{file}: {expression!r} is no regular expression: {error}")
    most_lines = re.findall(r"^// lines: (\d+) \(.+\)$", text, re.MULTILINE)
    return Program(
        name=file.stem, file=file, text=text, expect=expect, below=comments(text, "expect below"), prints=prints,
        most_lines=int(most_lines[0]) if most_lines else MOST_LINES, wrong_line=wrong[0],
        includes=tuple(re.findall(r"^#include .*$", text, re.MULTILINE)),
        mistake=comments(text, "mistake", " "), elsewhere=comments(text, "elsewhere", " "),
        sources=tuple(re.findall(r"^// source: *(\S+) *$", text, re.MULTILINE)))


def read_programs(folder, names=()):
    """The programs of a folder, or those of them that are named."""
    files = sorted(folder.glob("*.cpp"))
    unknown = set(names) - {file.stem for file in files}
    if unknown or not files:
        sys.exit(f"{folder}: no program {', '.join(sorted(unknown))}".rstrip())
    return [read_program(file) for file in files if not names or file.stem in names]


def plain(text):
    """Text as expectations see it: compilers disagree about spaces and about how much of a name is written."""
    return re.sub(r"\bsp::|\s", "", text)
