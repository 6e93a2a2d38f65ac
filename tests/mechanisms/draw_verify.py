#!/usr/bin/env python3
"""Draws a published double random draw (双随机抽查) again: `draw_verify.py RECORD.json` or `-`, and behind it
any hashes that were noted when it was announced (commit, inputs_hash, last entry of then).
Written from the published rules alone, apart from the program; needs nothing but Python 3."""
import hashlib, hmac
from draw_format import approved_by_another, canonical, demand, entries_of, run, sha

def key_of(seed, text):
    return hmac.new(seed, text.encode(), hashlib.sha256).hexdigest()

def ranked(inputs, seed, stratum):
    """Keys and targets of a stratum: the least key of as many as the weight, the smallest first."""
    out = {it["target"] for it in inputs["exclusions"]}
    return sorted((min(key_of(seed, f"{it['id']}|{inputs['round']}|{t}") for t in range(it["weight"])), it["id"])
                  for it in inputs["targets"] if it["stratum"] == stratum and it["id"] not in out)

def queue(inputs, seed, target, lines):
    """Inspectors who may go to a target: the fewest targets so far first, then the smallest key."""
    away = {it["inspector"] for it in inputs["inspectors_out"] + inputs["recusals"] if it.get("target", target) == target}
    busy = [member["inspector"] for line in lines for member in line["team"]] * inputs["balance_load"]
    free = sorted((busy.count(it["id"]), key_of(seed, f"{it['id']}|{target}|{inputs['round']}"), it["id"])
                  for it in inputs["inspectors"] if it["id"] not in away)
    return [{"inspector": who, "key": key} for _, key, who in free]

def select(inputs, seed):
    lines = []
    for stratum in inputs["strata"]:
        for rank, (key, target) in enumerate(ranked(inputs, seed, stratum["id"])[:stratum["take"]], 1):
            team = queue(inputs, seed, target, lines)[:inputs["team_size"]]
            lines.append({"stratum": stratum["id"], "rank": rank, "target": target, "key": key, "team": team})
    return lines

def seat(lines, out):
    """The line of a target, in whose team the inspector is who is out, if it is one."""
    line = dict(next(it for it in lines if it["target"] == out["target"]))
    demand(out["inspector"] in [None] + [it["inspector"] for it in line["team"]], "who is replaced is not in the team")
    return line

def replace(inputs, seed, lines, line, who, seen, gone):
    """The line with the next target of its stratum, or with the next inspector in an empty seat."""
    if who is None:
        rest = [it for it in lines if it["target"] != line["target"]]
        line["key"], line["target"] = next(it for it in ranked(inputs, seed, line["stratum"]) if it[1] not in seen)
        return line | {"team": queue(inputs, seed, line["target"], rest)[:inputs["team_size"]]}
    used = {it["inspector"] for it in line["team"]} | {person for at, person in gone if at == line["target"]}
    new = next(it for it in queue(inputs, seed, line["target"], lines) if it["inspector"] not in used)
    return line | {"team": [new if it["inspector"] == who else it for it in line["team"]]}

def verify(raw):
    entries = entries_of(raw)
    first, drawn = entries[0]["act"]["announced"], entries[1]["act"].get("drawn")
    inputs, asked, gone = first["inputs"], {}, set()
    if drawn is None:
        return print(f"OK: {inputs['title']}: withdrawn, not drawn")
    secret = bytes.fromhex(drawn["secret"])
    demand(first["commit"] == sha(secret) and secret.hex() == drawn["secret"] and len(secret) == 32, "another secret was announced")
    seed = hashlib.sha256(secret + drawn["public_value"].encode()).digest()
    demand(drawn["seed"] == seed.hex(), "the seed does not follow from secret and public value")
    lines = select(inputs, seed)
    demand(canonical(lines) == canonical(drawn["selected"]), "the selection does not follow from the seed")
    seen = {it["target"] for it in lines}
    for place, entry in enumerate(entries[2:], 2):
        (name, change), = entry["act"].items()
        line = seat(lines, change["out"])
        if name == "replacement_asked":
            asked[place] = entry
            continue
        target, who = change["out"]["target"], change["out"]["inspector"]
        line = replace(inputs, seed, lines, line, who, seen, gone)
        seen, gone = seen | {line["target"]}, gone | {(target, who)}
        demand(canonical(line) == canonical(change["line"]), "a replacement is not the next by key")
        approved_by_another(entry, asked)
        lines = [line if it["target"] == target else it for it in lines]
    print(f"OK: {inputs['title']}: {len(lines)} targets, seed {seed.hex()}")

run(verify)
