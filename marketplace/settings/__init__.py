"""Settings of the composition root: ``dev``, ``test`` and ``prod`` build on ``base``; ``env`` reads the world."""
