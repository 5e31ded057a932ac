"""Short notes of an organisation, for its own people: the first thing behind the walls."""
