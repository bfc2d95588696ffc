"""Everything that faces outward: the phone line, the messages, the commands."""
