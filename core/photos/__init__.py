"""Floor 2: image work only: read, find faces, judge, mask, frame and render."""
