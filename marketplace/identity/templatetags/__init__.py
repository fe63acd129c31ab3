"""Words that identity adds to every template."""
