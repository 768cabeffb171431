"""Kills the daemon at every step of the walk and compares what is left with an undisturbed run."""
