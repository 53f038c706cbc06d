"""httpx without its command line.

Wherever click is installed, httpx imports its command line too, with rich and pygments, which
doubles the time that the import takes. Without click it goes without. Import httpx from here.
"""

import sys

_is_blocked = "click" not in sys.modules
if _is_blocked:
    sys.modules["click"] = None  # type: ignore[assignment]
try:
    import httpx
finally:
    if _is_blocked:
        del sys.modules["click"]

__all__ = ["httpx"]
