"""Twilio's side of the line: webhooks in, TwiML out."""
