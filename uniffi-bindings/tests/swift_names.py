#!/usr/bin/env python3
"""Holds hand-written Swift to the generated Swift, where no Swift compiler is.

    swift_names.py GENERATED SOURCES…

Every type, member and argument label that the sources use of the generated module must be there, and
whoever takes on one of its protocols must have all of it. What something is follows from what is
written: `name: Type`, `let name = field.call(…)`, `for name in …`, and the names `field` and `info`. What Apple's
own libraries have, and whether types fit, only a compiler can say.
"""
import pathlib
import re
import sys

from swift_text import inside, labels, members, plain, types

MODULE = "WanggeField"
APPLE = set("BackgroundTasks CoreLocation CryptoKit Darwin Foundation LocalAuthentication Network PackageDescription "
            "Security SwiftUI UIKit UserNotifications WebKit XCTest".split())  # fmt: skip
# Of optionals and lists.
SWIFT = {"map", "enumerated"}
CALL = r"(?:try[?!]?\s+)?(?:await\s+)?(?:try[?!]?\s+)?"
# `let name = owner.member`, `for name in owner`, also of pairs.
NAMED = (
    rf"\b(?:let\s+(?:\(\w+,\s*)?|for\s+(?:{CALL})(?:\(\w+,\s*)?)(\w+)\)?"
    rf"\s*(?:=|in)\s*{CALL}(\w+)(?:\.(\w+))?"
)


def check(text, generated, extended):
    """What is wrong in one source."""
    for it in re.finditer(r"\bextension\s+Field\s*\{", text):
        body = inside(text, it.end() - 1)
        text = text.replace(body, body.replace("self.", "field."))
    text = re.sub(r"(\.io\s*\(?\s*\{[^}\n]*?)\$0", r"\1field", text)
    written = re.findall(rf"(?<!class )(?<!\w)(\w+)\s*:\s*(?:{MODULE}\.)?(\w+)", text)
    known = {"field": "Field", "info": "ErrorInfo", **{name: kind for name, kind in written if kind in generated}}

    def ways(kind, name):
        return generated[kind][1].get(name, []) + extended.get(kind, ("", {}))[1].get(name, [])

    for _ in range(3):
        for new, old, name in re.findall(NAMED, text):
            kind = known.get(old, old if old in generated else "")
            gives = ways(kind, name)[0][1] if kind in generated and name and ways(kind, name) else kind
            if re.search(r"\w", gives) and new not in known and (base := re.sub(r"[\[\]? ]", "", gives)) in generated:
                known[new] = base
    wrong = [f"import {name}" for name in re.findall(r"^\s*(?:@testable\s+)?import\s+(\w+)", text, re.M) if name not in APPLE | {MODULE}]
    for it in re.finditer(rf"(?<![\w.])(?:{MODULE}\.)?(\w+)", text):
        kind, at = known.get(it[1]) or it[1], it.end()
        name = "init" if it[1] not in known and text[at : at + 1] == "(" else ""
        # Along a chain of members, for as long as what they give is of the generated module.
        while kind in generated:
            if name != "init":
                if not (step := re.match(r"[?!]?\.`?(\w+)`?", text[at:])):
                    break
                name, at = step[1], at + step.end()
            offered, called = ways(kind, name), text[at : at + 1] == "("
            if not offered and name in SWIFT:
                break
            takes = labels(text, at) if called else None
            bound = text[at + 1 :].startswith("let ")
            if not offered or (called and not bound and takes not in [way[0] for way in offered]):
                wrong.append(f"{kind}.{name}" + (f"({', '.join(f'{it}:' for it in takes)})" if called else ""))
                break
            at += len(inside(text, at)) + 2 if called else 0
            kind, name = (kind if name == "init" else re.sub(r"[? ]", "", offered[0][1])), ""
    for it in re.finditer(r"\bclass\s+(\w+)\s*:\s*([^{]+)\{", text):
        own = members(inside(text, it.end() - 1))
        for name in re.findall(r"\w+", it[2]):
            if name in generated and generated[name][0] == "protocol":
                for wanted, options in generated[name][1].items():
                    if not {way[0] for way in options} & {way[0] for way in own.get(wanted, [])}:
                        wrong.append(f"{it[1]} lacks {name}.{wanted}")
    return wrong


def main():
    made, *files = map(pathlib.Path, sys.argv[1:])
    generated = {name: it for name, it in types(plain(made.read_text())).items() if it[0] != "extension" or name == "Field"}
    texts = {file: plain(file.read_text()) for file in files}
    extended = types("\n".join(texts.values()))
    wrong = [f"{file.name}: {it}" for file, text in texts.items() for it in check(text, generated, extended)]
    if wrong:
        sys.exit("not in the generated Swift:\n  " + "\n  ".join(wrong))
    print(f"   {len(files)} Swift files use only what is generated")


main()
