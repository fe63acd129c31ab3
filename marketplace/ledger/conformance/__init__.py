"""Lets an outside judge examine the journal: the four endpoints of the public ledger-conformance-kit over ``post``.

Test-only. Only the test settings install it, only ``infra.prove.settings`` mounts its addresses, and
every call refuses to work on a database whose name does not begin with ``test_``.
"""
