"""Check the written documents against the whole schema of CycloneDX 1.6.

    pip install 'cyclonedx-python-lib[validation]'    (in an environment of its own)
    python -m installers.accreditation.validate FILE…

Needs the library above, which is no part of Hangar and of none of its locks; nothing is fetched.
"""

import importlib
import sys
from pathlib import Path
from typing import Any


def main(files: list[str]) -> int:
    """Check the files; the exit status is 1 when one is not sound, 2 without the library."""
    try:
        validation: Any = importlib.import_module("cyclonedx.validation.json")
        schema: Any = importlib.import_module("cyclonedx.schema")
        validator = validation.JsonStrictValidator(schema.SchemaVersion.V1_6)
    except ImportError:
        print("The library cyclonedx-python-lib is not installed.", file=sys.stderr)
        print("Install it in an environment of its own; see this file's head.", file=sys.stderr)
        return 2
    status = 0
    for name in files:
        fault = validator.validate_str(Path(name).read_text("utf-8"))
        print(f"{name}: {'sound' if fault is None else fault}")
        status = status if fault is None else 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
