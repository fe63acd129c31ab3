"""Floor 10. Finds listings through the SearchBackend port; reads everything below, decides nothing."""
