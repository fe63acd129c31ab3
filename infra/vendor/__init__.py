"""Developer's tool: bring third-party browser files into the tree, so that nobody else needs Node or a CDN."""
