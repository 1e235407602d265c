"""Office files are zip archives; written twice, they must be the same bytes."""

import zipfile
from pathlib import Path

_EPOCH = (2026, 6, 30, 12, 0, 0)


def fix_times(file: Path) -> None:
    """Write the archive again in place: the same entries, all of one fixed time."""
    with zipfile.ZipFile(file) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
