"""Write a wheel from a package's own Python files and libraries compiled beside them."""

import base64
import hashlib
import time
import zipfile
from pathlib import Path

_WHEEL = "Wheel-Version: 1.0\nGenerator: hangar\nRoot-Is-Purelib: false\nTag: {tag}\n"


def write_wheel(
    wheel: Path,
    tag: str,
    source: Path,
    package: str,
    libraries: list[Path],
    *,
    source_date_epoch: int,
) -> None:
    """Write `wheel` from the folder `package` of an unpacked source distribution.

    The libraries go into `package`/lib. Only Python files are taken of the package; the licence
    and the metadata come from the distribution.
    """
    top = source.name
    contents: dict[str, Path | bytes] = {
        file.relative_to(source).as_posix(): file
        for file in (source / package).rglob("*")
        if file.suffix == ".py" or file.name == "py.typed"
    }
    contents |= {f"{package}/lib/{library.name}": library for library in libraries}
    contents[f"{top}.dist-info/METADATA"] = source / "PKG-INFO"
    contents[f"{top}.dist-info/WHEEL"] = _WHEEL.format(tag=tag).encode()
    for licence in sorted(source.glob("LICENSE*")):
        contents[f"{top}.dist-info/licenses/{licence.name}"] = licence
    record = []
    when = time.gmtime(source_date_epoch)[:6]
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            content = contents[name]
            body = content if isinstance(content, bytes) else content.read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
            record.append(f"{name},sha256={digest},{len(body)}\n")
            _add(archive, name, body, when)
        record.append(f"{top}.dist-info/RECORD,,\n")
        _add(archive, f"{top}.dist-info/RECORD", "".join(record).encode(), when)


def _add(archive: zipfile.ZipFile, name: str, body: bytes, when: tuple[int, ...]) -> None:
    entry = zipfile.ZipInfo(name, (when[0], when[1], when[2], when[3], when[4], when[5]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    mode = 0o755 if name.endswith(".so") else 0o644
    entry.external_attr = (0o100000 | mode) << 16
    archive.writestr(entry, body)
