"""Template tags of the catalogue, also for the packages above."""
