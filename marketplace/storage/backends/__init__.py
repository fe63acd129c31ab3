"""How a browser reaches bytes without our workers in between: signed links of the folder or of S3."""
