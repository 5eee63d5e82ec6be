"""The demo: the main job of Closeup, played against the stand-ins and shown as it happens."""

from sandbox.demo.story import play_demo

__all__ = ["play_demo"]
