"""The domain's ports made real: SQL, Redis, sealed values, and fakes that pass the same contract tests."""
