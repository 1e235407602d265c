"""Stage what the desktop and the administrator look for outside /opt/hangar."""

import gzip
import shutil
from datetime import UTC, datetime
from pathlib import Path

from assistant import __version__
from installers.linux.hangar_tree import PROGRAMS
from installers.linux.man_page import man_pages
from installers.linux.places import FILES, HERE, PREFIX
from installers.programs import run
from installers.reproducible import CHECKOUT

_ICON = CHECKOUT / "resources" / "icons" / "hangar.svg"
_SIZES_PX = (16, 24, 32, 48, 64, 128, 256)


def stage_system_files(root: Path, epoch: int) -> None:
    """Put links, desktop entry, icons, man pages, metadata, policy and licence below `root`."""
    share = root / "usr" / "share"
    (root / "usr" / "bin").mkdir(parents=True)
    for program in PROGRAMS:
        (root / "usr" / "bin" / program).symlink_to(f"/{PREFIX}/bin/{program}")
    date = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d")
    marks = {"@VERSION@": __version__, "@DATE@": date}
    for name, folder in (
        ("hangar.desktop", share / "applications"),
        ("hangar.metainfo.xml", share / "metainfo"),
        ("copyright", share / "doc" / "hangar"),
    ):
        _fill(FILES / name, folder / name, marks)
    _fill(FILES / "hangar.mime.xml", share / "mime" / "packages" / "hangar.xml", marks)
    _fill(HERE / "policy.toml", root / "etc" / "hangar" / "policy.toml", {})
    for name in ("LICENSE", "README.md"):
        shutil.copyfile(CHECKOUT / name, share / "doc" / "hangar" / name)
    _stage_icons(share / "icons" / "hicolor")
    for name, page in man_pages(epoch).items():
        target = share / "man" / "man1" / f"{name}.gz"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress(page.encode(), mtime=0))


def _stage_icons(theme: Path) -> None:
    scalable = theme / "scalable" / "apps" / "hangar.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(_ICON, scalable)
    for size_px in _SIZES_PX:
        png = theme / f"{size_px}x{size_px}" / "apps" / "hangar.png"
        png.parent.mkdir(parents=True)
        size = ["--width", str(size_px), "--height", str(size_px)]
        run(["rsvg-convert", *size, "--output", png, _ICON], hint="The icon may be no SVG.")


def _fill(source: Path, target: Path, marks: dict[str, str]) -> None:
    text = source.read_text("utf-8")
    for mark, value in marks.items():
        text = text.replace(mark, value)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
