"""Tests of the edges: mail in, mail out."""
