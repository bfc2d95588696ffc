"""What the service is measured against: a constant, a floor, and two webhooks as they are usually written.

`ordinary` does the same work, `plain` less of it.
"""
