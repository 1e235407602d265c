"""What a fresh checkout is set up from: the locks, and the look for system libraries."""

import re
import tomllib

import pytest
import setup as set_up
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from system_libraries import files, library, packages_missing, program

from assistant.paths import resources

CHECKOUT = resources().parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-models.lock")


def entries(name: str) -> list[str]:
    """The requirements of a lock, each with its hashes, on a line of its own."""
    text = (CHECKOUT / name).read_text(encoding="utf-8").replace("\\\n", "")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pinned(name: str) -> set[tuple[str, str]]:
    """Names and versions in a lock; a package may have several, for different Pythons."""
    found = (re.match(r"([\w.-]+)==([\w.+!]+)", entry) for entry in entries(name))
    return {(canonicalize_name(match[1]), match[2]) for match in found if match}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_to_a_version_and_its_hashes_and_to_no_address(name):
    assert len(entries(name)) > 0
    for entry in entries(name):
        assert re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)
    assert "://" not in (CHECKOUT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "extra"), [("requirements.lock", ""), ("requirements-dev.lock", "dev")]
)
def test_the_lock_keeps_to_what_the_project_asks_for(name, extra):
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"].get(extra, [])
    for requirement in map(Requirement, asked):
        versions = [
            version
            for package, version in pinned(name)
            if package == canonicalize_name(requirement.name)
        ]
        assert versions, f"{requirement.name} is not in {name}: run 'make lock'"
        assert all(version in requirement.specifier for version in versions)


def test_developers_run_what_users_run():
    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")


def test_what_is_missing_is_found_by_looking_for_it(tmp_path):
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "plain.ttf").touch()
    packages = (
        library("libc6", "libc.so.6"),
        library("libnowhere1", "libnowhere.so.1"),
        program("sh"),
        program("no-such-program"),
        files("fonts-plain", (tmp_path / "absent", tmp_path), "*.ttf"),
        files("fonts-other", (tmp_path,), "*.otf"),
    )
    assert packages_missing(packages) == ["libnowhere1", "no-such-program", "fonts-other"]


def test_without_the_right_to_install_one_line_says_the_command(capsys, monkeypatch):
    monkeypatch.setattr(set_up, "is_root", lambda: False)
    assert not set_up.install_system_packages(["libegl1", "libgl1"], is_needed=True)
    assert capsys.readouterr().out == (
        "Missing system packages; install them with:"
        " sudo apt-get install -y --no-install-recommends libegl1 libgl1\n"
    )


def test_what_is_compiled_is_told_from_what_is_installed():
    lock = (CHECKOUT / "requirements-dev.lock").read_text(encoding="utf-8")
    ready, compiled = set_up.split_lock(lock)
    assert [entry.split("==")[0] for entry in compiled] == ["llama-cpp-python"]
    assert "--hash=sha256:" in compiled[0]
    assert len(ready) + 1 == len(entries("requirements-dev.lock"))
