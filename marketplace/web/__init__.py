"""Floor 2. The HTML toolkit: base views, shell registry, template tags, charts, styles and browser modules.

Knows ``Actor`` and the five errors, no models and no trade. Packages above build their screens with it:
``Screen`` and ``Action`` for views, ``shell`` for navigation and home panels, the tags of
``templatetags.ui`` for components. The living gallery of all parts is at ``/ui/``.
"""
