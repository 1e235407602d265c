"""Typed, bounded, described settings, read from TOML; they build nothing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from assistant.errors import UsageError

Theme = Literal["system", "light", "dark"]


def _bounded(default: Any, text: str, low: float, high: float) -> Any:
    return field(default=default, metadata={"text": text, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can set, with its default; `settings.toml` in the data folder."""

    embedding_threads: int = _bounded(
        0, "Threads of the embedder and the reader; 0 takes every core.", 0, 256
    )
    parser_processes: int = _bounded(2, "Files parsed at the same time.", 1, 64)
    parser_memory_mib: int = _bounded(2048, "Memory a parser may take, MiB.", 256, 65536)
    parser_seconds: int = _bounded(60, "Time a parser may take for a file, seconds.", 1, 3600)
    max_file_mib: int = _bounded(512, "Larger files are skipped, MiB.", 1, 4096)
    refusal_threshold: float = _bounded(
        0.42, "Answers less likely right than this are not given; higher refuses more.", 0.0, 1.0
    )
    language_model: str = field(
        default="", metadata={"text": "Name of the language model; the first one when empty."}
    )
    context_tokens: int = _bounded(
        4096, "Context of the language model, tokens; more takes more memory.", 1024, 131072
    )
    quantized_context: bool = field(
        default=False,
        metadata={"text": "Keep the context in 8 bits: half the memory, true or false."},
    )
    temperature: float = _bounded(
        0.0, "0 always writes the likeliest word; higher varies, by the seed.", 0.0, 2.0
    )
    seed: int = _bounded(0, "Seed of the variation where the temperature is above 0.", 0, 2**31)
    idle_minutes: float = _bounded(
        10.0, "A language model not used for so long gives its memory back, minutes.", 0.1, 1440
    )
    theme: Theme = field(
        default="system", metadata={"text": "Colours: 'system', 'light' or 'dark'."}
    )
    marking: str = field(
        default="", metadata={"text": "Text of the marking banner; none when empty."}
    )


_NONE: Mapping[str, Any] = MappingProxyType({})


def load_settings(file: Path, fixed: Mapping[str, Any] = _NONE) -> Settings:
    """Read `file`; a file that does not exist gives the defaults.

    The settings in `fixed` are the site's and go before the user's.

    Raises:
        UsageError: The file is not TOML, or a setting is unknown, of the wrong type or out of
            bounds; says which, and what would be right.
    """
    _check_all(Path("The site's policy"), fixed)
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        table = {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read as settings: {error}.",
            hint="Correct the file, or remove it to go back to the defaults.",
        ) from error
    _check_all(file, table)
    return Settings(**{**table, **fixed})


def _check_all(file: Path, table: Mapping[str, Any]) -> None:
    known = {f.name: f for f in fields(Settings)}
    for name, value in table.items():
        if name not in known:
            raise UsageError(
                f"{file}: there is no setting '{name}'.",
                hint=f"The settings are: {', '.join(sorted(known))}.",
            )
        _check(file, name, value, known[name].default, known[name].metadata)


def _check(file: Path, name: str, value: Any, default: Any, metadata: Any) -> None:
    fits = type(value) is type(default) or (type(default) is float and type(value) is int)
    if "low" in metadata:
        wanted = f"a number from {metadata['low']:g} to {metadata['high']:g}"
        fits = fits and metadata["low"] <= value <= metadata["high"]
    elif type(default) is bool:
        wanted = "true or false"
    elif name == "theme":
        wanted = " or ".join(f"'{choice}'" for choice in get_args(Theme))
        fits = fits and value in get_args(Theme)
    else:
        wanted = "a text in quotes"
    if not fits:
        raise UsageError(
            f"{file}: '{name}' is {value!r}, but must be {wanted}.", hint=metadata["text"]
        )
