# SPDX-License-Identifier: BSL-1.0
"""The record of how long the messages are, so that a change which makes them longer is seen: lengths.tsv beside the
programs, a line for each program and a column for each compiler."""
import compilers

MOST_GROWTH = 1.10


def read(folder):
    """For each compiler the characters of each program's message."""
    file = folder / "lengths.tsv"
    lines = [line.split("\t") for line in file.read_text().splitlines()] if file.exists() else [["program"]]
    return {compiler: {line[0]: int(line[column]) for line in lines[1:] if line[column]}
            for column, compiler in enumerate(lines[0]) if column > 0}


def record(folder, compiler, characters):
    table = read(folder) | {compiler: characters}
    known = [name for name in compilers.NAMES if name in table]
    lines = [["program", *known]]
    lines += [[name, *(str(table[column].get(name, "")) for column in known)] for name in sorted(characters)]
    (folder / "lengths.tsv").write_text("".join("\t".join(line) + "\n" for line in lines))


def grown(folder, compiler, characters):
    """Says which messages have become longer, if all together have by more than a tenth. Those of new programs do not count."""
    before = read(folder).get(compiler, {})
    both = sorted(set(before) & set(characters), key=lambda name: before[name] - characters[name])
    was, now = sum(before[name] for name in both), sum(characters[name] for name in both)
    if now <= MOST_GROWTH * was:
        return ""
    longer = [f"  {name}: {before[name]} -> {characters[name]}" for name in both if characters[name] > before[name]]
    return (f"the messages of {compiler} have become longer by more than a tenth, {was} -> {now} characters; if they must, "
            "--record it:\n" + "\n".join(longer))
