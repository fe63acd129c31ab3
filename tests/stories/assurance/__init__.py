"""Stories of trade assurance that take weeks, through the services, on a database of their own, its clock stopped."""
