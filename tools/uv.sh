#!/usr/bin/env bash
# Puts uv, pinned by hash in requirements-tools.lock, in .uv/: by pip where there is pip, else by what brings pip.
set -euo pipefail
cd "$(dirname "$0")/.."

python=$(tools/python.sh)

fetch() { # fetch <python with pip>
  rm -rf .uv
  "$1" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
    --target .uv --requirement requirements-tools.lock 2>.uv-said || { cat .uv-said >&2; rm -f .uv-said; return 1; }
  rm -f .uv-said
  # Make compares times; pip keeps those of the archive.
  touch .uv/bin/uv
}

has_pip() { "$1" -m pip --version >/dev/null 2>&1; }

through_venv() { # a throw-away environment brings pip where ensurepip is whole
  local room done=1
  room=$(mktemp -d)
  if "$python" -m venv "$room/venv" >/dev/null 2>&1 && fetch "$room/venv/bin/python"; then done=0; fi
  rm -rf "$room"
  return $done
}

through_apt() { # Debian keeps pip and ensurepip in packages of their own
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "python3 has no pip: installing it from Debian" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    python3-pip python3-venv; } >/dev/null </dev/null || return 1
  through_venv || { has_pip /usr/bin/python3 && fetch /usr/bin/python3; }
}

through_path() { # an installed uv will do: the project's own locks hold the hashes
  local found
  found=$(command -v uv) || return 1
  mkdir -p .uv/bin && ln -sf "$found" .uv/bin/uv && touch -h .uv/bin/uv
}

if has_pip "$python" && fetch "$python"; then exit 0; fi
if through_venv || through_path || through_apt; then exit 0; fi
cat >&2 <<'TEXT'
Frågestund installs its packages with uv, and uv could not be fetched: this Python has neither pip nor venv,
or the package registry cannot be reached. As root: apt-get install python3-venv python3-pip. Behind a proxy of
your own: set HTTPS_PROXY and SSL_CERT_FILE. Then run make again.
TEXT
exit 1
