"""Who the product is to Windows Installer: its names, its version and its GUIDs."""

import re
from uuid import UUID, uuid5

from installers.errors import BuildError

NAME = "Hangar"
PUBLISHER = "Hangar"
_NAMESPACE = UUID("1975b296-b0d5-480a-959d-a438984da34b")
"""Every GUID is derived from it. Were it changed, Windows would not see an upgrade as one."""
_LARGEST = (255, 255, 65535)
"""What Windows Installer can compare, for each part of a version."""


def guid(*named: str) -> str:
    """The GUID of what is named so, the same in every build, in the braces of Windows."""
    return "{" + str(uuid5(_NAMESPACE, "\n".join(named))).upper() + "}"


UPGRADE_CODE = guid("upgrade code")
"""What all versions have in common."""


def product_code(version: str) -> str:
    """The GUID of one version; two builds of a version count as the same product."""
    return guid("product", version)


def check_version(version: str) -> str:
    """Return `version`, which has to be one that Windows Installer can order.

    Raises:
        BuildError: It is not of the form 1.2.3, or a part of it is too large.
    """
    parts = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)
    if parts is None or any(
        int(part) > limit for part, limit in zip(parts.groups(), _LARGEST, strict=True)
    ):
        raise BuildError(
            f"Windows Installer cannot order the version '{version}'.",
            hint="Give __version__ of assistant the form 1.2.3, at most 255.255.65535.",
        )
    return version
