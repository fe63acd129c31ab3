"""The HTML toolkit: tags, charts, shell, base views, middleware, static files."""
