"""A remote ledger behind the line, through PayEx's onboarding and credit-account API."""
