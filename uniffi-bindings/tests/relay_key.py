"""Speaks to a relay as the operating system's uploader must: trusting its key, and nothing else."""
import hashlib
import http.client
import pathlib
import ssl
import urllib.parse


def element(der, at):
    """Where the content of a DER element begins, and where the element ends."""
    first = der[at + 1]
    if first < 0x80:
        return at + 2, at + 2 + first
    count = first & 0x7F
    begin = at + 2 + count
    return begin, begin + int.from_bytes(der[at + 2 : begin], "big")


def pin_of(certificate):
    """SHA-256, in hex, of the SubjectPublicKeyInfo of a certificate: `OsUpload.pin`."""
    inner, _ = element(certificate, element(certificate, 0)[0])
    at = inner
    # version (if it is there), serial, algorithm, issuer, validity, subject; then comes the key.
    for _ in range(6 if certificate[at] == 0xA0 else 5):
        at = element(certificate, at)[1]
    return hashlib.sha256(certificate[at : element(certificate, at)[1]]).hexdigest()


class WrongKey(Exception):
    """Somebody else answers at the relay's address."""


def send(upload, pin=None):
    """Sends a prepared upload; gives the status. Nothing is sent to another key."""
    address = urllib.parse.urlsplit(upload.url)
    # Names and dates of the certificate say nothing; its key is looked at below.
    context = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection(address.hostname, address.port, timeout=30, context=context)
    try:
        connection.connect()
        if pin_of(connection.sock.getpeercert(binary_form=True)) != (pin or upload.pin):
            raise WrongKey()
        body = pathlib.Path(upload.body).read_bytes()
        assert len(body) == upload.length
        connection.request(upload.method, address.path, body, dict(upload.headers))
        return connection.getresponse().status
    finally:
        connection.close()
