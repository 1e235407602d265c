"""How many physical cores this process may use."""

import os
from pathlib import Path

_CPUS = Path("/sys/devices/system/cpu")


def physical_cores(cpus: Path = _CPUS) -> int:
    """Physical cores this process may run on, at least 1.

    Two hardware threads of one core share its arithmetic units, so that a second one slows
    matrix work down. Where the system does not tell them apart, every hardware thread counts.

    Args:
        cpus: The folder where Linux describes the processors.
    """
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    usable = os.sched_getaffinity(0)
    siblings = set()
    for cpu in usable:
        try:
            siblings.add((cpus / f"cpu{cpu}/topology/thread_siblings_list").read_text())
        except OSError:
            return len(usable)
    return len(siblings)
