"""Reads the text of Swift as far as names go: types, members, and the labels of arguments."""
import re

MEMBER = (
    r"\b(?:func\s+(`?\w+`?)|(init))\s*(?:<[^>]*>)?\(|\bcase\s+(`?\w+`?)|"
    r"\b(?:let|var)\s+(`?\w+`?)\s*:\s*([^\n={,)]+)"
)

def plain(text):
    """Without comments, and of strings only what is put into them."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    string = r'#"[^\n]*?"#|"(?:\\\([^()]*(?:\([^()]*\)[^()]*)*\)|\\.|[^"\\\n])*"'
    return re.sub(string, lambda it: '""' + " ".join(re.findall(r"\\(\([^()]*\))", it[0])), text)


def inside(text, at):
    """What stands between the bracket at a place and its other half."""
    pairs, depth = {"(": ")", "{": "}", "[": "]"}, []
    for end in range(at, len(text)):
        if text[end] in pairs:
            depth.append(pairs[text[end]])
        elif depth and text[end] == depth[-1]:
            depth.pop()
            if not depth:
                return text[at + 1 : end]
    return text[at + 1 :]


def labels(text, at):
    """Labels of the arguments that begin at a bracket."""
    parts, depth = [""], 0
    for sign in re.sub(r"->", "", inside(text, at)):
        depth += (sign in "([{<") - (sign in ")]}>")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    names = [re.match(r"\s*`?(\w+)`?(?:\s+\w+)?\s*:", part) for part in parts if part.strip()]
    return tuple(name[1] if name else "_" for name in names)


def members(body):
    """Members of a type: for each name the labels it may be called with, and what it gives."""
    found, depths, depth = {}, [], 0
    for sign in body:
        depth += (sign in "{(") - (sign in "})")
        depths.append(depth)
    for it in re.finditer(MEMBER, body):
        if it.start() and depths[it.start() - 1] > 0:
            continue
        name, at = next(filter(None, it.groups()[:4])).strip("`"), it.end() - 1
        if it[3]:
            at = it.end() if body[it.end() : it.end() + 1] == "(" else None
        takes = None if it[4] or at is None else labels(body, at)
        rest = body[at + 2 + len(inside(body, at)) :].split("{")[0].split("func")[0] if takes is not None else ""
        gives = re.match(r"[\w\s]*->\s*([\w\[\]?: .]+)", rest)
        found.setdefault(name, []).append((takes, (it[5] or (gives[1] if gives else "")).strip()))
    return found


def types(text):
    found = {}
    for it in re.finditer(r"\b(class|struct|enum|protocol|extension|actor)\s+(\w+)[^{\n]*\{", text):
        kind = "extension" if it[1] == "extension" else it[1]
        for name, ways in members(inside(text, it.end() - 1)).items():
            found.setdefault(it[2], (kind, {}))[1].setdefault(name, []).extend(ways)
        found.setdefault(it[2], (kind, {}))
    return found
