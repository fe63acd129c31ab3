"""Which pages of credit refresh themselves."""

from escrow.credit import queries
from marketplace.realtime import topics

topics.register("invoice", queries.may_watch)
