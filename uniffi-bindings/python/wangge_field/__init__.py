"""The phone's core for tests and administration scripts（手机核心的 Python 包）.

`scripts/generate.sh python` puts the generated module and the library beside this file.
"""
from . import leaving, texts
from .wangge_field import *  # noqa: F401,F403

leaving.watch_over_callbacks()
texts.mend_what_crosses()
