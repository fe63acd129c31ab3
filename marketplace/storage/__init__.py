"""Floor 2. Files: presigned upload, confirmation, signed download, on a folder or on S3."""
