"""Runs one program that cannot outlive the supervisor, under another user where asked.

``python leash.py PARENT_PID SIGNAL USER PROGRAM [ARGUMENT …]``: replaces itself by the program. On Linux the kernel
sends SIGNAL to it when the supervisor dies, even by SIGKILL; elsewhere only an orderly stop ends it. USER ``-`` keeps
the user. A program of its own, because the same in ``preexec_fn`` of a threaded parent may deadlock.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, death_signal: int, user: str, command: list[str]) -> None:
    """Take the user's rights, tie the process to its parent, become the program."""
    if user != "-":
        entry = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died before the kernel knew
            sys.exit(1)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
