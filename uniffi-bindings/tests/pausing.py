"""The app goes to the background in the middle of a sync, while the relay answers nothing."""
import asyncio
import os
import time

import wangge_field as w


def handles(folder):
    """What this process holds open in a folder."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{number}"))
        except FileNotFoundError:
            pass
    return [name for name in found if name.startswith(str(folder.resolve()))]


async def in_the_middle_of_a_sync(field, folder):
    task = asyncio.ensure_future(field.sync(None))
    while not field.status().syncing:
        assert not task.done(), task
        await asyncio.sleep(0.01)
    assert handles(folder), "the database is open"
    begin = time.perf_counter()
    await field.pause()
    took = time.perf_counter() - begin
    assert handles(folder) == [], handles(folder)
    try:
        await task
        raise SystemExit("a sync outlived the pause")
    except w.FieldError.Asleep as error:
        assert error.info.code == "paused", error
    print(f"paused in the middle of a sync after {took * 1000:.0f} ms")
    assert took < 2.5, took
    await field.resume()
    status = field.status()
    assert status.enrolled and not status.syncing, status
    assert field.list_premises(None, None, 5)
    await field.close_data()
