"""The HTML doors of credit."""
