"""What leaves the service: text messages."""
