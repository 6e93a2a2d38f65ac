#!/usr/bin/env python3
"""Runs a published double random draw (双随机抽查) again: `draw_verify.py RECORD.json` or `-`.
Written from the published rules alone, apart from the program; needs nothing but Python 3."""
import datetime, hashlib, hmac, json, re, sys
REASONS = {"exclusions": "checked_this_period closed under_case left_in_peace", "recusals": "own_grid relative interest"}
def demand(holds, what):
    if not holds:
        sys.exit("REFUSED: " + what)
def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def sha(data):
    return hashlib.sha256(data).hexdigest()
def tag(seed, text):
    return hmac.new(seed, text.encode(), hashlib.sha256).hexdigest()
def day(ms):
    return datetime.date(1970, 1, 1) + datetime.timedelta(milliseconds=ms + 8 * 3_600_000)
def shape(value, fields):
    demand(type(value) is dict and sorted(value) == sorted(fields.split()), "fields other than: " + fields)
    numbers = [value[it] for it in "at round rank take weight team_size max_weight max_tickets asked".split() if it in value]
    texts = [value[it] for it in "title authority zh label stratum reason note public_source public_value by approver".split() if it in value]
    demand(all(type(it) is int and it >= 0 for it in numbers) and all(type(it) is str for it in texts), "a number or a text is none")
def listed(rows, fields, *ids):
    for row in rows:
        shape(row, fields)
    order = [[row[it] for it in ids] for row in rows]
    demand(all(one < other or one == other and len(ids) > 1 for one, other in zip(order, order[1:])), "something stands twice or out of order")
    named = [it[0] for it in order if "zh" not in fields]
    demand(all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", it) for it in named), "an id is none")
    return {row[ids[0]] for row in rows}
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
def check(inputs):
    shape(inputs, "title authority round strata targets exclusions inspectors inspectors_out recusals team_size balance_load max_weight max_tickets")
    demand(type(inputs["balance_load"]) is bool and inputs["team_size"] >= 2, "a team is smaller than 2")
    strata, targets = listed(inputs["strata"], "id zh take", "id"), listed(inputs["targets"], "id label stratum weight", "id")
    people, out = listed(inputs["inspectors"], "id label", "id"), listed(inputs["exclusions"], "target reason note", "target")
    away = listed(inputs["inspectors_out"], "inspector note", "inspector")
    away |= listed(inputs["recusals"], "inspector target reason note", "inspector", "target", "reason", "note")
    demand(away <= people and out | {it["target"] for it in inputs["recusals"]} <= targets, "somebody left out is not in the lists")
    demand({it["stratum"] for it in inputs["targets"]} <= strata, "a target is in no stratum")
    weights = [it["weight"] for it in inputs["targets"]]
    demand(all(1 <= it <= inputs["max_weight"] for it in weights), "a weight is 0 or above the limit")
    demand(sum(weights) <= min(inputs["max_tickets"], 20_000_000), "the weights add up to more than the limit")
    for name, codes in REASONS.items():
        for it in inputs[name]:
            demand(it["reason"].strip() and (it["reason"] in codes.split() or it["note"].strip()), "somebody is left out without a reason")
    demand(all(it["note"].strip() for it in inputs["inspectors_out"]), "somebody is left out without a reason")
    left = {it["id"]: sum(one["stratum"] == it["id"] and one["id"] not in out for one in inputs["targets"]) for it in inputs["strata"]}
    demand(any(left.values()), "there is no target to draw from")
    demand(all(min(left[it["id"]], 1) <= it["take"] <= left[it["id"]] for it in inputs["strata"]), "more than there are, or nothing, is taken from a stratum")
    free = people - {it["inspector"] for it in inputs["inspectors_out"]}
    recused = {(it["inspector"], it["target"]) for it in inputs["recusals"]}
    demand(all(sum((who, it) not in recused for who in free) >= inputs["team_size"] for it in targets - out), "too few inspectors may go to a target")

def withdrawn(first, entries):
    shape(entries[1]["act"], "withdrawn")
    shape(entries[1]["act"]["withdrawn"], "reason")
    demand(len(entries) == 2 and entries[1]["act"]["withdrawn"]["reason"].strip(), "a withdrawal lacks its reason, or is not the end")
    known = datetime.date.fromisoformat(first["public_value_on"])
    demand(str(known) == first["public_value_on"] and first["public_source"].strip(), "there is no public value")
    demand(day(entries[0]["at"]) < known and day(entries[1]["at"]) < known, "it was withdrawn when the public value may have been known")
    check(first["inputs"])
    demand(first["inputs_hash"] == sha(canonical(first["inputs"])), "the inputs were changed")
    print(f"OK: {first['inputs']['title']}: withdrawn, not drawn")

def verify(raw):
    record = json.loads(raw)
    shape(record, "format entries")
    demand(canonical(record) == raw and record["format"] == "wangge-draw/1", "not a canonical record")
    entries = record["entries"]
    for before, entry in zip([None] + entries, entries):
        shape(entry, "previous at by act")
        demand(entry["previous"] == ("0" * 64 if before is None else sha(canonical(before))), "an entry was changed")
        demand(before is None or before["at"] <= entry["at"], "an entry is older than the one before it")
    demand(len(entries) > 1, "nothing was drawn yet")
    shape(entries[0]["act"], "announced")
    first = entries[0]["act"]["announced"]
    shape(first, "commit inputs_hash inputs public_source public_value_on")
    if "withdrawn" in entries[1]["act"]:
        return withdrawn(first, entries)
    shape(entries[1]["act"], "drawn")
    drawn = entries[1]["act"]["drawn"]
    shape(drawn, "secret public_value seed selected")
    known = datetime.date.fromisoformat(first["public_value_on"])
    demand(str(known) == first["public_value_on"] and first["public_source"].strip() and drawn["public_value"].strip(), "there is no public value")
    demand(day(entries[0]["at"]) < known <= day(entries[1]["at"]), "the public value must come after the announcement and before the draw")
    inputs, secret = first["inputs"], bytes.fromhex(drawn["secret"])
    check(inputs)
    demand(first["inputs_hash"] == sha(canonical(inputs)), "the inputs were changed")
    demand(first["commit"] == sha(secret) and secret.hex() == drawn["secret"] and len(secret) == 32, "another secret was announced")
    seed = hashlib.sha256(secret + drawn["public_value"].encode()).digest()
    lines, seen, gone = [], set(), set()
    demand(drawn["seed"] == seed.hex(), "the seed does not follow from secret and public value")
    for stratum in inputs["strata"]:
        for rank, (key, target) in enumerate(ranked(inputs, seed, stratum["id"])[:stratum["take"]], 1):
            team = queue(inputs, seed, target, lines)[:inputs["team_size"]]
            lines.append({"stratum": stratum["id"], "rank": rank, "target": target, "key": key, "team": team})
            seen.add(target)
    demand(canonical(lines) == canonical(drawn["selected"]), "the selection does not follow from the seed")
    asked = {}
    for place, entry in enumerate(entries[2:], 2):
        if "replacement_asked" in entry["act"]:
            shape(entry["act"], "replacement_asked")
            asked[place] = entry
            change = entry["act"]["replacement_asked"]
            shape(change, "out reason")
        else:
            shape(entry["act"], "replaced")
            change = entry["act"]["replaced"]
            shape(change, "out reason approver line" + " asked" * ("asked" in change))
        shape(change["out"], "target inspector")
        demand(change["reason"].strip(), "a replacement lacks reason or approver")
        target, who = change["out"]["target"], change["out"]["inspector"]
        line = dict(next(it for it in lines if it["target"] == target))
        demand(who is None or who in [member["inspector"] for member in line["team"]], "who is replaced is not in the team")
        if place in asked:
            continue
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
        if "asked" in change:
            ask = asked.pop(change["asked"])
            same = all(ask["act"]["replacement_asked"][it] == change[it] for it in ["out", "reason"])
            demand(same and ask["by"] != entry["by"] == change["approver"], "a replacement lacks reason or approver")
        else:
            demand(change["approver"] != entry["by"], "a replacement lacks reason or approver")
        lines = [line if it["target"] == target else it for it in lines]
    print(f"OK: {inputs['title']}: {len(lines)} targets, seed {seed.hex()}")

try:
    verify((sys.stdin.buffer if sys.argv[1] == "-" else open(sys.argv[1], "rb")).read())
except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError) as error:
    demand(False, f"not a published record of a draw: {error!r}")
