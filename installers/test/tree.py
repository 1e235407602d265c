"""A tree that commands are run in: a chroot without a network, and with processes of its own."""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from installers.test.roots import USER, Root, ensure_root

_ENTER = """\
set -eu
root=$1 media=$2 user=$3 script=$4
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
if [ -n "$media" ]; then
    mount --bind "$media" "$root/mnt"
    mount -o remount,ro,bind "$root/mnt"
fi
set -- env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
if [ "$user" = root ]; then
    exec chroot "$root" "$@" HOME=/root sh -c "cd; $script"
fi
id=$(awk -F : -v user="$user" '$1 == user { print $3 }' "$root/etc/passwd")
exec chroot "$root" "$@" HOME="/home/$user" USER="$user" \\
    setpriv --reuid "$id" --regid "$id" --clear-groups --no-new-privs sh -c "cd; $script"
"""
"""Runs in namespaces of its own, so that all mounts and processes end with it."""
_ISOLATED = ("--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to: its exit status, and both its outputs together."""

    status: int
    said: str

    def line_with(self, words: str) -> str:
        """The line with these words, without the status; all that was said where none has them."""
        return next((line for line in self.said.splitlines() if words in line), self.said[-300:])

    def refused_in(self, words: str) -> str:
        """The line with these words, if the status says that something was refused."""
        if self.status == 0:
            return f"NOT REFUSED: {self.said[-300:]}"
        return self.line_with(words)


class Tree:
    """A fresh copy of a root, removed at the end of the `with` block."""

    def __init__(self, root: Root) -> None:
        self._root = root

    def __enter__(self) -> Self:
        archive = ensure_root(self._root)
        self.path = Path(tempfile.mkdtemp(prefix="tree-", dir=archive.parent))
        unpack = ["tar", "--extract", "--numeric-owner", "--file", str(archive)]
        subprocess.run([*unpack, "--directory", str(self.path)], check=True)
        self.path.chmod(0o755)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.path)

    def run(
        self, script: str, *, media: Path | None = None, user: str = "root", timeout_s: int = 600
    ) -> Done:
        """Run a shell script in the tree, as root or as an ordinary user.

        Args:
            script: For the tree's sh.
            media: A folder that lies at /mnt meanwhile, and cannot be written.
            user: Whose processes they are.
            timeout_s: After this all of them are ended, in seconds.
        """
        command = ["unshare", *_ISOLATED, "sh", "-c", _ENTER, "enter"]
        arguments = [str(self.path), str(media or ""), user, script]
        try:
            done = subprocess.run(
                [*command, *arguments],
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                errors="replace",
                timeout=timeout_s,
            )
        except subprocess.TimeoutExpired:
            return Done(124, f"not done within {timeout_s} s")
        return Done(done.returncode, done.stdout)

    def run_as_user(self, script: str, *, timeout_s: int = 600) -> Done:
        """Run a shell script as the ordinary user, without any media."""
        return self.run(script, user=USER, timeout_s=timeout_s)
