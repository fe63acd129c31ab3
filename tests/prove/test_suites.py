"""Each suite of ``make prove`` that needs the journal alone, at its small size: nothing may be found.

The others have tests of their own: ``tests/architecture/test_processes.py``, ``tests/faults``.
"""

import pytest

from infra.prove import scratch
from infra.prove.suites import SUITES, prove
from infra.up.postgres import Postgres

JOURNAL_SUITES = [name for name, settings in SUITES.items() if settings == scratch.JOURNAL and name != "mutants"]


@pytest.mark.parametrize("name", JOURNAL_SUITES)
def test_finds_nothing(scratch_server: Postgres, name: str) -> None:
    outcome = prove(name, "ci", scratch_server)
    assert outcome.findings == []
