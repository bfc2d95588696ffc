"""The use cases: one file each, and the door they are entered by."""
