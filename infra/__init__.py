"""What surrounds the market: the one-command start, the seed, deployment. Nothing in the market imports it."""
