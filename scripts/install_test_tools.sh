#!/usr/bin/env bash
# What some tests need beside Python: Chromium, Java, PostgreSQL, LibreOffice, nginx, Apache, ssh-keygen, zsh, fish, and the packages of tests/tools (axe-core, the Nu checker).
# Debian's packages are installed when that is possible; what cannot be had is told, and its tests skip with the reason.
set -uo pipefail
cd "$(dirname "$0")/.."

missing=()
browser() { command -v chromium-headless-shell || command -v chromium || command -v chromium-browser; }
browser >/dev/null || missing+=(chromium)
command -v java >/dev/null || missing+=(default-jre-headless)
command -v npm >/dev/null || missing+=(npm)
postgres() { command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; }
postgres || missing+=(postgresql)
# Debian has its parts in packages of their own; elsewhere they come together
office() { { command -v soffice || command -v libreoffice; } >/dev/null && { [ ! -d /usr/lib/libreoffice ] || compgen -G "/usr/lib/libreoffice/program/libsw*lo.so" >/dev/null; }; }
office || missing+=(libreoffice-calc-nogui libreoffice-writer-nogui)
web() { command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }
web || missing+=(nginx-light)
apache() { command -v apache2 >/dev/null || [ -x /usr/sbin/apache2 ]; }
apache || missing+=(apache2)
command -v ssh-keygen >/dev/null || missing+=(openssh-client)
command -v zsh >/dev/null || missing+=(zsh)
command -v fish >/dev/null || missing+=(fish)
if ((${#missing[@]})); then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing ${missing[*]} for the tests."
    apt-get update -qq && { ! apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing=("${missing[@]/%chromium/chromium-headless-shell}"); } && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "Some tests need ${missing[*]}: install them, or run as root on Debian."
  fi
fi
command -v npm >/dev/null && npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund --silent
# the stamp of `make` is written only when all is there, so that the next run tries again
postgres && office && web && apache && command -v ssh-keygen >/dev/null && command -v zsh >/dev/null && command -v fish >/dev/null && command -v java >/dev/null && [ -e tests/tools/node_modules/axe-core ] && browser >/dev/null && mkdir -p "$(dirname "$1")" && touch "$1"
exit 0
