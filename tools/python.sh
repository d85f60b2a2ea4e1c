#!/usr/bin/env bash
# Prints the path of a Python that Frågestund can run on: PYTHON from the environment, else the newest found.
set -euo pipefail

for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
  if found=$(command -v "$name") && "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    "$found" -c 'import sys; print(sys.executable)'
    exit 0
  fi
done
echo "Frågestund needs Python 3.11 or later, and none was found on the PATH. Install it, or say PYTHON=/path/to/python3." >&2
exit 1
