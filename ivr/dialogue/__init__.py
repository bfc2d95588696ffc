"""The call as one table: pure, without a clock, randomness or I/O."""
