# Shared by scripts/setup, run and test. Sourced, never run.
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$here/.venv

say() { printf '%s\n' "$*" >&2; }

# Install Debian packages without starting the services they bring. Root only.
apt_install() {
  local policy=/usr/sbin/policy-rc.d made=
  export DEBIAN_FRONTEND=noninteractive
  if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod 755 "$policy"; made=1; fi
  say "Installing from Debian: $*"
  local log; log=$(mktemp)
  if ! { apt-get install -y -qq --no-install-recommends "$@" || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; }; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2; [ -z "$made" ] || rm -f "$policy"; return 1
  fi
  [ -z "$made" ] || rm -f "$policy"
  rm -f "$log"
}

# pip for a system whose python has none and where we may install nothing: Debian ships it as a
# wheel that runs by itself, and fetching a package needs no rights.
pip_wheel() {
  local at=$here/var/cache/pip-wheel
  if ! ls "$at"/x/usr/share/python-wheels/pip-*.whl >/dev/null 2>&1; then
    mkdir -p "$at/lists/partial" "$at/archives/partial"
    ( cd "$at" || exit 1
      opts=(-o "Dir::State::lists=$at/lists" -o "Dir::Cache=$at" -o Debug::NoLocking=1)
      apt-get "${opts[@]}" -qq update && apt-get "${opts[@]}" -qq download python3-pip-whl && dpkg -x python3-pip-whl_*.deb x
    ) >"$at/log" 2>&1 || { tail -n 3 "$at/log" >&2; return 1; }
  fi
  ls "$at"/x/usr/share/python-wheels/pip-*.whl
}

# Debian package $1 is there: its program $2 is, or where it has none (fonts) dpkg says so.
has_package() {
  PATH=$PATH:/usr/sbin command -v "$2" >/dev/null 2>&1 || dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q ' installed$'
}

# What reads old Word files and scans, and the fonts that it draws pages with.
readers=(libreoffice-writer-nogui:soffice tesseract-ocr:tesseract fonts-liberation:fonts-liberation)

has_bwrap() { command -v bwrap >/dev/null 2>&1; }
has_venv() { python3 -c 'import ensurepip' >/dev/null 2>&1; }
