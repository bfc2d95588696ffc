"""Attacks from outside on a running service, each with what it has to stand."""
