"""Which pages of cases refresh themselves."""

from escrow.disputes import queries
from marketplace.realtime import topics

topics.register("case", queries.may_watch)
