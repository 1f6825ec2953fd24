"""Too many calls: a rate that must not be passed, or every so-manieth call refused."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Throttle:
    """`every` N refuses the Nth, 2Nth ... call; `rate` N what is more than N calls within a second; 0 is without limit.

    AWS does not publish its rate. A refused call counts for nobody's rate.
    """

    every: int = 0
    rate: int = 0
    clock: Callable[[], float] = time.monotonic
    lately: deque[float] = field(default_factory=deque)

    def refuses(self, number: int) -> bool:
        if self.every and number % self.every == 0:
            return True
        if not self.rate:
            return False
        now = self.clock()
        while self.lately and self.lately[0] <= now - 1:
            self.lately.popleft()
        if len(self.lately) >= self.rate:
            return True
        self.lately.append(now)
        return False
