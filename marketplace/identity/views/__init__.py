"""The HTML doors of identity."""
