"""What the tree is made of: launchers, compiled files, the entry in the menu, the man pages."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assistant.policy import load_policy
from installers.errors import BuildError
from installers.linux.elf import needs_of, rebind
from installers.linux.interpreter_tree import isolate
from installers.linux.man_page import man_pages
from installers.linux.places import FILES, HERE
from installers.linux.system_libraries import libraries_needed
from installers.linux.wheel import write_wheel
from installers.reproducible import sha256_of

EPOCH = 1_700_000_000
HOSTILE = {
    "LD_LIBRARY_PATH": "/planted",
    "LD_AUDIT": "",
    "GCONV_PATH": "/planted",
    "GGML_BACKEND_PATH": "/planted/libggml.so",
    "LLAMA_CPP_LIB_PATH": "/planted",
    "PYTHONHOME": "/planted",
    "PYTHONPATH": "/planted",
    "PYTHONSTARTUP": "/planted/start.py",
    "QT_PLUGIN_PATH": "/planted",
    "OPENSSL_CONF": "/planted/openssl.cnf",
}


def needs(program, package):
    return pytest.mark.skipif(
        shutil.which(program) is None, reason=f"{program} is missing: Debian's package {package}"
    )


@pytest.fixture
def installed(tmp_path):
    """A launcher, with a stand-in for the interpreter that says what it was started with."""
    prefix = tmp_path / "a folder/opt/hangar"
    (prefix / "bin").mkdir(parents=True)
    (prefix / "python/bin").mkdir(parents=True)
    launcher = prefix / "bin/hangar"
    launcher.write_text((FILES / "launcher.sh").read_text().replace("@MODULE@", "assistant"))
    python = prefix / "python/bin/python3.11"
    python.write_text('#!/bin/sh\nprintf "<%s>" "$@"\necho\n/usr/bin/env\n')
    launcher.chmod(0o755)
    python.chmod(0o755)
    return launcher


def test_the_launcher_hands_its_arguments_on(installed, tmp_path):
    """Also through the link in /usr/bin, from any folder."""
    link = tmp_path / "hangar"
    link.symlink_to(installed)
    asked = subprocess.run([link, "ask", "two words"], capture_output=True, text=True, check=True)
    assert asked.stdout.splitlines()[0] == "<-I><-m><assistant><ask><two words>"


def test_the_launcher_takes_hostile_variables_out(installed):
    """And leaves the others."""
    started = subprocess.run(
        [installed],
        capture_output=True,
        text=True,
        check=True,
        env={**HOSTILE, "HANGAR_HOME": "/h"},
    )
    seen = dict(line.split("=", 1) for line in started.stdout.splitlines()[1:] if "=" in line)
    assert not HOSTILE.keys() & seen.keys()
    assert seen["HANGAR_HOME"] == "/h"


@pytest.fixture
def isolated_python(tmp_path):
    """This Python in a prefix of its own, beside the file that isolates it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    python = tmp_path / "python"
    (python / "bin").mkdir(parents=True)
    (python / "lib").mkdir()
    (tmp_path / "lib").mkdir()
    shutil.copy(os.path.realpath(sys.executable), python / "bin" / version)
    (python / "lib" / version).symlink_to(Path(os.__file__).parent)
    isolate(tmp_path)
    return python / "bin" / version


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the packages hold Python 3.11")
def test_the_interpreter_imports_from_its_own_folders_only(isolated_python, tmp_path):
    """Started without any option, as a child may be, in a folder with planted modules."""
    planted = tmp_path / "planted"
    planted.mkdir()
    (planted / "json.py").write_text("raise SystemExit('planted')\n")
    code = "import json, sys; print(*sys.path, sep='\\n')"
    ran = subprocess.run(
        [isolated_python, "-c", code],
        cwd=planted,
        env={"PYTHONPATH": str(planted), "PYTHONHOME": str(planted), "HOME": str(planted)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == [
        str(tmp_path / "python/lib/python3.11"),
        str(tmp_path / "python/lib/python3.11/lib-dynload"),
        str(tmp_path / "lib"),
    ]


def compiled(folder, source, *options):
    """A program made from a line of C."""
    program = folder / "program"
    (folder / "program.c").write_text(source)
    command = ["gcc", "-fno-builtin", "-o", program, folder / "program.c", *options]
    subprocess.run(command, check=True)
    return program


def test_a_symbol_can_be_taken_in_its_older_version(tmp_path):
    """As is done with the interpreter's 'hypot', for systems whose C library is older."""
    source = "#include <math.h>\nint main(int c, char **v) { return (int) hypot(c * 3, c * 4); }\n"
    program = compiled(tmp_path, source, "-lm")
    assert needs_of(program).glibc == (2, 35)
    rebind(program, "libm.so.6", "GLIBC_2.35", "GLIBC_2.2.5")
    assert needs_of(program).glibc < (2, 35)
    assert subprocess.run([program], check=False).returncode == 5


def test_a_version_that_is_not_asked_for_is_not_replaced(tmp_path):
    """Another interpreter than the pinned one is noticed."""
    program = compiled(tmp_path, "int main(void) { return 0; }\n")
    with pytest.raises(BuildError, match="does not ask"):
        rebind(program, "libm.so.6", "GLIBC_2.35", "GLIBC_2.2.5")


def test_a_library_that_nothing_brings_stops_the_build(tmp_path):
    """It would only be missed on the target."""
    (tmp_path / "part.c").write_text("int part(void) { return 1; }\n")
    library = tmp_path / "libpart.so"
    shared = ["gcc", "-shared", "-Wl,-soname,libpart.so", "-o", library, tmp_path / "part.c"]
    subprocess.run(shared, check=True)
    tree = tmp_path / "tree"
    tree.mkdir()
    program = compiled(tree, "int part(void); int main(void) { return part(); }\n", library)
    (tree / "program.c").unlink()
    with pytest.raises(BuildError, match=r"libpart\.so"):
        libraries_needed(tree)
    shutil.copy(library, tree)
    assert libraries_needed(tree) == {"libc.so.6"}
    assert program.exists()


def test_a_wheel_is_the_same_each_time_and_installs(tmp_path):
    """With its libraries, and without links."""
    source = tmp_path / "tool-1.0"
    (source / "tool").mkdir(parents=True)
    (source / "tool/__init__.py").write_text("")
    (source / "tool/notes.txt").write_text("not taken")
    (source / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: tool\nVersion: 1.0\n")
    (source / "LICENSE.md").write_text("MIT")
    library = tmp_path / "libtool.so"
    library.write_bytes(b"\x7fELF")
    made = [tmp_path / f"{number}/tool-1.0-py3-none-any.whl" for number in (1, 2)]
    for wheel in made:
        wheel.parent.mkdir()
        write_wheel(wheel, "py3-none-any", source, "tool", [library], source_date_epoch=EPOCH)
    assert sha256_of(made[0]) == sha256_of(made[1])
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    how = ["--quiet", "--no-index", "--no-deps", "--target", tmp_path / "site"]
    subprocess.run([*pip, *how, made[0]], check=True)
    assert (tmp_path / "site/tool/lib/libtool.so").read_bytes() == b"\x7fELF"
    assert not (tmp_path / "site/tool/notes.txt").exists()


def test_the_man_page_has_every_command():
    """It is written from what the program says of itself."""
    page = man_pages(EPOCH)["hangar.1"]
    for command in ("index", "ask", "doctor", "desktop", "library delete"):
        assert f".SS hangar {command}\n" in page
    assert "2023-11-14" in page.splitlines()[0]


@needs("man", "man-db")
@pytest.mark.parametrize("name", ["hangar.1", "hangar-desktop.1"])
def test_man_renders_the_pages_without_a_complaint(tmp_path, name):
    """A line that roff takes for a command would be lost without one."""
    file = tmp_path / name
    file.write_text(man_pages(EPOCH)[name])
    variables = {**os.environ, "MANROFFSEQ": "", "LC_ALL": "C.UTF-8", "MANWIDTH": "100"}
    done = subprocess.run(
        ["man", "--warnings=w", "--local-file", file],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "HANGAR_HOME" in done.stdout


@needs("desktop-file-validate", "desktop-file-utils")
def test_the_menu_entry_is_valid():
    """And opens folders."""
    entry = FILES / "hangar.desktop"
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True)
    assert done.stdout + done.stderr == ""
    assert "MimeType=inode/directory;" in entry.read_text()


@needs("appstreamcli", "appstream")
def test_the_metadata_for_software_centres_are_valid(tmp_path):
    """Without asking any network."""
    text = (FILES / "hangar.metainfo.xml").read_text()
    file = tmp_path / "hangar.metainfo.xml"
    file.write_text(text.replace("@VERSION@", "1.2.3").replace("@DATE@", "2026-01-02"))
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", file], capture_output=True, text=True
    )
    # A warning stays: the name is no domain turned round, since there is none that is Hangar's.
    assert "E: " not in done.stdout
    assert done.stdout.count("W: ") == 1


def test_the_policy_that_comes_with_the_package_is_strict():
    """It says in words what the reader of it takes."""
    file = HERE / "policy.toml"
    policy = load_policy(file, is_installed=True)
    assert not policy.allows_unsigned_models
    assert not policy.trusted_keys
    assert not policy.revoked_keys
    assert tomllib.loads(file.read_text())["settings"] == {}
