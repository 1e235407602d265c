"""Build the sample documents: `python resources/make_samples/build.py [FOLDER]`.

The same sources give the same bytes. Without FOLDER the documents go to `resources/samples`.
"""

import sys
from pathlib import Path

import deck
import interface_document
import mass_properties
import qualification_report
import specification

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def build_all(folder: Path) -> None:
    """Write every generated sample into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    specification.build(folder)
    qualification_report.build(folder)
    interface_document.build(folder)
    mass_properties.build(folder)
    deck.build(folder)


if __name__ == "__main__":
    build_all(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
