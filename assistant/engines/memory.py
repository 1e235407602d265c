"""How much memory is free."""

import sys
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_UNKNOWN = 2**62


def free_memory_bytes(meminfo: Path = _MEMINFO) -> int:
    """Memory that a program could take without pushing others out; very much where unknown."""
    if sys.platform != "linux":
        return _UNKNOWN
    try:
        lines = meminfo.read_text(encoding="ascii").splitlines()
        available = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(available.split()[1]) * 1024
    except (OSError, StopIteration, ValueError, IndexError):
        return _UNKNOWN
