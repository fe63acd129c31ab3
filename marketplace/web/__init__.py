"""Floor 2. The HTML toolkit: base views, the shell, the design system and its living gallery at ``/ui/``.

Knows Actor and errors, no models.
"""
