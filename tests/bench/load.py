"""A load: so many connections, each asking the next address as soon as it was answered."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """What was seen: seconds of each request in order of size, over how many seconds, and bytes of one answer."""

    seconds: tuple[float, ...]
    lasted: float
    size: int

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.lasted

    def percentile(self, part: int) -> float:
        return self.seconds[min(len(self.seconds) - 1, len(self.seconds) * part // 100)]


def load(port: int, addresses: Iterator[str], cookie: str, connections: int, lasts: float) -> Load:
    """`addresses` never ends. Raises RuntimeError for any answer but 200."""
    return asyncio.run(loaded(port, (request(address, cookie) for address in addresses), connections, lasts))


def request(address: str, cookie: str) -> bytes:
    lines = (f"GET {address} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}", "Accept-Encoding: gzip", "", "")
    return "\r\n".join(lines).encode()


async def loaded(port: int, questions: Iterator[bytes], connections: int, lasts: float) -> Load:
    begin = perf_counter()
    end = begin + lasts
    found = await asyncio.gather(*(asker(port, questions, end) for _ in range(connections)))
    seconds = sorted(second for laps, _ in found for second in laps)
    return Load(tuple(seconds), perf_counter() - begin, max(size for _, size in found))


async def asker(port: int, questions: Iterator[bytes], end: float) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    laps, size = [], 0
    while perf_counter() < end:
        begin = perf_counter()
        writer.write(next(questions))
        size, stays = await asyncio.wait_for(answer(reader), PATIENCE)
        laps.append(perf_counter() - begin)
        if not stays:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    return laps, size


async def answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Bytes of the body, and whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status, *lines = head.split("\r\n")
    if " 200 " not in status:
        raise RuntimeError(f"The portal answered {status}")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    size = int(fields["content-length"])
    await reader.readexactly(size)
    return size, fields.get("connection", "") != "close"
