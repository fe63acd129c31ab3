"""The market's main job done by machines, through the public API alone: a proof to run, and a load to measure."""
