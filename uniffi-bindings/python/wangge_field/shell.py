"""What a script brings in place of a phone's key store（脚本用密钥库）."""
import hashlib
import hmac
import os
import pathlib

from . import wangge_field as generated

NONCE = 16
MAC = 32


class FileVault(generated.KeyVault):
    """Keys in a folder of their own, as safe as that folder: for tests and scripts, not for phones.

    Encrypts with a keystream of HMAC-SHA-256 and authenticates what it wrote (encrypt, then MAC);
    each purpose has a key of its own.
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def _key(self, purpose, make):
        if not purpose or not all(c.isascii() and (c.isalnum() or c in "-_") for c in purpose):
            raise generated.VaultError.Failed("not the name of a purpose")
        path = self.folder / f"{purpose}.key"
        if not path.exists():
            if not make:
                raise generated.VaultError.Unknown()
            unfinished = path.with_suffix(".part")
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(os.urandom(32))
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        return path.read_bytes()

    @staticmethod
    def _stream(key, nonce, length):
        blocks = (length + 31) // 32
        stream = b"".join(
            hmac.digest(key, b"stream" + nonce + n.to_bytes(4, "big"), hashlib.sha256)
            for n in range(blocks)
        )
        return stream[:length]

    def wrap(self, purpose, secret):
        key, nonce = self._key(purpose, True), os.urandom(NONCE)
        stream = self._stream(key, nonce, len(secret))
        sealed = nonce + bytes(a ^ b for a, b in zip(secret, stream))
        return sealed + hmac.digest(key, b"mac" + purpose.encode() + sealed, hashlib.sha256)

    def unwrap(self, purpose, wrapped):
        key = self._key(purpose, False)
        sealed, mac = wrapped[:-MAC], wrapped[-MAC:]
        expected = hmac.digest(key, b"mac" + purpose.encode() + sealed, hashlib.sha256)
        if len(sealed) < NONCE or not hmac.compare_digest(mac, expected):
            raise generated.VaultError.Unknown()
        nonce, body = sealed[:NONCE], sealed[NONCE:]
        return bytes(a ^ b for a, b in zip(body, self._stream(key, nonce, len(body))))

    def destroy(self, purpose):
        (self.folder / f"{purpose}.key").unlink(missing_ok=True)

    def instance_nonce(self):
        return self._key("instance-nonce", True)
