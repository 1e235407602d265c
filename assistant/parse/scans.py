"""Reads scans too: pages that are pictures get the text that is recognised on them."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.domain.document import Document, DocumentSkippedError, Page, SkipReason
from assistant.parse.pool import ParserPool
from assistant.ports import DocumentParser

_PAGES_AT_ONCE = 8
"""Read per request, so that the time for a file bounds eight pages and not a thousand."""
_MAX_EMPTY_SPANS = 3
"""After so many requests without any text, the pictures are taken for drawings."""


def scan_worker(models: Path) -> tuple[str, ...]:
    """The command that starts a worker with the model in the folder `models`."""
    return (sys.executable, "-I", "-m", "assistant.parse.scan_worker", str(models))


class ScanReader:
    """A `DocumentParser` around another that leaves the pictures of a PDF unread."""

    def __init__(self, parser: DocumentParser, recognisers: ParserPool) -> None:
        """`recognisers` has workers that `scan_worker` starts."""
        self._parser = parser
        self._recognisers = recognisers

    def parse(self, content: bytes, name: str) -> Document:
        """Parse a file; see `ports.DocumentParser`."""
        try:
            document = self._parser.parse(content, name)
        except DocumentSkippedError as error:
            if error.reason is not SkipReason.NO_TEXT or b"%PDF-" not in content[:1024]:
                raise
            return self._scan(content, name, error)
        wanted = [page.number for page in document.pages if not page.text and page.width_pt]
        if document.format != "pdf" or not wanted:
            return document
        recognised = self._recognised(content, name, wanted)
        return _merged(document, recognised) if recognised else document

    def _scan(self, content: bytes, name: str, error: DocumentSkippedError) -> Document:
        """A PDF without any text: its first pages say how many there are."""
        first = self._span(content, name, 1, _PAGES_AT_ONCE)
        rest = [page.number for page in first.pages[_PAGES_AT_ONCE:]]
        found = {page.number: page for page in first.pages if page.text}
        found |= self._recognised(content, name, rest)
        if not found:
            raise error
        return _merged(first, found)

    def _recognised(self, content: bytes, name: str, wanted: Sequence[int]) -> dict[int, Page]:
        """Those of the pages `wanted` on which text was recognised."""
        found: dict[int, Page] = {}
        empty_spans = at = 0
        while at < len(wanted) and empty_spans < _MAX_EMPTY_SPANS:
            first = wanted[at]
            last = first + _PAGES_AT_ONCE - 1
            while at < len(wanted) and wanted[at] <= last:
                at += 1
            try:
                pages = self._span(content, name, first, last).pages
            except DocumentSkippedError:  # too slow or too large: these pages stay pictures
                pages = ()
            texts = {page.number: page for page in pages if page.text and page.number in wanted}
            empty_spans = 0 if texts else empty_spans + 1
            found |= texts
        return found

    def _span(self, content: bytes, name: str, first: int, last: int) -> Document:
        return self._recognisers.parse_part(content, name, first, last)


def _merged(document: Document, recognised: dict[int, Page]) -> Document:
    pages = tuple(
        replace(recognised[page.number], label=page.label) if page.number in recognised else page
        for page in document.pages
    )
    kept = [note for note in document.notes if "without text" not in note]
    count = len(recognised)
    where = "1 page" if count == 1 else f"{count:,} pages"
    kept.append(f"The text of {where} was recognised from a picture; check figures on the page.")
    if left := sum(not page.text for page in pages):
        kept.append(f"Pages still without text: {left:,} of {len(pages):,}.")
    return replace(document, pages=pages, notes=tuple(kept))
