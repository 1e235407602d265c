"""The worker that parses files: `python -I -m assistant.parse.worker`, started by the pool."""

import sys

from assistant.guard.frames import Header
from assistant.guard.serve import serve
from assistant.parse.bounds import bound
from assistant.parse.formats import MODULES, parser_of
from assistant.parse.warm_up import warm_up_formats
from assistant.parse.wire import encode_document


def parse_file(header: Header, content: bytes) -> tuple[Header, bytes]:
    """Answer a request to parse `content`; the header has 'format' and 'name'."""
    document = parser_of(header["format"])(content, header["name"])
    return {"kind": "document"}, encode_document(bound(document))


if __name__ == "__main__":
    serve(sys.argv[1:], lambda: warm_up_formats(tuple(MODULES)), parse_file)
