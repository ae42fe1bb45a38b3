#!/bin/sh
# Makes seals of every kind, asks DSS about them and records what it says; see
# create.md.
set -eu
cd "$(dirname "$0")"
command -v java >/dev/null || { echo "Java is not on this machine." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DSS_LIB="${DSS_LIB:-$work/lib}"
[ -d "$DSS_LIB" ] || mvn -q -B -f validate-pom.xml dependency:copy-dependencies -DoutputDirectory="$DSS_LIB"
go test -count=1 -run Created . -record-created
