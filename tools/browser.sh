#!/usr/bin/env bash
# Sees to it that the browser tests have a Chromium: an installed one, else Debian's. Never fails; the tests say it.
set -euo pipefail

for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "No Chromium on this machine, so the browser tests cannot run. Install it (Debian: apt-get install chromium)" \
    "or say CHROMIUM=/path/to/chromium." >&2
  exit 0
fi
echo "Installing Chromium from Debian for the browser tests" >&2
if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
  >/dev/null </dev/null; then
  echo "Chromium could not be installed from Debian, so the browser tests cannot run." >&2
fi
