#!/usr/bin/env bash
# A Debian package of the relay, by dpkg-deb: binary, unit, account, documents.
# Usage: scripts/build-deb.sh BINARY OUT-FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1
out=$2
command -v dpkg-deb >/dev/null || { echo 'dpkg-deb is missing: the package is built on Debian or Ubuntu' >&2; exit 1; }
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
machine=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
install -D -m 0755 "$binary" "$root/usr/bin/wangge-relay"
install -D -m 0644 sync-server/packaging/wangge-relay.service "$root/lib/systemd/system/wangge-relay.service"
install -D -m 0644 sync-server/packaging/wangge-relay@.service "$root/lib/systemd/system/wangge-relay@.service"
install -D -m 0644 sync-server/packaging/grafana-dashboard.json "$root/usr/share/wangge/grafana-dashboard.json"
install -D -m 0644 docs/OPERATIONS.md "$root/usr/share/doc/wangge-relay/OPERATIONS.md"
install -d -m 0755 "$root/DEBIAN"
size=$(du -sk "$root/usr" | cut -f1)
cat > "$root/DEBIAN/control" <<CONTROL
Package: wangge-relay
Version: $version
Architecture: $machine
Maintainer: Wangge developers <wangge@localhost>
Installed-Size: $size
Depends: libc6, adduser
Recommends: systemd
Section: net
Priority: optional
Description: relay of offline-first grid fire inspection (网格消防检查中继)
 Orders what phones of grid workers send, and keeps it: one binary and one
 data folder, nothing else to install.
CONTROL
cat > "$root/DEBIAN/postinst" <<'POSTINST'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    getent passwd wangge >/dev/null || adduser --system --group --home /var/lib/wangge --no-create-home wangge
    install -d -o wangge -g wangge -m 0700 /var/lib/wangge
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
        # An upgrade goes on with the new binary; a first installation waits for init.
        [ -n "$2" ] && systemctl try-restart wangge-relay.service 'wangge-relay@*.service' || true
    fi
fi
POSTINST
cat > "$root/DEBIAN/prerm" <<'PRERM'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    systemctl disable --now wangge-relay.service || true
    systemctl stop 'wangge-relay@*.service' || true
fi
PRERM
# What people wrote stays: neither removing nor purging touches /var/lib/wangge.
chmod 0755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm"
mkdir -p "$out"
dpkg-deb --build --root-owner-group "$root" "$out/wangge-relay_${version}_${machine}.deb" >/dev/null
echo "$out/wangge-relay_${version}_${machine}.deb"
