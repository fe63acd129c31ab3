"""The one-command start: ``make run`` and the services of ``make test``, with nothing installed but Python and make."""
