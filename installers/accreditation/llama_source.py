"""Which commit of llama.cpp a source distribution of llama-cpp-python holds."""

import re
import tarfile
from pathlib import Path


def llama_commit(archive: Path, version: str) -> str:
    """The commit that the list of changes names for `version`; empty where it names none."""
    with tarfile.open(archive) as source:
        for member in source:
            if re.fullmatch(r"[^/]+/CHANGELOG\.md", member.name):
                stream = source.extractfile(member)
                text = stream.read().decode("utf-8") if stream else ""
                section = text.partition(f"## [{version}]")[2].partition("\n## ")[0]
                match = re.search(r"llama\.cpp@([0-9a-f]{7,40})", section)
                return match[1] if match else ""
    return ""
