"""The inner steps that the services share: locks, offers in a chain, what the thread is told, what is refused.

They run inside a service's transaction, after its policy, on rows that it has locked. Doors call services only.
"""
