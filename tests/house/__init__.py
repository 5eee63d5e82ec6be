"""Tests of the house itself: its size, direction, documentation and guards."""
