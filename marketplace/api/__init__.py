"""Floor 2. The JSON toolkit: ServiceViewSet, problem+json, idempotency keys, cursor pages, schema.

Knows Actor and errors, no models.
"""
