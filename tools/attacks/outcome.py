"""What came of an attack."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """How often a promise was tried, and how often it held.

    Attributes:
        claim: The promise, as a sentence.
        tried: How often it was attacked.
        failures: For each time that it did not hold, with what it was attacked and what came of it.
        reason: Why it could not be attacked on this machine; empty where it could.
    """

    claim: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def held(self) -> int:
        """How often the promise held."""
        return self.tried - len(self.failures)

    def count(self, failure: str = "") -> None:
        """Count one more attack; ``failure`` says why the promise did not hold, and is empty where it did."""
        self.tried += 1
        if failure:
            self.failures.append(failure)
