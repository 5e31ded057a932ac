"""Finding services: what is indexed, how a question is understood, why each is shown."""
