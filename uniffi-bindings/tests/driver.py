"""The worker's day in Python; `worker_day.py` runs it, phase by phase."""
import asyncio
import ctypes
import gc
import json
import os
import pathlib
import resource
import shutil
import sys
import threading
import time

import handover as phone
import letter as letters
import lost_phone
import pausing as background
import recheck
import silent_vault
import wangge_field as w
from wangge_field.shell import FileVault

PHONE = pathlib.Path(os.environ["WANGGE_PHONE"])
PHOTOS = pathlib.Path(os.environ["WANGGE_PHOTOS"])
CLOCK = pathlib.Path(os.environ["WANGGE_CLOCK"])
CALLS = 10_000


class FileClock(w.Clock):
    """The hands of a file: all phones of the day go by them."""

    def wall_ms(self):
        return int(CLOCK.read_text())

    def boot_id(self):
        return 7

    def monotonic_ms(self):
        return self.wall_ms() - 1_700_000_000_000


class Wifi(w.Connectivity):
    def network(self):
        return w.Network.WIFI

    def low_battery(self):
        return False


class Progress(w.SyncListener):
    def __init__(self):
        self.heard = []
        self.threads = set()

    def on_progress(self, progress):
        self.heard.append(progress)
        self.threads.add(threading.get_ident())


class Broken(w.SyncListener):
    def on_progress(self, progress):
        raise RuntimeError("坏了💥")


class Blocked(w.SyncListener):
    """Holds on to its first progress until it is let go."""

    def __init__(self):
        self.let_go = threading.Event()
        self.entered = threading.Event()

    def on_progress(self, progress):
        self.entered.set()
        self.let_go.wait()


class BrokenClock(w.Clock):
    def wall_ms(self):
        raise RuntimeError("坏了💥")

    def boot_id(self):
        raise RuntimeError("坏了💥")

    def monotonic_ms(self):
        raise RuntimeError("坏了💥")


class LockedVault(FileVault):
    """Of a phone that nobody has unlocked since it started."""

    def wrap(self, purpose, secret):
        raise w.VaultError.Locked()

    def unwrap(self, purpose, wrapped):
        raise w.VaultError.Locked()


class BrokenVault(w.KeyVault):
    def wrap(self, purpose, secret):
        raise RuntimeError("坏了💥")

    def unwrap(self, purpose, wrapped):
        raise RuntimeError("坏了💥")

    def destroy(self, purpose):
        raise RuntimeError("坏了💥")

    def instance_nonce(self):
        raise RuntimeError("坏了💥")


def platform(vault=None):
    vault = vault or FileVault(PHONE / "vault")
    return w.Platform(vault=vault, clock=FileClock(), connectivity=Wifi(), protection=None)


async def opened(folder="data", vault=None):
    settings = w.Settings(folder=str(PHONE / folder), label="测试手机📱")
    return await w.Field.open(settings, platform(vault))


def text(value):
    return w.FieldValue.TEXT(value)


PREMISES = {
    "name": text("王家出租房🏠"),
    "category": text("rental_housing"),
    "village": text("场镇社区"),
    "road": text("兴隆街"),
    "door_number": text("12号"),
    "address": text("农贸市场东侧"),
    "latitude_microdegrees": w.FieldValue.WHOLE(29356000),
    "longitude_microdegrees": w.FieldValue.WHOLE(105927000),
    "structure": text("brick_concrete"),
    "floors": w.FieldValue.WHOLE(2),
    "rooms": w.FieldValue.WHOLE(4),
    "beds": w.FieldValue.WHOLE(6),
    "persons": w.FieldValue.WHOLE(6),
    "self_built": w.FieldValue.TRUTH(True),
    "owner_name": text("王建国"),
    "owner_phone": text("13800000001"),
    "responsible_territory_name": text("李明"),
    "responsible_department_name": text("赵强"),
    "responsible_unit_name": text("王建国"),
    "responsible_on_site_name": text("王建国"),
}
FAILED = "RH-15"
STROKES = b'{"format":1,"width":100,"height":50,"strokes":[[[5,5],[90,40]]]}'
RESPONSIBLE = w.Responsible(unit="王家出租房", leader="李明", person="王建国", phone="13800000001")


async def answer_all(field, inspection, items):
    for number, item in enumerate(items):
        failed = item.id == FAILED
        value = None
        if item.answer_type == "number":
            value = w.FieldValue.WHOLE(2)
        elif item.answer_type == "text":
            value = text("正常")
        result = w.AnswerResult.FAIL if failed else w.AnswerResult.PASS
        field.answer(inspection, w.Answer(item=item.id, result=result, value=value, note="已看👀"))
        if failed or item.photo == "always":
            # A photo is known by its bytes: no two are the same.
            original = (PHOTOS / "summer-palace-640.jpg").read_bytes() + bytes([255, number])
            await field.attach_photo(inspection, original, item.id, "found")


def signature(field, record):
    statement = field.get_record(record).statement
    return w.Signature(strokes=STROKES, signer="王建国", role="owner", statement=statement)


async def enroll():
    PHONE.mkdir(parents=True, exist_ok=True)
    field = await opened()
    report = field.open_report()
    assert report.first_start and report.files_missing == 0 and report.trash_folder, report
    try:
        field.my_grids()
        raise SystemExit("an unenrolled phone has no grids")
    except w.FieldError.Enrollment as error:
        assert error.info.code == "not_enrolled" and "登记" in error.info.zh
    await field.enroll(os.environ["WANGGE_LINK"])
    report = await field.sync(None)
    assert report.complete and not report.waiting and not report.relay_healing, report
    status = field.status()
    assert status.enrolled and status.device, status
    assert not status.recovering and status.clock is None and status.unfiled == 0, status
    assert "grid_worker" in field.my_grids()[0].roles
    assert any(it.user == status.user and it.name == status.user_name for it in field.people())


async def offline():
    field = await opened()
    report = await field.sync(None)
    assert not report.complete and report.stopped == "unreachable", report
    grid = field.my_grids()[0].id
    assert field.near_duplicates(grid, PREMISES, None) == []
    premises = field.create_premises(grid, PREMISES)
    again = field.near_duplicates(grid, PREMISES, None)
    assert again and again[0].premises == premises
    assert field.search_premises("王家", 10)[0].name == "王家出租房🏠"
    inspection = field.start_inspection(premises, w.InspectionStart(mode="regular"))
    items = field.checklist("rental_housing").items
    assert field.guide(items[0].id).look
    await answer_all(field, inspection, items[:10])
    field.keep_form("quick", "楼梯间🔥堆放杂物")
    print("KILL", flush=True)
    time.sleep(3600)


async def submit():
    field = await opened()
    assert field.kept_form("quick") == "楼梯间🔥堆放杂物"
    field.drop_form("quick")
    assert field.kept_form("quick") is None
    # Half of a pair of surrogates is no text: it crosses as a mark, and what is around it is kept.
    field.keep_form("half", "楼梯\ud83d间\ud83d\udd25堆\udd25")
    assert field.kept_form("half") == "楼梯\ufffd间🔥堆\ufffd"
    field.drop_form("half")
    [row] = field.list_inspections(None, 10)
    assert any(it.record == row.id for it in field.list_drafts(10))
    assert field.premises_line(row.premises).name == "王家出租房🏠"
    answered = field.get_record(row.id).fields
    items = field.checklist("rental_housing").items
    for item in items[:10]:
        assert any(key.startswith(f"a/{item.id}/") for key in answered), (item.id, answered)
    await answer_all(field, row.id, items[10:])
    field.sign(row.id, signature(field, row.id))
    done = field.submit_inspection(row.id, None)
    [hazard] = done.hazards
    assert done.drafts == [], done
    assert [it.id for it in field.list_hazards(None, True, 10, inspection=row.id)] == [hazard]
    notice = w.NewNotice(issuer="station", deadline=w.Deadline.DAYS(15), responsible=RESPONSIBLE)
    number = field.issue_notice(hazard, notice)
    assert number.startswith("暂-"), number
    field.serve_notice(hazard, w.Service.SIGNED(signature(field, hazard)))
    paper = await field.paper(hazard, w.PaperKind.NOTICE)
    assert paper.pdf.startswith(b"%PDF") and paper.number == number
    status = field.status()
    assert status.pending > 3 and status.photos_shown == 0, status
    export = await field.export_pending(str(PHONE))
    assert export.envelopes >= status.pending and export.key
    assert any(it.kind == "unsent_work" for it in field.next_reminders(20))
    print(json.dumps({"inspection": row.id, "hazard": hazard}))


async def handover():
    settings = w.Settings(folder=str(PHONE / "data"), label="测试手机📱")
    await phone.handover(settings, FileVault(PHONE / "vault"), FileClock())


async def sync():
    field = await opened()
    listener = Progress()
    report = await field.sync(listener)
    assert report.complete and report.refused == 0 and report.photos_left == 0, report
    status = field.status()
    assert status.pending == 0 and status.photos_complete == status.photos > 0, status
    await asyncio.sleep(0)
    assert listener.heard and threading.get_ident() not in listener.threads
    [hazard] = field.list_hazards(None, True, 10)
    assert hazard.notice_number and not hazard.notice_number.startswith("暂-"), hazard
    assert field.due_list(None, 10) is not None
    said = json.loads(await field.call(json.dumps({"method": "status", "args": {}})))
    assert "ok" in said or "error" in said, said
    assert "error" in json.loads(await field.call("不是 JSON💥"))


async def correct():
    inspection = os.environ["WANGGE_INSPECTION"]
    field = await opened()
    await field.sync(None)
    card = field.get_record(inspection)
    assert card.status == "returned" and card.standing.rounds == 1, card.status
    assert card.standing.return_reasons and field.status().returned == 1
    assert any(it.record == inspection and it.status == "returned" for it in field.list_drafts(10))
    assert any(line.event == "returned" for line in field.history(inspection))
    field.answer(inspection, w.Answer(item=FAILED, note="已补拍，二楼过道📷"))
    original = (PHOTOS / "casio-qv-r51-little-endian.jpg").read_bytes()
    await field.attach_photo(inspection, original, FAILED, "found")
    field.sign(inspection, signature(field, inspection))
    field.submit_inspection(inspection, "已补拍")
    done = await field.sync_within(60_000)
    assert done.report and done.report.complete and not done.ran_out and not done.work_left, done


async def accepted():
    field = await opened()
    report = await field.sync(None)
    assert report.complete, report
    card = field.get_record(os.environ["WANGGE_INSPECTION"])
    assert card.standing.accepted and all(it.complete and it.stage == "found" for it in card.photos), card.photos
    photo = await field.fetch_photo(card.photos[0].id, w.PhotoSize.THUMBNAIL)
    assert photo[:2] == b"\xff\xd8"
    assert field.refused_work() == [] and field.conflicts(card.id) == []
    [edit] = [it for it in field.field_edits(card.id) if it.key == f"a/{FAILED}/note"]
    assert edit.before == [text("已看👀")] and edit.after == text("已补拍，二楼过道📷"), edit
    assert edit.seq and not edit.pending and edit.late is None and FAILED in edit.key_zh, edit
    print(json.dumps({"status": card.status}))


async def letter():
    await letters.letter(await opened(), STROKES)


async def pausing():
    await background.in_the_middle_of_a_sync(await opened(), PHONE / "data")


async def lost():
    return await opened("lost", FileVault(PHONE / "vault-lost"))


async def lost_enroll():
    await lost_phone.enroll(await lost(), os.environ["WANGGE_LINK"], PREMISES)


async def lost_locked():
    await lost_phone.locked(await lost())


async def lost_wiped():
    await lost_phone.wiped(await lost(), PHONE / "lost")


async def lost_opened():
    await lost_phone.opened(await lost())


async def feedback():
    await recheck.feedback(await opened(), os.environ["WANGGE_HAZARD"])


async def recheck_overdue():
    await recheck.overdue(await opened(), os.environ["WANGGE_HAZARD"])


def rss_kib():
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


async def fails(code, call):
    try:
        result = call()
        if asyncio.iscoroutine(result):
            await result
    except w.FieldError as error:
        assert error.info.code == code, error
        assert error.info.zh and error.info.en
        return error
    raise SystemExit(f"{code} was expected")


async def second():
    await fails("folder_in_use", opened)


async def misuse():
    inspection = os.environ["WANGGE_INSPECTION"]
    field = await opened()
    await fails("folder_in_use", opened)
    await fails("invalid_input", lambda: field.get_record("不是编号💥"))
    await fails("unknown_record", lambda: field.get_record("00000000-0000-7000-8000-000000000000"))
    await fails("photo_not_here", lambda: field.attach_photo_file(inspection, "/没有/照片.jpg", "", "found"))
    await fails("storage_failed", lambda: opened("elsewhere", BrokenVault()))
    await fails("vault_locked", lambda: opened("locked", LockedVault(PHONE / "vault4")))
    await fails("photo_refused", lambda: field.attach_photo(inspection, "不是照片🖼".encode(), "", "found"))
    await silent_vault.holds_up_nobody(field, PHONE / "vault5", opened)
    # Another process finds the folder taken, and harms nothing.
    second = await asyncio.create_subprocess_exec(
        sys.executable, __file__, env=os.environ | {"WANGGE_PHASE": "second"}
    )
    assert await second.wait() == 0
    # A listener that throws stops nothing; nor does one that never returns.
    assert (await field.sync(Broken())).complete
    blocked = Blocked()
    assert (await field.sync(blocked)).complete and blocked.entered.wait()
    assert not blocked.let_go.is_set()
    blocked.let_go.set()
    # A clock that throws is replaced by the operating system's.
    broken = w.Platform(vault=FileVault(PHONE / "vault3"), clock=BrokenClock(), connectivity=None, protection=None)
    elsewhere = await w.Field.open(w.Settings(folder=str(PHONE / "别处🕰"), label="无钟"), broken)
    assert not elsewhere.status().enrolled
    await elsewhere.close_data()
    # Giving up on a sync leaves everything as it was, and the next one does not meet it.
    for _ in range(20):
        task = asyncio.ensure_future(field.sync(None))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
            raise SystemExit("it was cancelled")
        except asyncio.CancelledError:
            pass
        assert (await field.sync(None)).complete
    # So with one that a page began.
    task = asyncio.ensure_future(field.call(json.dumps({"method": "sync.run"})))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
        raise SystemExit("it was cancelled")
    except asyncio.CancelledError:
        pass
    assert (await field.sync(None)).complete
    state = json.loads(await field.call(json.dumps({"method": "sync.state"})))["ok"]
    assert state["last"]["error"]["code"] == "cancelled", state
    await field.set_pin(None, "七九🔒1")
    field.lock()
    await fails("app_locked", lambda: field.get_record(inspection))
    await fails("wrong_pin", lambda: field.unlock("0000"))
    await field.unlock("七九🔒1")
    # A finger opens it once the worker has said so, and not after it was taken back.
    await fails("app_locked", field.unlock_by_platform)
    await field.set_platform_unlock(True)
    field.lock()
    await fails("app_locked", lambda: field.get_record(inspection))
    await field.unlock_by_platform()
    assert field.get_record(inspection) and field.pin_state().platform
    await field.set_platform_unlock(False)
    field.lock()
    await fails("app_locked", field.unlock_by_platform)
    await field.unlock("七九🔒1")

    grid = field.my_grids()[0].id
    page = json.dumps({"method": "pin.state"})
    for _ in range(CALLS):
        field.list_premises(grid, None, 50)
        await field.call(page)
    gc.collect()
    before, begin = rss_kib(), time.perf_counter()
    for _ in range(CALLS):
        field.list_premises(grid, None, 50)
    took = (time.perf_counter() - begin) / CALLS * 1e6
    for _ in range(CALLS):
        await field.call(page)
    gc.collect()
    grown = rss_kib() - before
    print(f"{CALLS} calls: {took:.0f} µs each; with as many that suspend memory {before} KiB, grown by {grown} KiB", flush=True)
    assert grown < 8 * 1024, "memory leaks"

    field.trim_memory()
    assert len(field.list_premises(grid, None, 50)) > 0
    await field.pause()
    await fails("paused", field.status)
    await fails("paused", field.trim_memory)
    await field.resume()
    shutil.copytree(PHONE / "vault", PHONE / "vault2")
    await field.close_data()
    await fails("closed", field.status)
    await fails("closed", field.resume)
    for key in (PHONE / "vault2").iterdir():
        key.write_bytes(os.urandom(len(key.read_bytes())))
    await fails("wrong_key", lambda: opened(vault=FileVault(PHONE / "vault2")))
    field = await opened()
    await field.unlock("七九🔒1")
    assert field.get_record(inspection).status == "accepted"
    await field.close_data()
    # The key store is locked: nothing was touched, and it opens afterwards.
    await fails("vault_locked", lambda: opened(vault=LockedVault(PHONE / "vault")))
    field = await opened()
    await field.close_data()

    workers = w.Workers(str(PHONE / "shared"))
    slot = workers.add("李敏👷").slot
    other = await workers.open(slot, platform())
    await other.enroll(os.environ["WANGGE_LINK"])
    assert other.status().enrolled
    await other.close_data()


asyncio.run(globals()[os.environ["WANGGE_PHASE"]]())
