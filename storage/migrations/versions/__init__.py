"""One file each, in the order of their revisions."""
