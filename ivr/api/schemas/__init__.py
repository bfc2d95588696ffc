"""What goes over the wire, property by property; the tables are the onboarding API's (revision of 2020-03-12)."""
