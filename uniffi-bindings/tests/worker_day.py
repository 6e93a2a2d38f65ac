#!/usr/bin/env python3
"""A worker's day over the bindings of one language, against the real relay.

    worker_day.py [--figures] DRIVER…

Makes a township's relay, then runs the driver phase by phase as a process of its own, the phone in
its hand: the relay goes away, the process is killed in the middle of an inspection, an officer
returns the work, and accepts it. WANGGE_RELAY_BIN and WANGGE_FIELD_BIN name the programs.
With --figures the driver measures its calls instead: worth something with a library of the profile
`phone` on a quiet machine.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RELAY = os.environ.get("WANGGE_RELAY_BIN", str(ROOT / "target/debug/wangge-relay"))
FIELD = os.environ.get("WANGGE_FIELD_BIN", str(ROOT / "target/debug/wangge-field"))
TOWNSHIP = ROOT / "fixtures/townships/qingfeng-import.json"
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
# 8 September 2026, 8 in the morning, China.
MORNING_MS = 1_788_825_600_000


class Day:
    def __init__(self, folder, driver):
        self.folder = pathlib.Path(folder)
        self.driver = driver
        self.clock = self.folder / "clock"
        self.listen = "127.0.0.1:0"
        self.server = None
        self.now = MORNING_MS
        self.passes(0)

    def passes(self, ms):
        self.now += ms
        self.clock.write_text(str(self.now))

    def admin(self, *words):
        place = ["--data", str(self.folder / "relay"), "--clock", str(self.clock)]
        return subprocess.run([RELAY, *words, *place], check=True, capture_output=True, text=True).stdout

    def serve(self):
        place = ["--data", str(self.folder / "relay"), "--clock", str(self.clock)]
        command = [RELAY, "serve", *place, "--listen", self.listen]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        address = json.loads(self.server.stdout.readline())["listening"]
        self.listen = address.removeprefix("https://")

    def stop_relay(self):
        if self.server:
            self.server.kill()
            self.server.wait()
            self.server = None

    def officer(self, *words):
        place = ["--data", str(self.folder / "officer"), "--clock", str(self.clock), "--json"]
        done = subprocess.run([FIELD, *words, *place], capture_output=True, text=True)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def link(self, account):
        return json.loads(self.admin("enroll-code", "--user", account, "--json"))["link"]

    def phase(self, name, killed=False, **more):
        """Runs the driver; gives what it printed as JSON on its last line."""
        environment = os.environ | {
            "WANGGE_PHASE": name,
            "WANGGE_PHONE": str(self.folder / "手机📱"),
            "WANGGE_CLOCK": str(self.clock),
            "WANGGE_PHOTOS": str(ROOT / "fixtures/photos"),
            **more,
        }
        process = subprocess.Popen(self.driver, env=environment, stdout=subprocess.PIPE, text=True)
        last = ""
        for line in process.stdout:
            if line.startswith("KILL"):
                assert killed, f"{name} wants to be killed"
                process.send_signal(signal.SIGKILL)
            elif line.startswith("{"):
                last = line
            else:
                print(f"   {name}: {line}", end="", flush=True)
        code = process.wait()
        expected = -signal.SIGKILL if killed else 0
        assert code == expected, f"{name} ended with {code}"
        return json.loads(last) if last else {}


def certified_workers():
    """Grid workers whose certificate is valid on the day, by name."""
    township = json.loads(TOWNSHIP.read_text())
    workers = {it["user"] for it in township["grants"] if it["role"] == "grid_worker"}
    certified = {
        it["user"]
        for it in township["credentials"]
        if it["valid_from"] <= "2026-09-08" <= it["valid_until"]
    }
    return [it["name"] for it in township["people"] if it["user"] in workers & certified]


def run(day):
    workers = certified_workers()
    day.admin("init", "--tenant-name", "青峰镇", "--demo", "--listen", "127.0.0.1:0")
    day.admin("grid", "import", str(TOWNSHIP))
    day.serve()
    (day.folder / "officer").mkdir()
    day.officer("enroll", day.link("station_officer-1"))
    day.officer("sync")

    day.phase("enroll", WANGGE_LINK=day.link(workers[0]))
    day.stop_relay()
    day.passes(HOUR_MS)
    day.phase("offline", killed=True)
    day.passes(HOUR_MS)
    made = day.phase("submit")
    day.serve()
    day.phase("handover")
    day.phase("sync")
    day.passes(HOUR_MS)

    day.officer("sync")
    inspection = made["inspection"]
    day.officer("review", "return", inspection, *RETURN)
    day.officer("sync")
    day.phase("correct", WANGGE_INSPECTION=inspection)
    day.officer("sync")
    day.officer("review", "accept", inspection)
    day.officer("sync")
    done = day.phase("accepted", WANGGE_INSPECTION=inspection)
    assert done["status"] == "accepted", done
    day.phase("letter")
    # A relay that takes requests and answers none.
    day.server.send_signal(signal.SIGSTOP)
    day.phase("pausing")
    day.server.send_signal(signal.SIGCONT)
    lose(day, workers[2])
    hazard = made["hazard"]
    day.phase("feedback", WANGGE_HAZARD=hazard)
    # The three working days of the policy for a recheck are over, and nobody came.
    day.passes(10 * DAY_MS)
    day.phase("recheck_overdue", WANGGE_HAZARD=hazard)
    day.phase("misuse", WANGGE_INSPECTION=inspection, WANGGE_LINK=day.link(workers[1]))


def lose(day, worker):
    """A phone is lost with unsent work on it, and the administrator gives it orders."""
    device = day.phase("lost_enroll", WANGGE_LINK=day.link(worker))["device"]
    day.admin("device", "lock", "--device", device, "--reason", "手机遗失")
    day.phase("lost_locked")
    day.admin("device", "wipe", "--device", device, "--reason", "找不回来")
    day.phase("lost_wiped")
    day.phase("lost_opened")


def measure(day):
    day.admin("init", "--tenant-name", "青峰镇", "--demo", "--listen", "127.0.0.1:0")
    day.admin("grid", "import", str(TOWNSHIP))
    day.serve()
    day.phase("enroll", WANGGE_LINK=day.link(certified_workers()[0]))
    day.stop_relay()
    day.phase("figures")


RETURN = ["--reason", "照片不清，请补拍🔥"]


def main():
    driver = sys.argv[1:]
    figures = driver[:1] == ["--figures"]
    with tempfile.TemporaryDirectory(prefix="wangge-day-") as folder:
        day = Day(folder, driver[1:] if figures else driver)
        try:
            measure(day) if figures else run(day)
        finally:
            day.stop_relay()
    if not figures:
        print("== the worker's day went through")


main()
