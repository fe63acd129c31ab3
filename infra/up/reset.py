"""``make reset``: removes the market's data after asking nothing, but never under a running market."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from infra.up.environment import var_dir
from infra.up.lock import AlreadyRunning, only_one

try:
    if var_dir().exists():
        with only_one(var_dir() / "run"):
            shutil.rmtree(var_dir())
    print(f"{var_dir()} is removed. make run starts over.")
except AlreadyRunning as error:
    sys.exit(f"{error} Stop it first.")
