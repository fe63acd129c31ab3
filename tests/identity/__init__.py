"""Who may do what, and the steps of people and companies."""
