#!/usr/bin/env bash
# Measures the JavaScript stack from npm against ours, in turn, on the same files.
# The packages are installed in a temporary folder and go with it. Runs for some
# minutes:
#
#	internal/speed/npm/compare.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

packages=(
  @digitalbazaar/vc@7.3.0
  @digitalbazaar/data-integrity@2.5.0
  @digitalbazaar/eddsa-rdfc-2022-cryptosuite@1.3.0
  @digitalbazaar/ed25519-multikey@1.3.1
  @digitalbazaar/did-method-key@5.3.0
  @digitalbazaar/bbs-2023-cryptosuite@2.0.1
  @digitalbazaar/bbs-signatures@3.0.0
  @digitalbazaar/bls12-381-multikey@2.1.0
  jsonld@9.0.0
  rdf-canonize@5.0.0
  jose@6.2.18
)

stop() {
  printf 'compare: %s\n' "$*" >&2
  exit 2
}

command -v node >/dev/null || stop "node is not on this machine; install Node.js 20 or later"
command -v npm >/dev/null || stop "npm is not on this machine; it comes with Node.js"
command -v go >/dev/null || stop "go is not on this machine"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo '{"private": true, "type": "module"}' >"$folder/package.json"
if ! npm install --prefix "$folder" --no-audit --no-fund "${packages[@]}" >"$folder/npm.log" 2>&1; then
  tail -n 5 "$folder/npm.log" >&2
  stop "the packages are not to be had; is the registry of npm within reach?"
fi
cp "$here/compare.mjs" "$folder/"
echo "node $(node --version), ${packages[*]}"
cd "$here/../../.."
go test ./internal/speed -run 'TestNode' -timeout 1h -node "$folder" -v
