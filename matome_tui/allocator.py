"""Settings of the C library's allocator, where it has any."""

import ctypes
import sys

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""Options of glibc's mallopt(3)."""

_LARGE = 1 << 17
"""Bytes; glibc begins with it too."""


def return_large_blocks() -> bool:
    """Let freed blocks of 128 KB and more go back to the system, and threads share one heap.

    glibc raises that size to the largest block freed so far. After the answer of a large thread,
    that is megabytes, and the next such blocks leave gaps in the heap that nothing else fits in.

    Returns:
        Whether the allocator is glibc's, and took the settings.
    """
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library
        return False
    return bool(mallopt(_MMAP_THRESHOLD, _LARGE) and mallopt(_ARENA_MAX, 1))
