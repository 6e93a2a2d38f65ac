"""What a phone brings, over the binding: the log, guarded files, a low battery, news, and photos that
the operating system sends."""
import asyncio
import json
import pathlib
import threading

import relay_key
import wangge_field as w


class Lines(w.Logger):
    def __init__(self):
        self.lines = []

    def log(self, level, target, message):
        self.lines.append((level, target, message))


class Guard(w.FileProtection):
    """Guards nothing; remembers what it was asked to, and that it was asked in time."""

    throws = False

    def __init__(self):
        self.files = []

    def protect(self, file):
        if self.throws:
            raise RuntimeError("坏了💥")
        # Before anything is written into it.
        assert pathlib.Path(file).stat().st_size == 0, file
        self.files.append(file)


class Battery(w.Connectivity):
    """Wi-Fi, and a battery that the test drains."""

    low = True

    def network(self):
        return w.Network.WIFI

    def low_battery(self):
        return self.low


class Ear(w.NewsListener):
    def __init__(self):
        self.grids = []
        self.heard = threading.Event()
        self.ended = threading.Event()

    def on_news(self, grid):
        self.grids.append(grid)
        self.heard.set()

    def on_end(self):
        self.ended.set()


class Throws(w.SyncListener):
    def on_progress(self, progress):
        raise RuntimeError("坏了💥")


async def comes(said, wanted):
    """The log has a thread of its own: what was said last comes a moment later."""
    for _ in range(250):
        if wanted():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(said())


async def handover(settings, vault, clock):
    log, guard, battery, ear = Lines(), Guard(), Battery(), Ear()
    assert w.set_logger(log) and not w.set_logger(Lines())
    platform = w.Platform(vault=vault, clock=clock, connectivity=battery, protection=guard)
    field = await w.Field.open(settings, platform)
    grid = field.my_grids()[0].id
    watch = field.watch(ear)

    # A low battery: records and thumbnails go, the large files wait, and none is handed over.
    report = await field.sync(Throws())
    assert report.complete and report.photos_sent > 0, report
    status = field.status()
    assert status.pending == 0 and status.photos_complete == 0 < status.photos, status
    assert await field.prepare_uploads(8) == []
    # What came in is news to whoever listens, also to the phone that sent it.
    assert await asyncio.to_thread(ear.heard.wait, 20) and grid in ear.grids, ear.grids
    watch.stop()
    assert await asyncio.to_thread(ear.ended.wait, 20)
    # The listener that threw stands in the log, without what it said being lost.
    await comes(
        lambda: log.lines,
        lambda: any(level == w.LogLevel.WARNING and "wangge" in target for level, target, _ in log.lines),
    )
    # A page that says nothing of the battery spares it too; one that does decides.
    page = json.loads(await field.call(json.dumps({"method": "sync.run"})))["ok"]
    assert page["frugal"] and page["photos_left"] > 0, page
    args = {"frugal": False, "photos": False}
    page = json.loads(await field.call(json.dumps({"method": "sync.run", "args": args})))["ok"]
    assert not page["frugal"], page

    battery.low = False
    # A guard that throws: nothing plain comes to lie on the disk, and the next call goes on.
    guard.throws = True
    try:
        await field.prepare_uploads(8)
        raise SystemExit("it went on without its guard")
    except w.FieldError.Storage as error:
        assert error.info.code == "storage_failed", error
    assert field.waiting_uploads() == []
    outgoing = pathlib.Path(settings.folder) / "outgoing"
    assert all(it.stat().st_size == 0 for it in outgoing.iterdir())
    guard.throws = False
    uploads = await field.prepare_uploads(8)
    assert uploads and {it.digest for it in uploads} == set(field.waiting_uploads())
    # What the system has is not handed over again, and its body stays where the system reads it.
    assert await field.prepare_uploads(8) == []
    assert all(pathlib.Path(it.body).exists() for it in uploads)
    assert len(guard.files) == len(uploads), guard.files
    # One ends badly: its body is gone all the same, and the relay has not got it.
    lost = uploads.pop(0)
    assert not await field.upload_finished(lost.digest) and not pathlib.Path(lost.body).exists()
    assert uploads, "more than one photo is wanted"
    for upload in uploads:
        assert upload.method == "PATCH" and upload.length > 64 * 1024
        try:
            relay_key.send(upload, pin="0" * 64)
            raise SystemExit("it trusted another key")
        except relay_key.WrongKey:
            pass
        assert relay_key.send(upload) in (200, 204)
        assert await field.upload_finished(upload.digest)
        assert not pathlib.Path(upload.body).exists()
    assert field.waiting_uploads() == []
    await field.close_data()
