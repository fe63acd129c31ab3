"""Drawn pictures for products that have no photo: small isometric renders, repeatable by kind and seed.

Pure Python, no Django: ``solids`` is the geometry, ``render`` turns faces into SVG, ``shapes_*`` build
the things, and ``catalogue`` knows which kind suits which category.
"""

from listings.drawings.catalogue import KINDS, draw, drawing_path, kind_for

__all__ = ["KINDS", "draw", "drawing_path", "kind_for"]
