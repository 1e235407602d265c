"""Write what an accreditor asks for into build/installers/accreditation.

    python -m installers.accreditation.build

Needs the built tree, the wheelhouse and the Debian packages. Writes the bill of materials, the
VEX notes, NOTICES.txt with the folder 'licences', and REPRODUCIBLE.txt. The same inputs give the
same bytes. Run it once before packing, for the copies inside the packages, and once with
'--packages' for those on the media.
"""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from installers.accreditation import sbom, statement
from installers.accreditation import vex as vex_document
from installers.accreditation.advisories import fixed_by_debian, reviewed_advisories
from installers.accreditation.document import as_text
from installers.accreditation.inventory import Sources, take_inventory
from installers.accreditation.notices import notices
from installers.accreditation.structure import faults
from installers.errors import BuildError
from installers.linux.places import Places
from installers.reproducible import BUILD, settle, source_date_epoch

OUT = BUILD / "accreditation"


def main(arguments: list[str] | None = None) -> int:
    """Write the files; the exit status is 1 when something stops it."""
    places = Places()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tree", type=Path, default=places.tree)
    parser.add_argument("--wheelhouse", type=Path, default=places.wheelhouse)
    parser.add_argument("--interpreter", type=Path, default=places.interpreter)
    parser.add_argument("--sources", type=Path, default=places.sources)
    parser.add_argument("--packages", type=Path, help="the finished packages, for their hashes")
    parser.add_argument("--again", type=Path, help="the packages of a second build, to compare")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args(arguments)
    sources = Sources(given.tree, given.wheelhouse, given.interpreter, given.sources)
    try:
        bill = write(sources, given.out, packages=given.packages, again=given.again)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Written: {given.out}")
    if idle := sbom.needed_by_nothing(bill):
        names = ", ".join(ref.partition(":")[2] for ref in idle)
        print(f"Ships, though nothing that ships asks for it: {names}")
    return 0


def write(
    sources: Sources, out: Path, *, packages: Path | None = None, again: Path | None = None
) -> dict[str, Any]:
    """Write all files into `out`, anew, and return the bill of materials.

    Raises:
        BuildError: Something that ships cannot be accounted for.
    """
    epoch = source_date_epoch()
    inventory = take_inventory(sources)
    bill = sbom.bill_of_materials(inventory, epoch, statement.commit())
    advisories = reviewed_advisories(inventory.components) + fixed_by_debian(inventory)
    notes = vex_document.vex(advisories, bill, epoch)
    for document in (bill, notes):
        if found := faults(document):
            raise BuildError(
                f"A document would not be sound: {found[0]}.",
                hint="Look at bundled.toml and advisories.toml; this is a fault of the build.",
            )
    told = notices(inventory)
    files: dict[str, bytes] = {
        sbom.file_name(): as_text(bill).encode(),
        vex_document.file_name(): as_text(notes).encode(),
        "NOTICES.txt": told.text.encode(),
        "REPRODUCIBLE.txt": statement.statement(epoch, packages, again).encode(),
        **{f"licences/{name}": text for name, text in told.files.items()},
    }
    shutil.rmtree(out, ignore_errors=True)
    for name, content in sorted(files.items()):
        file = out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    settle(out, epoch)
    return bill


if __name__ == "__main__":
    sys.exit(main())
