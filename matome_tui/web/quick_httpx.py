"""httpx without its command line, and without HTTP/2 until a server speaks it.

Wherever click is installed, httpx imports its command line too, with rich and pygments, which
doubles the time that the import takes; without click it goes without. h2 takes a fifth of it, and
1.2 MB; httpcore looks for it again when a connection needs it. Import httpx from here.
"""

import sys

_BLOCKED = [name for name in ("click", "h2") if name not in sys.modules]
for _name in _BLOCKED:
    sys.modules[_name] = None  # type: ignore[assignment]
try:
    import httpcore  # noqa: F401  # httpx imports it when the first client is made
    import httpx
finally:
    for _name in _BLOCKED:
        del sys.modules[_name]

__all__ = ["httpx"]
