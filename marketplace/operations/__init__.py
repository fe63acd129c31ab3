"""Composition. The operator console's shell: dashboards and queues that the packages below fill."""
