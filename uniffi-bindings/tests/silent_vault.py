"""A key store whose question to the user nobody answers."""
import asyncio
import threading

import wangge_field as w
from wangge_field.shell import FileVault


class SilentVault(FileVault):
    def __init__(self, folder):
        super().__init__(folder)
        self.asked = threading.Event()
        self.answered = threading.Event()

    def wrap(self, purpose, secret):
        self.asked.set()
        self.answered.wait()
        raise w.VaultError.Locked()


async def holds_up_nobody(field, folder, opened):
    """Whoever opens with it waits, everybody else works on."""
    vault = SilentVault(folder)
    opening = asyncio.ensure_future(opened("silent", vault))
    assert await asyncio.to_thread(vault.asked.wait, 20)
    assert field.my_grids() and (await field.sync(None)).complete
    assert not opening.done()
    vault.answered.set()
    try:
        await opening
        raise SystemExit("it was opened without an answer")
    except w.FieldError.Locked as error:
        assert error.info.code == "vault_locked", error
