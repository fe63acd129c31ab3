"""Where the market's commands find its services.

The supervisor writes what it started into a state file; ``manage.py`` and the processes read it, so that every
command works in a second terminal while ``make run`` holds the first. Variables that are set always win.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
OWNER_COMMANDS = {"migrate", "grant_app_role"}  # everything else connects as the unprivileged role


def var_dir() -> Path:
    """The folder of everything that the running market writes. Like the settings, it honours ``HARBORLINE_VAR``."""
    return Path(os.environ.get("HARBORLINE_VAR") or ROOT / "var")


def state_file() -> Path:
    """Names the running market's services; it is there from their start to their stop."""
    return var_dir() / "run" / "environment.json"


def write_state(variables: Mapping[str, str]) -> None:
    """Tell other terminals where the services are. The file holds secrets: only its owner may read it."""
    path = state_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(dict(variables), indent=2))
    fresh.replace(path)


def prepare() -> None:
    """Complete ``os.environ`` before Django reads its settings; exit with a hint when nothing runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
    if any(not os.environ.get(name) for name in REQUIRED) and state_file().exists():
        for name, value in json.loads(state_file().read_text()).items():
            if not os.environ.get(name):
                os.environ[name] = value
    missing = [name for name in REQUIRED if not os.environ.get(name)]
    if missing:
        sys.exit(f"{', '.join(missing)} not set and no market is running. Start the market first: make run")
    owner = os.environ.get("MIGRATION_DATABASE_URL")
    if owner and OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ["DATABASE_URL"] = owner
