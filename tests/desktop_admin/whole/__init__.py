"""The console as a whole: as a process on a screen, frozen, in a wheel, and under stress."""
