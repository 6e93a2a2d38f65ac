#!/usr/bin/env python3
"""Runs a published double random draw (双随机抽查) again: `draw_verify.py RECORD.json` or `-`.
Written from the published rules alone, apart from the program; needs nothing but Python 3."""
import hashlib, hmac, json, sys
def demand(holds, what):
    if not holds:
        sys.exit("REFUSED: " + what)
def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def sha(data):
    return hashlib.sha256(data).hexdigest()
def tag(seed, text):
    return hmac.new(seed, text.encode(), hashlib.sha256).hexdigest()
def ranked(inputs, seed, stratum):
    out = {it["target"] for it in inputs["exclusions"]}
    return sorted((min(tag(seed, f"{it['id']}|{inputs['round']}|{t}") for t in range(it["weight"])), it["id"])
                  for it in inputs["targets"] if it["stratum"] == stratum and it["id"] not in out)
def queue(inputs, seed, target, lines):
    away = {it["inspector"] for it in inputs["inspectors_out"]}
    away |= {it["inspector"] for it in inputs["recusals"] if it["target"] == target}
    busy = [member["inspector"] for line in lines for member in line["team"]] * inputs["balance_load"]
    free = sorted((busy.count(it["id"]), tag(seed, f"{it['id']}|{target}|{inputs['round']}"), it["id"])
                  for it in inputs["inspectors"] if it["id"] not in away)
    return [{"inspector": who, "key": key} for _, key, who in free]

raw = (sys.stdin.buffer if sys.argv[1] == "-" else open(sys.argv[1], "rb")).read()
record = json.loads(raw)
demand(canonical(record) == raw and record["format"] == "wangge-draw/1", "not a canonical record")
entries, first, drawn = record["entries"], record["entries"][0]["act"]["announced"], record["entries"][1]["act"]["drawn"]
for before, entry in zip([None] + entries, entries):
    demand(entry["previous"] == ("0" * 64 if before is None else sha(canonical(before))), "an entry was changed")
inputs, secret = first["inputs"], bytes.fromhex(drawn["secret"])
demand(first["inputs_hash"] == sha(canonical(inputs)), "the inputs were changed")
demand(first["commit"] == sha(secret) and len(secret) == 32, "another secret was announced")
seed = hashlib.sha256(secret + drawn["public_value"].encode()).digest()
lines, seen, gone = [], set(), set()
demand(drawn["seed"] == seed.hex(), "the seed does not follow from secret and public value")
for stratum in inputs["strata"]:
    for rank, (key, target) in enumerate(ranked(inputs, seed, stratum["id"])[:stratum["take"]], 1):
        team = queue(inputs, seed, target, lines)[:inputs["team_size"]]
        lines.append({"stratum": stratum["id"], "rank": rank, "target": target, "key": key, "team": team})
        seen.add(target)
demand(canonical(lines) == canonical(drawn["selected"]), "the selection does not follow from the seed")
for entry in entries[2:]:
    change = entry["act"]["replaced"]
    target, who = change["out"]["target"], change["out"]["inspector"]
    line = dict(next(it for it in lines if it["target"] == target))
    if who is None:
        rest = [it for it in lines if it["target"] != target]
        line["key"], line["target"] = next(it for it in ranked(inputs, seed, line["stratum"]) if it[1] not in seen)
        line["team"] = queue(inputs, seed, line["target"], rest)[:inputs["team_size"]]
        seen.add(line["target"])
    else:
        gone.add((target, who))
        used = {member["inspector"] for member in line["team"]} | {person for at, person in gone if at == target}
        next_one = next(it for it in queue(inputs, seed, target, lines) if it["inspector"] not in used)
        line["team"] = [next_one if it["inspector"] == who else it for it in line["team"]]
    demand(canonical(line) == canonical(change["line"]), "a replacement is not the next by key")
    demand(change["reason"].strip() and change["approver"] != entry["by"], "a replacement lacks reason or approver")
    lines = [line if it["target"] == target else it for it in lines]
print(f"OK: {inputs['title']}: {len(lines)} targets, seed {seed.hex()}")
