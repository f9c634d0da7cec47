# SPDX-License-Identifier: BSL-1.0
"""docs/benchmarks.md, made of the results."""

HEAD = """# Benchmarks

Made by `tools/bench` of [benchmarks/results](../benchmarks/results); do not edit. Own code and rivals are processes that
stay alive and run by turns, pinned to the same processors; each figure is a median over rounds. A ratio is own time over
the rival's, round by round: below 1 ours is faster. Before anything is timed, both must have computed the same numbers.

`tools/bench --install-rivals` gets the rivals, `tools/bench NAME` repeats one table, `tools/bench --list` names them.
"""


def seconds(value):
    """In the unit that leaves one to three digits before the point."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def amount(side):
    if "instructions" in side:
        return f"{side['instructions']:,.0f} instructions"
    return seconds(side["seconds"]["median"])


def ratio(rival):
    """`0.62 (0.61 to 0.64), bar 0.65`; a bar that is missed is marked."""
    of = rival["ratio"]
    text = f"{of['median']:.2f}"
    if of["quartiles"][0] < of["quartiles"][1]:
        text += f" ({of['quartiles'][0]:.2f} to {of['quartiles'][1]:.2f})"
    if rival.get("bar") is None:
        return text
    return f"{text}, bar {rival['bar']:g}" + ("" if of["median"] <= rival["bar"] else " **missed**")


def rate(row):
    """`231 GFLOP/s, 97 % of peak` or `2800 GB/s, 93 % of a copy`, as far as it is known."""
    for what, unit, most in (("operations", "GFLOP/s", "peak"), ("bytes", "GB/s", "a copy")):
        amount = row["own"].get(f"{what}_per_second")
        if amount is not None:
            peak = row.get(f"peak_{what}_per_second")
            return f"{amount / 1e9:.0f} {unit}" + (f", {100 * amount / peak:.0f} % of {most}" if peak else "")
    return ""


def memory(row):
    """One line for a case whose own worker counts allocations; a process in Python has its libraries in memory, too."""
    own = row["own"]
    sides = {"ours": own, **row["rivals"]}
    peaks = ", ".join(f"{name} {side['peak_bytes'] / 1e6:.0f} MB" for name, side in sides.items())
    return f"{row['case']}, {row['threads']} threads: {own['allocations']} allocations in a step of ours, whose " \
           f"tape holds {own['tape_bytes'] / 1e6:.0f} MB; most memory of the whole process: {peaks}."


def of(result):
    """The section of one result."""
    rivals = sorted({name for row in result["rows"] for name in row["rivals"]})
    rates = any(rate(row) for row in result["rows"])
    head = ["case", "threads", "ours", *(["rate"] if rates else []), *(f"{name} | ours / {name}" for name in rivals)]
    lines = [f"## {result['title']}", "", f"`tools/bench {result['name']}`, {result['date']}; {result['machine']['text']}; "
             f"{result['how']['rounds']} rounds.", "", "| " + " | ".join(head) + " |",
             "|" + "---|" * (len(head) + len(rivals))]
    for row in result["rows"]:
        cells = [row["case"], str(row["threads"]), amount(row["own"]), *([rate(row)] if rates else [])]
        for name in rivals:
            rival = row["rivals"].get(name)
            cells += [amount(rival), ratio(rival)] if rival else ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
    who = sorted({rival["who"] for row in result["rows"] for rival in row["rivals"].values()})
    lines += ["", "Against " + "; ".join(who) + "." if who else "No rival was installed."]
    lines += ["", *("- " + memory(row) for row in result["rows"] if "allocations" in row["own"])]
    missing = sorted({f"{name}: {why}" for row in result["rows"] for name, why in row.get("left_out", {}).items()})
    lines += ["", "Left out: " + "; ".join(missing) + "."] if missing else []
    return "\n".join(lines) + "\n"


def document(results):
    return "\n".join([HEAD, *map(of, results)])
