"""onrecord's showing: the command line and the reading desk."""

import os

# A key that comes while something was painted waits for the next frame: for 4 ms at most instead of 16.
os.environ.setdefault("TEXTUAL_FPS", "240")
