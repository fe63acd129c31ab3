"""``manage.py draw_processes``: draws every process that money depends on into ``docs/processes``."""

from typing import Any

from django.core.management.base import BaseCommand

from infra.prove.drawing import draw, file_name
from infra.up.environment import ROOT
from marketplace.lib.state import PROCESSES

FOLDER = ROOT / "docs" / "processes"


class Command(BaseCommand):
    """Writes one SVG per process and version, and removes those of processes that are gone."""

    help = "Draw every registered process into docs/processes."

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw them all."""
        FOLDER.mkdir(exist_ok=True)
        drawings = {file_name(process): draw(process) for process in PROCESSES.values()}
        for name, drawing in drawings.items():
            (FOLDER / name).write_text(drawing)
        for file in FOLDER.glob("*.svg"):
            if file.name not in drawings:
                file.unlink()
        self.stdout.write(f"{len(drawings)} processes drawn into docs/processes")
