# SPDX-License-Identifier: BSL-1.0
"""Statistics of repeated timings. Medians, because a machine that is busy for a moment only ever makes a time longer."""


def quantile(numbers, fraction):
    """With straight lines between the sorted numbers."""
    ordered = sorted(numbers)
    place = fraction * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def median(numbers):
    return quantile(numbers, 0.5)


def summary(numbers):
    """What results keep of some timings."""
    return {"median": median(numbers), "quartiles": [quantile(numbers, 0.25), quantile(numbers, 0.75)],
            "least": min(numbers), "count": len(numbers)}


def ratio(own, rival):
    """Own time over the rival's, round by round: what slows a whole round down slows both."""
    return summary([mine / theirs for mine, theirs in zip(own, rival)])
