"""Which pages of returns refresh themselves."""

from escrow.returns import queries
from marketplace.realtime import topics

topics.register("return", queries.may_watch)
