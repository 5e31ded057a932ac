"""Words under lock: the master key, the keyring, sealed fields."""
