"""The doctor: proves what Hangar promises on this workstation, and says what is amiss."""

import platform
import shutil
import sqlite3
import stat
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.errors import AssistantError
from assistant.guard.air_gap import AirGapState, AirGapStrength
from assistant.guard.jail import JailStrength, jail_strength
from assistant.guard.jail_proof import prove_jail
from assistant.guard.proof import OlderThread, Probe, prove_air_gap

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

_LEAST_FREE_BYTES = 2**30
_FILES_NAMED = 3
_NETWORK_FILE_SYSTEMS = ("9p", "afs", "ceph", "cifs", "fuse.sshfs", "ncpfs", "nfs", "smb")
# What is shown, and the distribution that carries it.
_PARTS = {
    "Qt": "PySide6-Essentials",
    "PDFium (pypdfium2)": "pypdfium2",
    "ONNX Runtime": "onnxruntime",
    "Chroma": "chromadb",
    "tokenizers": "tokenizers",
    "pyseccomp": "pyseccomp",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What was looked at.
        is_sound: Whether it is as it should be.
        found: What was found, in a sentence or a few words.
        advice: What to do when it is not sound; may be empty.
    """

    name: str
    is_sound: bool
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that the doctor found.

    Attributes:
        air_gap: Who keeps the air gap.
        air_gap_probes: The attempts to reach a network.
        jail: What the parsers' jail can be here.
        jail_probes: The attempts to get out of it.
        checks: Everything else that was looked at.
        versions: By name, Hangar's own first.
    """

    air_gap: AirGapState
    air_gap_probes: tuple[Probe, ...]
    jail: JailStrength
    jail_probes: tuple[Probe, ...]
    checks: tuple[Check, ...]
    versions: dict[str, str]

    @property
    def faults(self) -> int:
        """How many probes and checks are not as they should be."""
        probes = (*self.air_gap_probes, *self.jail_probes)
        return sum(not probe.holds for probe in probes) + sum(
            not check.is_sound for check in self.checks
        )


def diagnose(home: Path, air_gap: AirGapState, older_thread: OlderThread | None) -> Diagnosis:
    """Look at everything; takes seconds, mostly for the hashes of the models.

    `older_thread` was started before the air gap closed; see `prove_air_gap`.
    """
    jail = jail_strength()
    return Diagnosis(
        air_gap=air_gap,
        air_gap_probes=prove_air_gap(air_gap, older_thread),
        jail=jail,
        jail_probes=prove_jail(),
        checks=(
            _check_locks(air_gap, jail),
            _check_permissions(home),
            _check_free_space(home),
            _check_file_system(home),
            *_check_assistant(home),
        ),
        versions=_versions(),
    )


def _check_locks(air_gap: AirGapState, jail: JailStrength) -> Check:
    """The kernel has to hold both locks where it can, which is on Linux."""
    is_kernel = air_gap.strength is AirGapStrength.KERNEL and jail is JailStrength.KERNEL
    found = f"air gap {air_gap}; parser jail {jail}"
    advice = "Install libseccomp (libseccomp2), and use a kernel with seccomp filters."
    return Check("Locks", is_kernel or sys.platform != "linux", found, advice)


def _check_permissions(home: Path) -> Check:
    name = "Data folder"
    if not home.exists():
        return Check(name, True, f"{home} is not there yet")
    if sys.platform == "win32":
        return Check(name, True, f"{home}, kept by the permissions of its folder")
    is_open = [path for path in (home, *home.rglob("*")) if _is_open_to_others(path)]
    if not is_open:
        return Check(name, True, f"{home}, readable by its owner only")
    named = ", ".join(str(path) for path in is_open[:_FILES_NAMED])
    more = f" and {len(is_open) - _FILES_NAMED} more" if len(is_open) > _FILES_NAMED else ""
    return Check(name, False, f"others can read {named}{more}", f"Run: chmod -R go-rwx '{home}'")


def _is_open_to_others(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:  # gone since it was listed
        return False
    return not stat.S_ISLNK(mode) and bool(mode & (stat.S_IRWXG | stat.S_IRWXO))


def _check_free_space(home: Path) -> Check:
    free_bytes = shutil.disk_usage(_nearest_existing(home)).free
    return Check(
        "Free disk space",
        free_bytes >= _LEAST_FREE_BYTES,
        f"{free_bytes / 2**30:.1f} GiB",
        "Make room on the drive of the data folder, or set HANGAR_HOME to another drive.",
    )


def _check_file_system(home: Path) -> Check:
    """A share would carry the index over the network, and SQLite's locks do not hold on one."""
    kind = _file_system(_nearest_existing(home).resolve())
    return Check(
        "Drive of the data folder",
        not kind.startswith(_NETWORK_FILE_SYSTEMS),
        kind or "local, as far as this system says",
        "Set HANGAR_HOME to a folder on a drive of this workstation.",
    )


def _file_system(folder: Path) -> str:
    """The kind of file system `folder` is on; empty where the system does not say."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    kinds = {}
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        kinds[Path(place.replace("\\040", " "))] = kind  # a later mount hides an earlier one
    return next((kinds[place] for place in (folder, *folder.parents) if place in kinds), "")


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _check_assistant(home: Path) -> list[Check]:
    """Settings, engines, models and libraries: what needs the assistant itself."""
    try:
        from assistant.bootstrap import build_assistant  # here, so that failing is a finding

        with build_assistant(home) as assistant:
            return [
                Check("Settings", True, "read"),
                _check_policy(assistant),
                *_check_models(assistant),
                *_check_language_model(assistant),
                *(_check_library(assistant, name) for name in assistant.library_names()),
            ]
    except AssistantError as error:
        return [Check("Start", False, error.message, error.hint)]
    except ImportError as error:
        return [Check("Engines", False, f"cannot be loaded: {error}", "Install Hangar again.")]


def _check_policy(assistant: "Assistant") -> Check:
    """What the site allows; that a language model nobody has signed may be used is said here."""
    policy = assistant.models.policy
    keys = assistant.models.trusted_keys()
    unsigned = "allowed" if policy.allows_unsigned_models else "refused"
    named = "; ".join(key.named for key in keys) or "none"
    found = f"{policy.source}: unsigned models are {unsigned}; packs are taken from: {named}"
    return Check("Site's policy", True, found)


def _check_models(assistant: "Assistant") -> list[Check]:
    return [
        Check(
            f"Model {model.name}",
            not model.problem,
            model.problem or f"intact, {model.signed}, SHA-256 {model.sha256}",
        )
        for model in assistant.models.records()
    ]


def _check_language_model(assistant: "Assistant") -> list[Check]:
    """Whether it loads, and where it runs; nothing where there is none."""
    try:
        at_work = assistant.language_model_at_work()
    except AssistantError as error:
        return [Check("Language model", False, error.message, error.hint)]
    return [Check("Language model", True, f"runs {at_work}")] if at_work else []


def _check_library(assistant: "Assistant", name: str) -> Check:
    title = f"Library {name}"
    try:
        library = assistant.library(name)
        problems, status = library.check(), library.status()
    except AssistantError as error:
        return Check(title, False, error.message, error.hint)
    found = (
        f"consistent: {_counted(status.documents, 'document')}, {_counted(status.chunks, 'chunk')}"
    )
    return Check(
        title,
        not problems,
        " ".join(problems) or found,
        f"Run 'hangar index --library \"{name}\"'; if that does not help, delete the library and"
        " index its folders anew.",
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _versions() -> dict[str, str]:
    versions = {
        "Hangar": __version__,
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }
    for name, distribution in _PARTS.items():
        try:
            versions[name] = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            versions[name] = "not installed"
    versions["System"] = platform.platform()
    return versions
