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

debian() { # debian <package...>: installed, where this is Debian and we may
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then return 1; fi
  echo "Installing $* from Debian for the browser tests" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
    >/dev/null </dev/null
}

wants=()
there "${CHROMIUM:-}" chromium-headless-shell || wants+=(chromium-headless-shell)
there "${FIREFOX:-}" firefox-esr firefox || wants+=(firefox-esr)
if [ ${#wants[@]} = 0 ] || debian "${wants[@]}"; then exit 0; fi

# Not every Debian has the shell. A whole Chromium does as well, only more slowly.
missing=()
there "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome || missing+=(chromium)
there "${FIREFOX:-}" firefox-esr firefox || missing+=(firefox-esr)
if [ ${#missing[@]} = 0 ] || debian "${missing[@]}"; then exit 0; fi
echo "Missing on this machine: ${missing[*]}. The tests in that browser cannot run. Install it (Debian: apt-get install" \
  "${missing[*]}) or say CHROMIUM=/path/to/chromium, FIREFOX=/path/to/firefox." >&2
