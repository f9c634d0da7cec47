# SPDX-License-Identifier: BSL-1.0
"""Takes the output of a compiler apart: which message belongs to which program, and what is right or wrong about one."""
import re
import typing

from programs import MOST_CHARACTERS, plain

ERROR = re.compile(r": (fatal |catastrophic )?error( #[\w-]+)?:")
TROUBLE = re.compile(rf"{ERROR.pattern}|: warning( #[\w-]+)?:")
CHAIN = re.compile(r"^(In file included from .*|                 from .*)$")
# What may stand above the line of an error: who included the file, in which function it is, whose instantiation it is.
ABOVE = re.compile(rf"{CHAIN.pattern}|: (In|At) .*:$|:\d+:\d+:   (required|recursively required|in) ")
CLOSING = re.compile(r"^\d+ (errors?|warnings?)( and \d+ errors?)? (generated\.|detected in the compilation of .*)$")


def namespace(program):
    """Programs that are compiled as one file stand in a namespace each."""
    return f"program_{program.name}"


def of_each(output, programs):
    """The output for programs compiled as one file: a text for each that has one, as if it were compiled alone. None if a
    message does not name exactly one of them."""
    lines = [line for line in output.splitlines() if not CLOSING.match(line)]
    starts = []
    for number, line in enumerate(lines):
        if TROUBLE.search(line):
            while number > 0 and ABOVE.search(lines[number - 1]) and number - 1 not in starts:
                number -= 1
            starts.append(number)
    if lines and (not starts or starts[0] != 0):
        return None
    by_file = {program.file.name: program for program in programs}
    texts = {}
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        message = lines[start:end]
        named = {name for line in message for name in re.findall(r"([\w.+-]+\.cpp)[:(]\d", line) if name in by_file}
        if len(named) != 1:
            return None
        program = by_file[named.pop()]
        # g++ names the scope where it changes, and before the first error of a file it does not change to the global one.
        if program not in texts:
            message = [line for line in message if line != f"{program.file.name}: At global scope:"]
        text = "\n".join(message).rstrip().replace(f"{namespace(program)}::", "")
        texts[program] = texts.get(program, "") + text + "\n"
    return texts


def with_closing(compiler, program, text):
    """What some compilers add when they are done; for all programs of one file together they add it once."""
    errors = sum(bool(ERROR.search(line)) for line in text.splitlines())
    plural = "s" if errors > 1 else ""
    if compiler.startswith("clang"):
        return text + f"{errors} error{plural} generated.\n"
    if compiler == "nvcc":
        return text + f'\n{errors} error{plural} detected in the compilation of "{program.file.name}".\n'
    return text


def without_chain(text):
    """A message as it is judged: who included the header that it points into depends on the program."""
    return "".join(line + "\n" for line in text.splitlines() if not CHAIN.match(line))


class Verdict(typing.NamedTuple):
    errors: int
    sentence: bool
    at_line: bool
    lines: int
    characters: int
    faults: list[str]
    text: str  # all that the compiler said


def judge(program, text):
    """Whether a message is what the program expects, and within the limits."""
    said = without_chain(text)
    errors = [line for line in said.splitlines() if ERROR.search(line)]
    first = errors[0] if errors else ""
    verdict = Verdict(
        errors=len(errors), sentence=re.search(plain(program.expect), plain(first)) is not None,
        at_line=re.search(rf"{re.escape(program.file.name)}[:(]{program.wrong_line}\b", first) is not None,
        lines=len(said.splitlines()), characters=len(said), faults=[], text=text)
    if not errors:
        verdict.faults.append("the mistake compiles")
        return verdict
    if verdict.errors != 1:
        verdict.faults.append(f"{verdict.errors} errors instead of one")
    if not verdict.sentence:
        verdict.faults.append(f"the first error line does not say: {program.expect}")
    if not re.search(plain(program.below), plain(said)):
        verdict.faults.append(f"no line says: {program.below}")
    if not verdict.at_line:
        verdict.faults.append(f"the first error is not at line {program.wrong_line}")
    if verdict.lines > program.most_lines:
        verdict.faults.append(f"{verdict.lines} lines, at most {program.most_lines}")
    if verdict.characters > MOST_CHARACTERS:
        verdict.faults.append(f"{verdict.characters} characters, at most {MOST_CHARACTERS}")
    return verdict
