"""The JSON doors of cases."""
