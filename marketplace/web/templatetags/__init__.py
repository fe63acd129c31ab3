"""Template tags of the design system; ``ui`` is a builtin of every template."""
