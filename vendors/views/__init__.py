"""The HTML doors of vendors: public storefronts, the vendor's own editor, the operator's queue."""
