"""What a worker does before it goes into the jail: load whatever parsing may ever need.

In the jail nothing can be opened, so a module imported late would make a good file look damaged.
"""

import codecs
from collections.abc import Sequence
from importlib import import_module

from assistant.parse.formats import MODULES

_CODECS = (
    *("ascii", "latin_1", "cp1252", "cp437", "cp850", "cp1250", "cp1251", "koi8_r", "iso8859_2"),
    *("iso8859_5", "iso8859_15", "mac_roman", "utf_8", "utf_8_sig", "utf_7", "utf_16", "utf_16_le"),
    *("utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "shift_jis", "cp932", "euc_jp", "gbk"),
    *("gb18030", "big5", "euc_kr", "charmap", "unicode_escape"),
)


def warm_up_formats(names: Sequence[str]) -> None:
    """Read a tiny file of each format, and load the codecs that files may be written in."""
    for codec in _CODECS:
        codecs.lookup(codec)
    for name in names:
        module = import_module(f"assistant.parse.{MODULES[name]}")
        module.parse(module.sample(), f"sample{module.SUFFIXES[0]}")
