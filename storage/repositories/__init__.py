"""The repositories of one transaction: SQLAlchemy Core statements, built once, so that each is compiled once."""
