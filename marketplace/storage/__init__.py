"""Floor 2. Files: presigned upload, confirmation, signed download, on a folder or on S3.

Doors: ``files`` (everything a package above does with a file), ``images`` (public pictures made of
uploads) and ``models.StoredFile`` for foreign keys. Bytes go through Django's default storage; what a
browser sends or fetches directly goes through ``backends``.
"""
