"""The HTML door of the catalogue: the public product page, the vendor's table and editor, imports."""
