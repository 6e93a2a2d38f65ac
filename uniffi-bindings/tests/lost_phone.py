"""A phone that is lost: locked by order, then wiped by itself once everything was sent."""
import json

import wangge_field as w


async def enroll(field, link, fields):
    """Something is written that nobody has sent when the phone is lost."""
    await field.enroll(link)
    assert (await field.sync(None)).complete
    field.create_premises(field.my_grids()[0].id, fields)
    status = field.status()
    assert status.pending > 0 and not status.remote_locked, status
    print(json.dumps({"device": status.device}))
    await field.close_data()


async def locked(field):
    report = await field.sync(None)
    assert report.complete and not report.wiped, report
    status = field.status()
    assert status.remote_locked and status.pending == 0, status
    try:
        field.list_premises(None, None, 5)
        raise SystemExit("a locked phone shows nothing")
    except w.FieldError.Locked as error:
        assert error.info.code == "remote_locked" and error.info.zh, error
    await field.close_data()


async def wiped(field, folder):
    for _ in range(3):
        if (await field.sync(None)).wiped:
            break
    else:
        raise SystemExit("it did not obey")
    assert not list(folder.rglob("wangge.db")), "the database is still there"


async def opened(field):
    """The same folder, opened afterwards: a phone that nobody has enrolled."""
    status = field.status()
    assert not status.enrolled and status.pending == 0, status
    await field.close_data()
