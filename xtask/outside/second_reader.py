"""The reader's nets by their description (docs/formats.md, "The nets' weights"); it shares no code with the reader.

second_reader.py boxes WEIGHTS ... < PATCHES     patches of 1,024 bytes; a line each, every class's log-probability
second_reader.py words WEIGHTS < LINES           a u16 of columns, then 24 rows of them; a line each, every column's signs

Whole numbers throughout: int32 in the layers, as the file's rules allow, Python's own where 64 bits would not do.
"""

import hashlib
import sys
from bisect import bisect_right

import numpy

# Window, steps, borders (rows, then columns) and rows given, of the layers before the last.
BOXES = [((3, 3), (2, 2), (1, 1), 16), ((3, 3), (1, 1), (1, 1), 16), ((3, 3), (2, 2), (1, 1), 8), ((3, 3), (1, 1), (1, 1), 8)]
WORDS = [
    ((3, 3), (2, 2), (1, 1), 12),
    ((3, 3), (2, 1), (1, 1), 6),
    ((3, 3), (2, 2), (1, 1), 3),
    ((3, 3), (1, 1), (0, 1), 1),
    ((1, 5), (1, 1), (0, 2), 1),
]
WORDS_LAST = ((1, 3), (1, 1), (0, 1), 1)
LEAST_OF_WORDS = -9_000
LEAST_OF_SEVERAL = -30_000


class File:
    """A weights file, read from its beginning."""

    def __init__(self, path, magic):
        with open(path, "rb") as file:
            self.bytes = file.read()
        self.at = 0
        if hashlib.sha256(self.bytes[:-32]).digest() != self.bytes[-32:]:
            sys.exit(f"{path}: the checksum does not fit")
        if self.take("S8", 1)[0] != magic or self.one("<u2") != 1:
            sys.exit(f"{path}: not {magic.decode()} of version 1")

    def take(self, kind, count):
        values = numpy.frombuffer(self.bytes, kind, count, self.at)
        self.at += values.nbytes
        return values

    def one(self, kind):
        return int(self.take(kind, 1)[0])

    def layer(self, shape, inputs, outputs):
        (rows, columns), *_ = shape
        taps = self.take("i1", outputs * rows * columns * inputs).reshape(outputs, -1)
        bias, scale = self.take("<i4", outputs), self.take("<i2", outputs)
        return shape, taps.astype(numpy.int32), bias, scale.astype(numpy.int32), self.one("u1")

    def last(self, outputs, inputs):
        taps = self.take("i1", outputs * inputs).reshape(outputs, inputs).astype(numpy.int32)
        return taps, self.take("<i4", outputs), self.one("<u4"), self.one("u1")

    def end(self):
        if self.at + 32 != len(self.bytes):
            sys.exit(f"{len(self.bytes) - 32 - self.at} bytes are left over")


def net(path, magic, shapes, outputs, last_window):
    """The layers of a file, the last one apart."""
    file = File(path, magic)
    counts = [int(count) for count in file.take("u1", len(shapes))]
    if file.one("u1") != outputs:
        sys.exit(f"{path}: not {outputs} outputs")
    layers = [file.layer(*one) for one in zip(shapes, [1] + counts, counts)]
    last = file.last(outputs, last_window * counts[-1])
    if magic == b"SAKSIWRD":
        file.take("<u2", 2)
    file.end()
    return layers, last


def windows(maps, shape):
    """Of maps by sample, row, column, channel: each place's window, flat."""
    (high, wide), (down, right), (above, before), rows = shape
    samples, had, columns, channels = maps.shape
    across = -(-columns // right)
    padded = numpy.zeros((samples, (rows - 1) * down + high + had, (across - 1) * right + wide + columns, channels), numpy.int32)
    padded[:, above : above + had, before : before + columns] = maps
    parts = [
        padded[:, row : row + (rows - 1) * down + 1 : down, column : column + (across - 1) * right + 1 : right]
        for row in range(high)
        for column in range(wide)
    ]
    return numpy.concatenate(parts, axis=3)


def convolved(maps, layer):
    shape, taps, bias, scale, shift = layer
    sums = windows(maps, shape) @ taps.T + bias
    return numpy.clip(numpy.clip(sums >> shift, -32768, 32767) * scale + 16384 >> 15, 0, 255)


def scores(values, last):
    """Thousandths of a nat, of the values that the last layer takes."""
    taps, bias, scale, shift = last
    sums = (values @ taps.T + bias).astype(numpy.int64)
    return sums * scale + (1 << shift >> 1) >> shift


def levelled(patches):
    made = []
    for patch in patches.astype(numpy.int64):
        ordered = numpy.sort(patch)
        # The least value at or below which lie so many of a hundred: the last of as many values.
        paper, ink = (ordered[-(-len(patch) * percent // 100) - 1] for percent in (85, 1))
        depth = max(paper - ink, 12)
        made.append(numpy.clip((51 * depth + 170 * (paper - patch) + depth // 2) // depth, 0, 255))
    return numpy.array(made, numpy.int32).reshape(-1, 32, 32, 1)


def falling():
    value, table = 1 << 64, []
    for _ in range(30_000):
        table.append(value + 128 >> 8)
        value = value * 9214153274967095017 + (1 << 62) >> 63
    return table


def rising():
    one = 1 << 56
    value = one + one // 2_000 + one // 8_000_000 + one // 48_000_000_000
    step = one + one // 1_000 + one // 2_000_000 + one // 6_000_000_000 + one // 24_000_000_000_000
    table = []
    for _ in range(694):
        table.append(value)
        value = (value * step + one // 2) // one
    return table


FALLING, RISING = falling(), rising()


def weight(log):
    return FALLING[-log] if -30_000 < log <= 0 else 0


def log(weight):
    power = weight.bit_length() - 57
    mantissa = weight >> power if power >= 0 else weight << -power
    return (power * 693_147 + 500) // 1_000 + bisect_right(RISING, mantissa)


def log_probabilities(scores):
    scores = [int(score) for score in scores]
    best = max(scores)
    total = log(sum(weight(score - best) for score in scores))
    return [-(best - score + total) for score in scores]


def together(nets):
    """Of each class the mean of the nets' probabilities."""
    if len(nets) == 1:
        return nets[0]
    means = (sum(weight(min(log, 0)) for log in logs) // len(nets) for logs in zip(*nets))
    return [log(mean) if mean else LEAST_OF_SEVERAL for mean in means]


def boxes(paths, given):
    patches = levelled(numpy.frombuffer(given, numpy.uint8).reshape(-1, 1024))
    read = []
    for path in paths:
        layers, last = net(path, b"SAKSIBOX", BOXES, 17, 16)
        maps = patches
        for layer in layers:
            maps = convolved(maps, layer)
        pooled = maps[:, 0::2, 0::2] + maps[:, 0::2, 1::2] + maps[:, 1::2, 0::2] + maps[:, 1::2, 1::2]
        read.append([log_probabilities(one) for one in scores(pooled.reshape(len(pooled), -1), last)])
    for patch in zip(*read):
        print(*together(patch))


def words(path, given):
    layers, last = net(path, b"SAKSIWRD", WORDS, 20, 3)
    at = 0
    while at < len(given):
        wide = int.from_bytes(given[at : at + 2], "little")
        maps = numpy.frombuffer(given, numpy.uint8, 24 * wide, at + 2).astype(numpy.int32).reshape(1, 24, wide, 1)
        at += 2 + 24 * wide
        for layer in layers:
            maps = convolved(maps, layer)
        columns = scores(windows(maps, WORDS_LAST)[0, 0], last)
        print(*(max(log, LEAST_OF_WORDS) for column in columns for log in log_probabilities(column)))


match sys.argv[1:]:
    case ["boxes", *paths] if paths:
        boxes(paths, sys.stdin.buffer.read())
    case ["words", path]:
        words(path, sys.stdin.buffer.read())
    case _:
        sys.exit(__doc__)
