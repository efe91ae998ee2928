"""Seeded draws in whole numbers only (splitmix64), so that a seed gives the same sample on
every machine and with every version of Python."""

MASK = (1 << 64) - 1


class Draw:
    """A stream of its own for each (seed, table, row): adding a table moves no other."""

    def __init__(self, seed, table, row=0):
        self.state = (seed * 0xD1342543DE82EF95 ^ row * 0x9FB21C651E98DF25) & MASK
        for byte in table.encode():
            self.state = (self.state * 0x100000001B3 ^ byte) & MASK
        self.next()

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        return z ^ z >> 31

    def below(self, n):
        """0 to n - 1."""
        return self.next() * n >> 64

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def chance(self, permille):
        return self.below(1000) < permille

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, pairs):
        """One of ((item, weight), ...)."""
        left = self.below(sum(weight for _, weight in pairs))
        for item, weight in pairs:
            if left < weight:
                return item
            left -= weight
        raise AssertionError("weights")

    def low(self, draws, n):
        """The least of several: leans towards 0."""
        return min(self.below(n) for _ in range(draws))
