# SPDX-License-Identifier: BSL-1.0
"""The results as a text to read."""
import collections

WIDTH = 40


def counted(records):
    counts = collections.Counter(one["status"] for one in records.values())
    return ", ".join(f"{number} {status}" for status, number in sorted(counts.items())) or "none"


def indented(text):
    return "".join(f"      {line}\n" for line in text.splitlines())


def section(title, records, good, tell):
    """A line for each record, and what those said that are not good."""
    text = f"\n{title}: {counted(records)}\n"
    for name, one in sorted(records.items()):
        text += f"  {name:<{WIDTH}} {one['status']:<16} {tell(one)}".rstrip() + "\n"
        if one["status"] not in good and one.get("said"):
            text += indented(one["said"])
    return text


def seconds(one):
    return f"{one['seconds']:.1f} s" if "seconds" in one else ""


def test_line(one):
    cases = f"{one['passed']} of {one['cases']} cases" if "cases" in one else ""
    wrong = "".join(f"\n      {status}: {case}" for case, status in one.get("each", {}).items() if status != "passed")
    return f"{seconds(one):>8}  {cases}{wrong}"


def program_line(one):
    return f"{seconds(one):>8}" + (f"  {one['warnings']} warnings" if one.get("warnings") else "")


def finding_line(one):
    return f"{seconds(one):>8}" + (f"  {one['findings']} findings" if one.get("findings") else "")


def benchmarks(groups, table):
    text = "\nbenchmarks (medians; a ratio is own time over the rival's, below 1 ours is faster)\n"
    for group in groups:
        text += f"\n  {group['title']}\n"
        for row in group["rows"]:
            text += f"    {row['case']:<58} {table.amount(row['own']):>9}  {table.rate(row)}".rstrip() + "\n"
            for name, rival in row["rivals"].items():
                text += f"      {name:<20} {table.amount(rival):>9}  {table.ratio(rival)}  ({rival['who']})\n"
            for name, why in row.get("left_out", {}).items():
                text += f"      {name:<20} left out: {why}\n"
        for case, why in group.get("failed", {}).items():
            text += f"    {case:<58} no result: {why}\n"
    return text


def text_of(results, table):
    machine = results["machine"]
    text = f"shapeproof on a GPU, {results['date']}, commit {results['commit']}\n\n"
    gpu = machine["gpu"]
    text += f"  GPU       {gpu['name'] + ', driver ' + gpu['driver'] if gpu else 'none'}\n"
    text += f"  machine   {machine['text']}\n"
    text += f"  nvcc      {machine['nvcc']}, flags {' '.join(machine['flags'])}\n"
    for what, why in machine["missing"].items():
        text += f"  missing   {what}: {why}\n"
    text += "\nstages\n"
    for name, one in results["stages"].items():
        text += f"  {name:<{WIDTH}} {one['status']:<16} {seconds(one):>8}  {one.get('why', '')}".rstrip() + "\n"
    lines = {"programs": (("built",), program_line), "tests": (("passed", "skipped"), test_line),
             "operations": (("passed", "skipped"), test_line),
             "memcheck": (("clean",), finding_line), "racecheck": (("clean",), finding_line)}
    for name, (good, tell) in lines.items():
        if results.get(name):
            text += section(name, results[name], good, tell)
    if results.get("benchmarks"):
        text += benchmarks(results["benchmarks"], table)
    return text
