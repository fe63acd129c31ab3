"""Which pages of escrow refresh themselves."""

from escrow import queries
from marketplace.realtime import topics

topics.register("order", queries.may_watch)
