#!/usr/bin/env python3
"""What others need for the same work, as a multiple of what this engine needs: from the results of one
run of `make bench-peers`. Medians; above 1 the other needs more.

    scripts/peers-ratio.py RESULTS.jsonl
"""
import collections
import json
import statistics
import sys

OWN = "wangge"
PHASES = ["push", "pull", "delta-push", "delta-pull", "idle", "conc"]
MEASURES = [
    ("time", lambda run: run["sync_s"]),
    ("bytes", lambda run: run["up"] + run["down"]),
    ("server CPU", lambda run: run.get("srv_cpu_s") or 0),
    ("server memory", lambda run: run.get("srv_rss_kb") or 0),
]


def medians(lines):
    """Median of every measure by phase and engine; runs that failed are left out."""
    runs = collections.defaultdict(list)
    for line in lines:
        run = json.loads(line)
        if "phase" in run and not run.get("error"):
            runs[run["phase"], run["engine"]].append(run)
    return {
        place: [statistics.median(take(run) for run in all_runs) for _, take in MEASURES]
        for place, all_runs in runs.items()
    }


def table(found):
    """One line per phase and other engine."""
    names = [name for name, _ in MEASURES]
    yield "| phase | engine | " + " | ".join(f"{name}, x {OWN}" for name in names) + " |"
    yield "|---|---|" + "---|" * len(names)
    for phase in PHASES:
        own = found.get((phase, OWN))
        for (at, engine), theirs in sorted(found.items()):
            if at != phase or engine == OWN:
                continue
            if own is None:
                yield f"| {phase} | {engine} | {OWN} has no run |"
                continue
            ratios = (f"{one / ours:.2f}" if ours else "-" for one, ours in zip(theirs, own))
            yield f"| {phase} | {engine} | " + " | ".join(ratios) + " |"


def main():
    with open(sys.argv[1], encoding="utf-8") as results:
        found = medians(results)
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
