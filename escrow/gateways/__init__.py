"""Payment providers behind one port. The only place that may know a provider's names, numbers and network."""
