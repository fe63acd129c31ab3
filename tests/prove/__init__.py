"""The suites of ``infra.prove`` at the size that every run of the tests affords."""
