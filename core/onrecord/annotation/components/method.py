"""How components read a text: with the neural model, or by rules alone."""

from __future__ import annotations

from typing import Literal

Method = Literal["model", "rules"]
