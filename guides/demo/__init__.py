"""A plainly invented organisation, for trying the program."""
