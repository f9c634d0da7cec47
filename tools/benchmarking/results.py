# SPDX-License-Identifier: BSL-1.0
"""benchmarks/results/NAME.json: what was measured, where, when and how."""
import datetime
import json
import os


def record(name, title, machine, how, rows):
    return {"name": name, "title": title, "date": datetime.date.today().isoformat(), "machine": machine, "how": how,
            "rows": rows}


def rounded(value):
    """Six digits say more than a timing knows, and keep the files small."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return value


def write(folder, result):
    """The file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result['name']}.json"
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps(rounded(result), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(unfinished, path)
    return path


def read_all(folder):
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
