"""Changing the secret key under data that is in use."""
