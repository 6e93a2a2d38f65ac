"""Lets callbacks return before the interpreter goes（退出前等待回调）.

The library calls back on threads of its own. Python ends a foreign thread that asks for the
interpreter once it is being taken down, and a thread that is ended inside the library takes the
whole process with it ("FATAL: exception not rethrown"). A result often wakes the main thread, which
then has nothing left to do and goes, before the thread that brought it is out of Python.
"""
import atexit
import threading

from . import wangge_field as generated

# A listener that never returns does not keep a script from its end.
PATIENCE_S = 5


class InFlight:
    """Callbacks that are inside Python at this moment."""

    def __init__(self):
        self._changed = threading.Condition()
        self._count = 0

    def counted(self, call):
        """The same call, counted while it runs."""

        def wrapper(*args):
            with self._changed:
                self._count += 1
            try:
                return call(*args)
            finally:
                with self._changed:
                    self._count -= 1
                    self._changed.notify_all()

        return wrapper

    def wait(self):
        """Waits until none is left."""
        with self._changed:
            self._changed.wait_for(lambda: self._count == 0, PATIENCE_S)


def watch_over_callbacks():
    """Counts the callbacks of the generated module, and waits for them at the end."""
    in_flight = InFlight()
    callback = generated._UNIFFI_RUST_FUTURE_CONTINUATION_CALLBACK
    generated._uniffi_continuation_callback = callback(
        in_flight.counted(generated._uniffi_continuation_callback)
    )
    for name in ("_uniffi_trait_interface_call", "_uniffi_trait_interface_call_with_error"):
        setattr(generated, name, in_flight.counted(getattr(generated, name)))
    atexit.register(in_flight.wait)
