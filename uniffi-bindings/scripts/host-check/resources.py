#!/usr/bin/env python3
"""Writes the class R of an Android host out of its resources, and holds its manifest to its sources.

    resources.py HOST OUT

HOST: a folder with AndroidManifest.xml, res and java. Fails if the manifest names a class of the
host, a string or a file that is not there, or if another language lacks a string.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

ANDROID = "{http://schemas.android.com/apk/res/android}"


def strings(folder):
    return {it.get("name") for it in xml.parse(folder / "strings.xml").getroot()}


def main():
    host, out = map(pathlib.Path, sys.argv[1:])
    wrong = []
    known = {"string": strings(host / "res/values")}
    for other in host.glob("res/values-*"):
        if strings(other) != known["string"]:
            wrong.append(f"{other.name}: not the same strings")
    for file in host.glob("res/*/*.xml"):
        xml.parse(file)
        if not file.parent.name.startswith("values"):
            known.setdefault(file.parent.name, set()).add(file.stem)
    sources = {file.stem: file for file in host.glob("java/**/*.kt")}
    package = re.search(r"^package ([\w.]+)", sources["ShellApplication"].read_text(), re.M).group(1)
    for node in xml.parse(host / "AndroidManifest.xml").iter():
        name = node.get(f"{ANDROID}name", "")
        if name.startswith(".") and name[1:] not in sources:
            wrong.append(f"AndroidManifest.xml: no class {name}")
        for value in node.attrib.values():
            if (found := re.fullmatch(r"@(\w+)/(\w+)", value)) and found[2] not in known.get(found[1], ()):
                wrong.append(f"AndroidManifest.xml: no {value}")
    if wrong:
        sys.exit("\n".join(wrong))
    lines = [f"package {package};", "public final class R {"]
    for kind, names in sorted(known.items()):
        fields = " ".join(f"public static final int {name} = 0;" for name in sorted(names))
        lines.append(f"public static final class {kind} {{ {fields} }}")
    file = out / package.replace(".", "/") / "R.java"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*lines, "}", ""]))


main()
