"""``make run``: brings the whole market up on this machine and keeps it up until Ctrl-C.

Services → tables → demo market → parts. What a first start did stays in ``var/``, so a second one takes seconds.
``DEMO=0`` opens an empty market; ``PORT`` and ``WS_PORT`` wish for ports; ``DATABASE_URL`` and ``REDIS_URL`` name
servers to use in place of the embedded ones.
"""

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

import psycopg

from infra.up import environment
from infra.up.lock import AlreadyRunning, only_one
from infra.up.parts import market_parts
from infra.up.ports import choose_port
from infra.up.postgres import APPLICATION, OWNER, Postgres
from infra.up.redis import Redis
from infra.up.supervisor import StartFailed, Supervisor, describe_exit

WEB_PORT, SOCKET_PORT = 8000, 8001
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PASSWORD = "harborline-demo"  # noqa: S105  # printed on purpose: the demo market's
# An account that no bank keeps, so that orders of the demo market also offer a transfer to the market's own.
DEMO_ACCOUNT = {"BANK_ACCOUNT_NAME": "Harborline", "BANK_IBAN": "NL91ABNA0417164300", "BANK_BIC": "ABNANL2A"}
LOGINS = [
    ("ada@delft-instruments.example", "buys for Delft Instruments BV"),
    ("dora@alpenwerk.example", "buys for Alpenwerk Maschinenbau GmbH"),
    ("bruno@nordmetal.example", "sells for Nordmetal Zabrze"),
    ("carla@hanwei.example", "sells for Shenzhen Hanwei Precision"),
    ("otto@harborline.example", "operates the market"),
]


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)


def main() -> int:
    """Run until interrupted. 0: stopped on request; 1: a part did not start (the reason is printed)."""
    for number in STOP_SIGNALS:  # SIGINT too: a shell's background job inherits that it is ignored
        signal.signal(number, _interrupt)
    var = environment.var_dir()
    var.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor(say)
    try:
        with only_one(var / "run"):
            try:
                _bring_up(supervisor, var)
                signal.pause()
            finally:
                for number in STOP_SIGNALS:
                    signal.signal(number, signal.SIG_IGN)
                environment.state_file().unlink(missing_ok=True)
                supervisor.stop()
                say("Everything is stopped. The data stays in var/ (make reset removes it).")
    except KeyboardInterrupt:
        return 0
    except (StartFailed, AlreadyRunning) as error:
        say(str(error))
        return 1
    return 0


def _bring_up(supervisor: Supervisor, var: Path) -> None:
    began = time.monotonic()
    variables = _start_services(supervisor, var)
    web_port = choose_port("web", int(os.environ.get("PORT", WEB_PORT)), say)
    socket_port = choose_port("ws", int(os.environ.get("WS_PORT", SOCKET_PORT)), say, taken=frozenset({web_port}))
    variables |= {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _secret_key(var),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL") or f"http://localhost:{web_port}",
        "WS_PORT": str(socket_port),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev"),
    }
    has_demo = os.environ.get("DEMO", "1") != "0"
    if has_demo and not os.environ.get("BANK_IBAN"):
        variables |= DEMO_ACCOUNT
    environment.write_state(variables)
    say("Preparing tables and static files …")
    _run({**variables, "DATABASE_URL": variables["MIGRATION_DATABASE_URL"]}, "-m", "infra.up.upgrade")
    if has_demo:
        _seed_once(variables, var)
    say("Starting the market …")
    for part in market_parts(variables, web_port, socket_port, var / "run"):
        supervisor.start(part)
    supervisor.wait_until_ready()
    say(f"\n  Harborline is open: {variables['PUBLIC_URL']}   (started in {time.monotonic() - began:.0f} s)\n")
    if has_demo:
        say(f"  Log in with the password {PASSWORD} as")
        for email, what in LOGINS:
            say(f"    {email:<32} {what}")
    say(f"\n  Mail that it sends: {variables['PUBLIC_URL']}/mailbox/   Ctrl-C stops everything.\n")


def _start_services(supervisor: Supervisor, var: Path) -> dict[str, str]:
    """Start PostgreSQL and Redis unless the environment names others; return where they are."""
    variables = {"APP_DATABASE_ROLE": os.environ.get("APP_DATABASE_ROLE", APPLICATION)}
    postgres = None
    if url := os.environ.get("DATABASE_URL"):
        variables |= {
            "DATABASE_URL": url,
            "MIGRATION_DATABASE_URL": os.environ.get("MIGRATION_DATABASE_URL", url),
        }
    else:
        postgres = Postgres((var / "postgres").resolve())
        variables |= {"DATABASE_URL": postgres.url(APPLICATION), "MIGRATION_DATABASE_URL": postgres.url(OWNER)}
        say("Starting PostgreSQL …")
        supervisor.start(postgres.part())
    if url := os.environ.get("REDIS_URL"):
        variables["REDIS_URL"] = url
    else:
        redis = Redis.in_folder((var / "redis").resolve())
        variables["REDIS_URL"] = redis.url
        say("Starting Redis …")
        supervisor.start(redis.part())
    supervisor.wait_until_ready()
    if postgres:
        if _seeding_marker(var).exists():
            say("The last start was interrupted while it loaded the demo market: beginning anew.")
            postgres.drop_database()
        postgres.make_database()
    return variables


def _seed_once(variables: dict[str, str], var: Path) -> None:
    """Load the demo market into an empty one. The marker tells the next start that this one did not get to the end."""
    with psycopg.connect(variables["DATABASE_URL"]) as connection:
        if connection.execute("SELECT EXISTS (SELECT FROM identity_organization)").fetchone() == (True,):
            return
    say("Loading the demo market (first start only) …")
    _seeding_marker(var).touch()
    _run(variables, "manage.py", "seed")
    _seeding_marker(var).unlink()


def _seeding_marker(var: Path) -> Path:
    return var / "run" / "seeding"


def _run(variables: dict[str, str], *arguments: str) -> None:
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=environment.ROOT,
        env={"LOG_LEVEL": "WARNING", **os.environ, **variables},
        start_new_session=True,  # Ctrl-C is ours alone: no traceback of the command
        check=False,
    )
    if result.returncode:
        raise StartFailed(f"{' '.join(arguments)} {describe_exit(result.returncode)}; its reason is above.")


def _secret_key(var: Path) -> str:
    """Made once and kept, so that logins survive a restart."""
    path = var / "run" / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt(signal.Signals(number).name)


if __name__ == "__main__":
    sys.exit(main())
