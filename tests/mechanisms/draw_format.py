"""The form of a published draw (双随机抽查): fields, lists, hashes and dates. `draw_verify.py` draws it again.
Written from the published rules alone, apart from the program; needs nothing but Python 3."""
import datetime, hashlib, json, re, sys
REASONS = {"exclusions": "checked_this_period closed under_case left_in_peace", "recusals": "own_grid relative interest"}
NUMBERS, ID = "at round rank take weight team_size max_weight max_tickets asked", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
def demand(holds, what):
    if not holds:
        sys.exit("REFUSED: " + what)
def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def sha(data):
    return hashlib.sha256(data).hexdigest()
def day(ms):
    return datetime.date(1970, 1, 1) + datetime.timedelta(milliseconds=ms + 8 * 3_600_000)
def shape(value, fields):
    demand(type(value) is dict and sorted(value) == sorted(fields.split()), "fields other than: " + fields)
    numbers = [value[it] for it in NUMBERS.split() if it in value]
    texts = [value[it] for it in "title authority zh label stratum reason note public_source public_value by approver".split() if it in value]
    demand(all(type(it) is int and it >= 0 for it in numbers) and all(type(it) is str for it in texts), "a number or a text is none")
    demand(all(value[it] < 2 ** (63 if it == "at" else 32) for it in NUMBERS.split() if it in value), "a number is above its limit")
    demand(all(re.fullmatch(ID, value[it]) for it in ["by", "approver"] if it in value), "who acted or approved is none")
def listed(rows, fields, *ids):
    for row in rows:
        shape(row, fields)
    order = [[row[it] for it in ids] for row in rows]
    demand(all(one < other or one == other and len(ids) > 1 for one, other in zip(order, order[1:])), "something stands twice or out of order")
    named = [it[0] for it in order if "zh" not in fields]
    demand(all(re.fullmatch(ID, it) for it in named), "an id is none")
    return {row[ids[0]] for row in rows}
def check(inputs):
    shape(inputs, "title authority round strata targets exclusions inspectors inspectors_out recusals team_size balance_load max_weight max_tickets" + " pool" * ("pool" in inputs))
    if "pool" in inputs:
        shape(inputs["pool"], "certificate rule")
        demand(all(type(it) is str and it.strip() for it in inputs["pool"].values()), "the list of inspectors names no certificate or no rule")
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
def known_on(first):
    known = datetime.date.fromisoformat(first["public_value_on"])
    demand(str(known) == first["public_value_on"] and first["public_source"].strip(), "there is no public value")
    return known
def sound(inputs, first):
    check(inputs)
    demand(first["inputs_hash"] == sha(canonical(inputs)), "the inputs were changed")
def withdrawn(first, entries):
    shape(entries[1]["act"], "withdrawn")
    shape(entries[1]["act"]["withdrawn"], "reason")
    demand(len(entries) == 2 and entries[1]["act"]["withdrawn"]["reason"].strip(), "a withdrawal lacks its reason, or is not the end")
    known = known_on(first)
    demand(day(entries[0]["at"]) < known and day(entries[1]["at"]) < known, "it was withdrawn when the public value may have been known")
    sound(first["inputs"], first)
def drawn(first, entries):
    shape(entries[1]["act"], "drawn")
    shape(entries[1]["act"]["drawn"], "secret public_value seed selected")
    demand(entries[1]["act"]["drawn"]["public_value"].strip(), "there is no public value")
    demand(day(entries[0]["at"]) < known_on(first) <= day(entries[1]["at"]), "the public value must come after the announcement and before the draw")
    sound(first["inputs"], first)
    for entry in entries[2:]:
        name = "replacement_asked" if "replacement_asked" in entry["act"] else "replaced"
        shape(entry["act"], name)
        change = entry["act"][name]
        shape(change, "out reason" if name != "replaced" else "out reason approver line" + " asked" * ("asked" in change))
        shape(change["out"], "target inspector")
        demand(change["reason"].strip(), "a replacement lacks reason or approver")
def approved_by_another(entry, asked):
    change = entry["act"]["replaced"]
    ask = asked.pop(change["asked"]) if "asked" in change else None
    same = ask is None or all(ask["act"]["replacement_asked"][it] == change[it] for it in ["out", "reason"])
    other = change["approver"] != entry["by"] if ask is None else ask["by"] != entry["by"] == change["approver"]
    demand(same and other, "a replacement lacks reason or approver")
def entries_of(raw):
    """The entries of a record whose form is right: one announcement, then one drawing or withdrawal."""
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
    (withdrawn if "withdrawn" in entries[1]["act"] else drawn)(first, entries)
    return entries
def anchors(raw, noted):
    """What to compare with the announcement and the public page; `noted` is what somebody noted of them."""
    entries = json.loads(raw)["entries"]
    first, hashes = entries[0]["act"]["announced"], [sha(canonical(it)) for it in entries]
    demand(set(noted) <= {first["commit"], first["inputs_hash"], *hashes}, "the record is another than the one that was announced")
    return f"compare with what was announced: commit {first['commit']}, inputs_hash {first['inputs_hash']}, {len(entries)} entries, last {hashes[-1]}"
def run(verify):
    try:
        raw = (sys.stdin.buffer if sys.argv[1] == "-" else open(sys.argv[1], "rb")).read()
        entries_of(raw)
        words = anchors(raw, sys.argv[2:])
        verify(raw)
        print(words)
    except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError) as error:
        demand(False, f"not a published record of a draw: {error!r}")
