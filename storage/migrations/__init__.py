"""How the tables came to be. `storage.migrate` runs these; no alembic.ini is needed."""
