"""The HTML doors of cases."""
