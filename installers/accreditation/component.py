"""One thing that ships, as the bill of materials lists it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of a component, as it is declared.

    Attributes:
        text: An SPDX expression, or else the words in which the licence is declared.
        is_expression: Whether it is an SPDX expression.
    """

    text: str
    is_expression: bool = True


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that ships.

    Attributes:
        ref: What other components and notes call it; unique in the document.
        name: Its name.
        version: Its version; empty where nothing that ships says it.
        kind: One of the types of CycloneDX.
        group: Where it comes from: 'python', 'debian', 'bundled', 'embedded' or 'model'.
        licence: Its licence.
        sha256: SHA-256 in hex, of what `properties` say.
        purl: Its package URL; empty where it has none.
        cpe: Its name in vulnerability databases; empty where it has none.
        author: Who wrote it, where that is said.
        description: One sentence.
        inside: The refs of the components that contain it.
        needs: The refs of the components that it uses.
        properties: Further facts, by name.
        further: Further fields of the document, as they stand there.
    """

    ref: str
    name: str
    version: str
    kind: str
    group: str
    licence: Licence
    sha256: tuple[str, ...] = ()
    purl: str = ""
    cpe: str = ""
    author: str = ""
    description: str = ""
    inside: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    further: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Name and version, for people."""
        return f"{self.name} {self.version}".rstrip()

    def as_json(self) -> dict[str, Any]:
        """The component in CycloneDX 1.6; fields without content are left out."""
        licence: dict[str, Any] = {"license": {"name": self.licence.text}}
        if self.licence.is_expression:
            licence = {"expression": self.licence.text}
        properties = {f"hangar:{name}": value for name, value in self.properties.items()}
        fields: dict[str, Any] = {
            "type": self.kind,
            "bom-ref": self.ref,
            "author": self.author,
            "name": self.name,
            "version": self.version,
            "description": self.description,
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(self.sha256)],
            "licenses": [licence],
            "cpe": self.cpe,
            "purl": self.purl,
            "properties": [
                {"name": name, "value": value} for name, value in sorted(properties.items())
            ],
            **self.further,
        }
        return {name: value for name, value in fields.items() if value}
