"""Author the MSI from a payload folder; two builds give the same bytes.

    python -m installers.windows.build_msi PAYLOAD [--policy FILE] [--out FILE]

The result is not signed: `sign_msi` does that.
"""

import argparse
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from assistant import __version__
from installers.errors import BuildError
from installers.reproducible import BUILD, CHECKOUT, settle, sha256_of, source_date_epoch
from installers.windows import completion
from installers.windows.icon import write_icon
from installers.windows.payload import Payload, read_payload, stage
from installers.windows.product import PUBLISHER, check_version, guid
from installers.windows.tools import AUTHOR, missing, run
from installers.windows.wxs import ICON_FILE, POLICY_FILE, write_wxs

_DRAWING = CHECKOUT / "resources" / "icons" / "hangar.svg"
_POLICY = CHECKOUT / "installers" / "linux" / POLICY_FILE
_TITLE = "Installation Database"
_TEMPLATE = "x64;1033"
"""The architecture and the language, as Windows Installer reads them from the summary."""
_CLOCK = {
    "TZ": "UTC",  # the cabinet stores local time
    # Otherwise faketime moves the times of the files as well.
    "NO_FAKE_STAT": "1",
}


def build_msi(payload: Path, policy: Path, output: Path, *, version: str, epoch: int) -> None:
    """Write the MSI of the payload to `output`.

    Args:
        payload: The folder that `payload.ps1` has filled.
        policy: What stands in a new installation's policy file.
        output: The MSI; one that is there is replaced when the new one is complete.
        version: Hangar's version, such as 1.2.3.
        epoch: The time in all that is written, in seconds since 1970.

    Raises:
        BuildError: The payload or the version will not do, or a tool is missing or failed.
    """
    check_version(version)
    if absent := missing(AUTHOR):
        raise BuildError(
            f"Not installed: {', '.join(absent)}.",
            hint="Run python -m installers.windows.tools as root.",
        )
    content = read_payload(payload)
    if not policy.is_file():
        raise BuildError(f"There is no policy file {policy}.", hint="Name one with --policy.")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".msi-") as made:
        work = Path(made)
        shutil.copyfile(policy, work / POLICY_FILE)
        write_icon(_DRAWING, work / ICON_FILE)
        content = stage(content, work / "payload")
        (work / "hangar.wxs").write_bytes(write_wxs(content, version))
        settle(work, epoch)  # the cabinet stores times and modes
        _author(content, work, epoch).replace(output)
        output.chmod(0o644)


def _author(content: Payload, work: Path, epoch: int) -> Path:
    """Make the MSI in the folder `work` from what has been laid out there."""
    source = work / "hangar.wxs"
    # Windows takes two files with the same package code for the same file.
    files = [content.root / file for file in content.files]
    parts = [source, work / POLICY_FILE, work / ICON_FILE, *files]
    package_code = guid("package", *map(sha256_of, parts))
    tables = completion.write_tables(work)
    msi = work / "hangar.msi"
    clock = _frozen(epoch)

    def at_epoch(*command: str | Path) -> None:
        said = run("faketime", "-f", clock, *command, folder=content.root, variables=_CLOCK)
        if said.strip():  # wixl warns where it leaves something out, and exits with 0
            raise BuildError(f"{command[0]} is not content.", hint=f"It said: {said.strip()}")

    at_epoch("wixl", "--arch", "x64", "--output", msi, source)
    at_epoch("msibuild", msi, "-i", *tables)
    at_epoch("msibuild", msi, "-q", *completion.statements(content))
    at_epoch("msibuild", msi, "-s", _TITLE, PUBLISHER, _TEMPLATE, package_code)
    return msi


def _frozen(epoch: int) -> str:
    """A time at which faketime holds the clock."""
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S")


def main(argv: list[str] | None = None) -> int:
    """Author the MSI that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("payload", type=Path, help="the folder that payload.ps1 has filled")
    parser.add_argument("--policy", type=Path, default=_POLICY, help="the policy of the site")
    parser.add_argument("--out", type=Path, default=BUILD / "windows" / f"hangar-{__version__}.msi")
    given = parser.parse_args(argv)
    try:
        build_msi(
            given.payload,
            given.policy,
            given.out.absolute(),
            version=__version__,
            epoch=source_date_epoch(),
        )
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{sha256_of(given.out)}  {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
