"""What browsers may listen to here: a thread for its participants, an inbox for its organisation's people."""

from marketplace.realtime import topics
from messaging import queries

topics.register("thread", queries.may_watch)
topics.register("inbox", topics.own_organization)
