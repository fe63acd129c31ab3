"""Floor 3. Users, organisations, roles and the policy vocabulary; builds the Actor at the four doors.

Doors: ``services``, ``queries``, ``events``, ``policy``; ``models`` may be imported from above.
"""
