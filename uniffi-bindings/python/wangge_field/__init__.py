"""The phone's core for tests and administration scripts（手机核心的 Python 包）.

`scripts/bindings.sh python` puts the generated module and the library beside this file.
"""
from .wangge_field import *  # noqa: F401,F403
