"""A process that makes or finds the key of a new office: ``key_child.py HOME``. Waits at "ready"."""

import sys
from pathlib import Path

from mtqg.core.register.keys import first_key

print("ready", flush=True)
sys.stdin.readline()
print(first_key(Path(sys.argv[1]), instance="0123456789abcdef", environ={}).fingerprint, flush=True)
