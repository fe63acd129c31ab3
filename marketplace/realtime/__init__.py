"""Floor 2. One socket per tab: topics with a policy, hints, and events that were persisted first.

Redis is losable: a client that missed something fetches again from PostgreSQL.
"""
