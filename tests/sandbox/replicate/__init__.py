"""Tests of the Replicate stand-in, driven by the real client over real sockets."""
