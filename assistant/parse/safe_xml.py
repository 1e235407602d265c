"""XML read safely: no entity is resolved, nothing is fetched; and short ways through a tree."""

from typing import Any

from lxml import etree

_MAX_ATTRIBUTES = 200
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_RELATIONSHIP = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"


def parse_xml(content: bytes) -> Any:
    """The root element of `content`; entities stay unresolved and nothing is fetched.

    Raises:
        etree.XMLSyntaxError: It is not well-formed, or goes beyond the bounds of the parser.
    """
    return etree.fromstring(content, xml_parser())


def xml_parser(**options: Any) -> Any:
    """A parser that loads no DTD and nothing else, and keeps to the bounds of libxml2.

    It resolves no entity, unless `options` say 'internal': then those written out in the file
    itself, up to the bound that libxml2 sets on their growth.
    """
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    return etree.XMLParser(remove_comments=True, remove_pis=True, **{**safe, **options})


def relationship_id(element: Any, name: str = "id") -> str:
    """The value of the attribute 'r:…' of an element of an Office document."""
    value = element.get(_RELATIONSHIP + name) or element.get(_STRICT_RELATIONSHIP + name)
    return str(value or "")


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Any, *names: str) -> list[Any]:
    """The child elements with one of these local names."""
    return [child for child in element if local_name(child) in names]


def child(element: Any, *path: str) -> Any:
    """The first descendant reached by these local names, one level each; None without one."""
    for name in path:
        element = next(iter(children(element, name)), None) if element is not None else None
    return element


def attribute(element: Any, name: str, default: str = "") -> str:
    """An attribute by its local name, whatever its namespace."""
    if element is None or len(element.attrib) > _MAX_ATTRIBUTES:
        return default
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default
