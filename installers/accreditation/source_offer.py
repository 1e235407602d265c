"""The written offer of source code, for what ships under licences that ask for one."""

import textwrap
from collections.abc import Iterable

from installers.accreditation.component import Component
from installers.accreditation.expression import licences_in, texts_for

_ASKS = ("GPL-", "LGPL-", "MPL-")
_OFFER = """\
Source code
-----------

Some of what ships is under the GNU General Public License, the GNU Lesser General Public License
or the Mozilla Public License. For it, this offer holds: whoever gave you this copy of Hangar, who
is named by the key that signs it, will give you, on request, the complete corresponding source
code of the components below, on a medium, for no more than the cost of copying and sending it. The
offer holds for three years from the day on which you were given the copy, and for anyone who has
the copy. What Hangar itself did to them is in Hangar's own sources, in the folder 'installers'.

For whoever distributes Hangar: keep these sources, in the versions named, together with each
release that you give away. The sources of Qt and PySide6 are qt-everywhere-src and pyside-setup of
the version of PySide6 below; those of Debian's packages are Debian's source packages of the
versions below; those of other Python packages are their source distributions.
"""


def source_offer(components: Iterable[Component]) -> str:
    """The offer, with the components that it is about."""
    lines = [
        f"- {component.title}: {component.licence.text}{_source(component)}"
        for component in components
        if _asks(component)
    ]
    wrapped = (textwrap.fill(line, 98, subsequent_indent="  ") for line in lines)
    return _OFFER + "\n" + "\n".join(wrapped) + "\n"


def _asks(component: Component) -> bool:
    """Whether no choice that the licence leaves goes without source code."""
    if not component.licence.is_expression:
        return False
    words = component.licence.text
    others = {one for one in licences_in(words) if not one.startswith(_ASKS)}
    return texts_for(words, others) is None


def _source(component: Component) -> str:
    source = component.properties.get("source")
    return f"; source package {source}" if source else ""
