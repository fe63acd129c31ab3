"""The HTML doors of escrow."""
