"""`make bench`: how fast whole calls are answered, as ratios to two yardsticks that are measured in the same run."""
