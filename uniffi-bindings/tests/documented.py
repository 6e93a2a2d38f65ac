#!/usr/bin/env python3
"""Holds the comments of a generated binding to those of the surface that it was made from.

    documented.py GENERATED

Every exported type, call, callback, field and variant brings its words along, line by line: they are
the documentation that an app's developer sees. What stands within a variant is not looked at.
"""
import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).resolve().parents[1] / "src"
EXPORTED = re.compile(r"#\[uniffi::export|\buniffi::(?:Object|Record|Enum|Error)\b")
# Fewer are a reader of the sources that has gone blind.
LEAST = 600


def comments(text):
    """Lines of the comments of what is exported."""
    found, waiting, exported, within = [], [], False, False
    for line in text.split("#[cfg(test)]\n")[0].splitlines():
        bare = line.strip()
        depth = len(line) - len(line.lstrip())
        if depth == 4 and within and bare.startswith("///"):
            found.append(bare[3:].strip())
        if depth or not bare:
            continue
        if bare.startswith("///"):
            waiting.append(bare[3:].strip())
        elif bare.startswith("#["):
            exported = exported or bool(EXPORTED.search(bare))
            # What an object holds is its own.
            within = exported and "uniffi::Object" not in bare
        else:
            found += waiting if exported else []
            within = within and exported and bare.endswith("{")
            waiting, exported = [], False
    return [line for line in found if line]


def main():
    made = {line.strip() for line in pathlib.Path(sys.argv[1]).read_text().splitlines()}
    wanted = [(file, line) for file in sorted(SOURCES.rglob("*.rs")) for line in comments(file.read_text())]
    if len(wanted) < LEAST:
        sys.exit(f"{len(wanted)} lines of comments in {SOURCES}")
    lost = [f"{file.relative_to(SOURCES)}: {line}" for file, line in wanted if f"* {line}" not in made]
    if lost:
        sys.exit("comments that did not arrive:\n  " + "\n  ".join(lost))
    print(f"   {len(wanted)} lines of comments arrive")


main()
