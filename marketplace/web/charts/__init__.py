"""Drawings as SVG text: no script, printable, each with a sentence for those who do not see it.

Sizes are attributes, colours are classes, so the strict policy of the site holds. Charts with text come in
a wide and a narrow drawing; the style sheet shows the one that fits its container.
"""
