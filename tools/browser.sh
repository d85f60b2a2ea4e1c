#!/usr/bin/env bash
# Sees to it that the browser tests have a Chromium and a Firefox: installed ones, else Debian's. Never fails; the tests say it.
set -euo pipefail

there() { # there <name or path...>: whether one of them can be run
  local name
  for name in "$@"; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then return; fi
  done
  return 1
}

missing=()
there "${CHROMIUM:-}" chromium chromium-browser google-chrome || missing+=(chromium)
there "${FIREFOX:-}" firefox-esr firefox || missing+=(firefox-esr)
if [ ${#missing[@]} = 0 ]; then exit 0; fi

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Missing on this machine: ${missing[*]}. The tests in that browser cannot run. Install it (Debian: apt-get install" \
    "${missing[*]}) or say CHROMIUM=/path/to/chromium, FIREFOX=/path/to/firefox." >&2
  exit 0
fi
echo "Installing ${missing[*]} from Debian for the browser tests" >&2
if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
  >/dev/null </dev/null; then
  echo "${missing[*]} could not be installed from Debian, so the tests in that browser cannot run." >&2
fi
