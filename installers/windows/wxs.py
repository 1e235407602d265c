"""The MSI as wixl reads it: folders, files, registry values, the shortcut, what is refused."""

import hashlib
from pathlib import PurePosixPath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from installers.windows import firewall
from installers.windows.payload import START, WINDOW_PROGRAM, Payload
from installers.windows.product import NAME, PUBLISHER, UPGRADE_CODE, guid, product_code
from installers.windows.short_names import with_short_names

INSTALL_FOLDER = "INSTALLDIR"
POLICY_FOLDER = "POLICYDIR"
POLICY = "Policy"
"""The component of the site's policy."""
POLICY_FILE = "policy.toml"
ICON_FILE = "hangar.ico"
_SCHEMA = "http://schemas.microsoft.com/wix/2006/wi"
_COMPONENTS_PER_FEATURE = 1000
"""Windows Installer wants fewer than 1600."""
_NEEDS_RIGHTS = (
    "Hangar is installed for all users: install it as an administrator, for example by"
    " msiexec /i from an elevated command line."
)
_NEEDS_WINDOWS = "Hangar needs 64-bit Windows 10 or later."
_IS_DOWNGRADE = (
    "A newer version of Hangar is installed, and was left as it is. To go back to this one, remove"
    " the newer one first; the policy and the users' data stay."
)
_PROPERTIES = {
    # wixl writes no file versions. By the usual rules ('omus') a DLL that has one would win over
    # its successor in the MSI and then go with the old version, so every file is always written.
    "REINSTALLMODE": "amus",
    "ARPNOMODIFY": "1",
    "ARPPRODUCTICON": ICON_FILE,
    "ARPCOMMENTS": (
        "Answers engineering questions from local documents, without a network. When it is removed,"
        " the policy stays in the folder Hangar of ProgramData, and each user's libraries and"
        " settings stay in the folder Hangar of their local application data."
    ),
}


def identifier(kind: str, path: PurePosixPath) -> str:
    """The key of a table's row for `path`: 'f' a file, 'd' a folder, 'c' a folder's component."""
    return f"{kind}{hashlib.sha256(str(path).encode()).hexdigest()[:40]}"


def component_guid(folder: PurePosixPath, files: list[PurePosixPath]) -> str:
    """The GUID of a folder's component: another as soon as the folder holds other files."""
    return guid("component", str(folder), *(file.name for file in files))


def write_wxs(payload: Payload, version: str) -> bytes:
    """The source of the MSI; files are named relative to the payload's folder.

    The policy and the icon are expected in the folder above it.
    """
    root = Element("Wix", xmlns=_SCHEMA)
    product = SubElement(
        root,
        "Product",
        Id=product_code(version),
        UpgradeCode=UPGRADE_CODE,
        Name=NAME,
        Version=version,
        Manufacturer=PUBLISHER,
        Language="1033",
    )
    SubElement(
        product,
        "Package",
        InstallerVersion="500",
        Compressed="yes",
        InstallScope="perMachine",
        Description=f"{NAME} {version}",
    )
    SubElement(product, "Media", Id="1", Cabinet="hangar.cab", EmbedCab="yes")
    SubElement(product, "MajorUpgrade", DowngradeErrorMessage=_IS_DOWNGRADE)
    SubElement(product, "Condition", Message=_NEEDS_RIGHTS).text = "Privileged"
    SubElement(
        product, "Condition", Message=_NEEDS_WINDOWS
    ).text = "Installed OR VersionNT64 >= 603"
    for name, text in _PROPERTIES.items():
        SubElement(product, "Property", Id=name, Value=text)
    SubElement(product, "Icon", Id=ICON_FILE, SourceFile=f"../{ICON_FILE}")
    components = _add_folders(product, payload)
    _add_features(product, components)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_folders(product: Element, payload: Payload) -> list[str]:
    """Add the folders with their components, whose ids are returned."""
    target = SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    for known in ("ProgramMenuFolder", firewall.FOLDER):
        SubElement(target, "Directory", Id=known)
    common = SubElement(target, "Directory", Id="CommonAppDataFolder")
    _add_policy(SubElement(common, "Directory", Id=POLICY_FOLDER, Name=NAME))
    programs = SubElement(target, "Directory", Id="ProgramFiles64Folder")
    top = SubElement(programs, "Directory", Id=INSTALL_FOLDER, Name=NAME)
    elements = {PurePosixPath("."): top}
    # The installation's own folder sorts first.
    folders = sorted({parent for file in payload.files for parent in file.parents})
    held: dict[PurePosixPath, list[str]] = {}  # files and folders share the names of their folder
    for entry in (*payload.files, *folders[1:]):
        held.setdefault(entry.parent, []).append(entry.name)
    written = {folder: with_short_names(names) for folder, names in held.items()}
    for folder in folders[1:]:
        elements[folder] = SubElement(
            elements[folder.parent],
            "Directory",
            Id=identifier("d", folder),
            Name=written[folder.parent][folder.name],
        )
    for folder in folders:
        files = payload.by_folder.get(folder, [])
        component = _add_component(
            elements[folder], identifier("c", folder), component_guid(folder, files)
        )
        # So that every folder goes when it is empty, even one that held nothing but folders.
        SubElement(component, "CreateFolder")
        _add_files(component, files, written[folder])
    return [POLICY, *(identifier("c", folder) for folder in folders)]


def _add_component(folder: Element, name: str, code: str) -> Element:
    return SubElement(folder, "Component", Id=name, Guid=code, Win64="yes")


def _add_policy(folder: Element) -> None:
    component = _add_component(folder, POLICY, guid("policy"))
    SubElement(component, "CreateFolder")
    source = f"../{POLICY_FILE}"
    written = with_short_names([POLICY_FILE])[POLICY_FILE]
    SubElement(component, "File", Id=POLICY, Source=source, Name=written, KeyPath="yes")


def _add_files(component: Element, files: list[PurePosixPath], written: dict[str, str]) -> None:
    for number, file in enumerate(files):
        SubElement(
            component,
            "File",
            Id=identifier("f", file),
            Source=str(file),
            Name=written[file.name],
            KeyPath="no" if number else "yes",
        )
    for file in files:
        if file.suffix.lower() == ".exe":
            for rule in firewall.values(str(file), identifier("f", file)):
                SubElement(
                    component,
                    "RegistryValue",
                    Root="HKLM",
                    Key=firewall.KEY,
                    Name=rule.name,
                    Type="string",
                    Value=rule.text,
                )
        if file == WINDOW_PROGRAM:
            _add_shortcut(component)


def _add_shortcut(component: Element) -> None:
    SubElement(
        component,
        "Shortcut",
        Id="StartMenu",
        Directory="ProgramMenuFolder",
        Name=NAME,
        Target=f"[#{identifier('f', WINDOW_PROGRAM)}]",
        Arguments=f'-I -B "[#{identifier("f", START)}]" window',
        # Where no user can put a library for the loader to find.
        WorkingDirectory=INSTALL_FOLDER,
        Icon=ICON_FILE,
        IconIndex="0",
        Description="Answers from your own documents",
    )


def _add_features(product: Element, components: list[str]) -> None:
    top = SubElement(product, "Feature", Id=NAME, Level="1", Title=NAME)
    for number, start in enumerate(range(0, len(components), _COMPONENTS_PER_FEATURE), start=1):
        part = SubElement(
            top, "Feature", Id=f"{NAME}{number}", Level="1", Title=f"{NAME}, part {number}"
        )
        for component in components[start : start + _COMPONENTS_PER_FEATURE]:
            SubElement(part, "ComponentRef", Id=component)
