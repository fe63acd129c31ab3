"""The market's main job from end to end: real processes, real browsers, real sockets, and the ledger at the end."""
