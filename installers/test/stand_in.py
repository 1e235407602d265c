"""Small packages that stand in for Hangar's where only signing and installing are tried."""

import shutil
import subprocess
import tempfile
from pathlib import Path

_POLICY = "etc/hangar/policy.toml"
_CONTROL = """\
Package: {name}
Version: {version}
Architecture: amd64
Maintainer: Hangar <hangar@example.invalid>
Depends: {needs}
Description: stand-in for Hangar
"""
_SPEC = """\
Name: {name}
Version: {version}
Release: 1
Summary: Stand-in for Hangar
License: Apache-2.0
AutoReqProv: no
{needs}
%description
Stand-in for Hangar.
%install
mkdir -p %{{buildroot}}
cp -R {tree}/. %{{buildroot}}
%files
{files}
"""
_FILES = f"""\
%dir /opt/hangar
/opt/hangar/bin
%dir /etc/hangar
%config(noreplace) /{_POLICY}
"""
_SYSTEM_SPEC = """\
Name: system
Version: 1
Release: 1
Summary: Stands for the packages of a system
License: Apache-2.0
AutoReqProv: no
{provides}
%description
Stands for the packages of a system.
%files
"""


def write_deb(folder: Path, version: str, *, name: str = "hangar", depends: str = "libc6") -> Path:
    """Build a .deb of this version, with a policy as its conffile, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        tree = _write_tree(Path(scratch, "tree"), name, version)
        control = _CONTROL.format(name=name, version=version, needs=depends)
        _write(tree / "DEBIAN/control", control)
        if (tree / _POLICY).exists():
            _write(tree / "DEBIAN/conffiles", f"/{_POLICY}\n")
        package = folder / f"{name}_{version}_amd64.deb"
        build = ["dpkg-deb", "--root-owner-group", "--build", str(tree), str(package)]
        subprocess.run(build, check=True, capture_output=True)
    return package


def write_rpm(folder: Path, version: str, *, name: str = "hangar", requires: str = "") -> Path:
    """Build a .rpm of this version, with a policy as its configuration, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        tree = _write_tree(Path(scratch, "tree"), name, version)
        spec = _SPEC.format(
            name=name,
            version=version,
            needs=f"Requires: {requires}" if requires else "",
            tree=tree,
            files=_FILES if name == "hangar" else f"/opt/hangar/{name}",
        )
        return _build_rpm(_write(Path(scratch, "hangar.spec"), spec), folder)


def _write_tree(tree: Path, name: str, version: str) -> Path:
    """A program that says its version, and the policy; a second package holds one file."""
    if name != "hangar":
        _write(tree / f"opt/hangar/{name}", version)
        return tree
    _write(tree / "opt/hangar/bin/hangar", f"#!/bin/sh\necho 'hangar {version}'\n").chmod(0o755)
    _write(tree / _POLICY, "# The site's policy.\n")
    return tree


def write_system_rpm(folder: Path, capabilities: list[str]) -> Path:
    """Build an empty .rpm that provides these, for a tree whose rpm knows of no other package."""
    folder.mkdir(parents=True, exist_ok=True)
    provides = "".join(f"Provides: {capability}\n" for capability in capabilities)
    spec = _SYSTEM_SPEC.format(provides=provides)
    with tempfile.TemporaryDirectory() as scratch:
        return _build_rpm(_write(Path(scratch, "system.spec"), spec), folder)


def _build_rpm(spec: Path, folder: Path) -> Path:
    """Build the one package of a spec file in its own folder, and copy it into `folder`."""
    top = spec.parent
    build = [
        *("rpmbuild", "-bb", "--quiet", "--target", "x86_64"),
        *("--define", f"_topdir {top}/top", "--define", f"_rpmdir {top}/out"),
        *("--define", "_build_id_links none", str(spec)),
    ]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = top.glob("out/x86_64/*.rpm")
    return Path(shutil.copy(built, folder))


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file
