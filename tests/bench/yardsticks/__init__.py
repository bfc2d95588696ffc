"""What the service is measured against: Flask that answers a constant, and a webhook as it is usually written."""
