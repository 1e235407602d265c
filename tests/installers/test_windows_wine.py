"""The MSI installed, upgraded, repaired and removed under Wine, where that is installed."""

import pytest

from installers.windows.tools import AUTHOR, TRY, missing
from installers.windows.try_under_wine import try_under_wine

_MISSING = missing(AUTHOR + TRY)


@pytest.mark.skipif(bool(_MISSING), reason=f"needs the Debian packages {', '.join(_MISSING)}")
def test_everything_is_as_expected_under_wine() -> None:
    rows = try_under_wine()
    assert [row for row in rows if row.seen != row.expected] == []
    assert len(rows) > 25
