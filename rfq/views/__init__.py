"""The HTML doors: the buyer's, the supplier's, and those that both reach from a thread."""
