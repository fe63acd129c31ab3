"""Free TCP ports of this machine."""

import socket
from collections.abc import Callable

from infra.up.supervisor import StartFailed

TRIES = 100


def free_port() -> int:
    """Any port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def choose_port(name: str, wanted: int, say: Callable[[str], None], *, taken: frozenset[int] = frozenset()) -> int:
    """``wanted``, or the next port that is free and not in ``taken``; says so when it is another."""
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        if port not in taken and is_free(port):
            if port != wanted:
                say(f"Port {wanted} is busy: {name} takes {port} instead.")
            return port
    raise StartFailed(f"No free port for {name} from {wanted} on.")


def is_free(port: int) -> bool:
    """Whether a server could listen on it, on this machine's loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: a closed one's rest is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
