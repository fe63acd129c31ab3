"""Who gets through which door, and what strangers can learn at it."""
