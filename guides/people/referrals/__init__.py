"""Referrals of a client to a service, with consent."""
