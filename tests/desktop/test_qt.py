"""What the window relies on in Qt's bindings."""

import sys

from PySide6.QtCore import QObject


def test_calls_into_qt_leave_the_reference_count_of_none_alone() -> None:
    """PySide6 6.12.0 took one away with every call, which ends Python 3.11 after a while."""
    made = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        made.setObjectName("x")

    assert abs(sys.getrefcount(None) - before) < 100
