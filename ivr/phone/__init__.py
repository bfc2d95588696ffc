"""A phone that calls the line as Twilio would: it executes TwiML over HTTP and needs no account and no carrier.

    Caller(line, "+46701740605").dials().enters("198507099805#").enters("{code}").hangs_up()

It knows nothing of the service but its addresses and its auth token.
"""
