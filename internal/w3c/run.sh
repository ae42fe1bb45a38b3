#!/bin/sh
# Runs the test suites of the W3C against the service, and prints for each what
# passed, and every test that did not. Nothing of the suites is kept here: they are
# got into a temporary folder, or taken from $SUITES, which holds clones of the
# repositories below. It needs git, npm and Node; tests need none of this.
#
#	internal/w3c/run.sh [SUITE...]
#
# With CONFORMING=1, status entries are as the specification has them; see
# docs/w3c-suites.md.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
all="vc-di-eddsa-test-suite vc-di-ed25519signature2020-test-suite vc-di-ecdsa-test-suite vc-di-bbs-test-suite vc-data-model-2.0-test-suite vc-bitstring-status-list-test-suite vc-jose-cose-test-suite"
work=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server"; rm -rf "$work"' EXIT INT TERM

# get OWNER/NAME: a copy of a repository in the working folder.
get() {
	name=${1#*/}
	if [ -d "${SUITES:-/nowhere}/$name" ]; then
		mkdir "$work/$name"
		(cd "$SUITES/$name" && tar cf - --exclude node_modules --exclude .git .) | (cd "$work/$name" && tar xf -)
	else
		git clone -q --depth 1 "https://github.com/$1.git" "$work/$name"
	fi
}

# install NAME: what a suite needs. What it would get from a git server is beside it.
install() {
	cd "$work/$1"
	rm -f package-lock.json
	sed -i 's#"github:w3c/vc-test-suite-implementations"#"file:../vc-test-suite-implementations"#
		s#"github:w3c-ccg/data-integrity-test-suite-assertion"#"file:../data-integrity-test-suite-assertion"#' package.json
	npm install --ignore-scripts --install-links --no-audit --no-fund --loglevel error >npm.log 2>&1 || { cat npm.log; exit 1; }
	[ -x node_modules/.bin/mocha ] || npm install --no-save --ignore-scripts --install-links --loglevel error mocha@10 >npm.log 2>&1
}

# adapt NAME: what a suite takes for granted of the machine that it runs on.
adapt() {
	cd "$work/$1"
	cp "$work/localConfig.cjs" .
	# Only implementations of these names are tried with themselves.
	[ ! -f config/runner.json ] || sed -i 's/"Digital Bazaar"/"mikromerit"/' config/runner.json
	case $1 in
	vc-di-ecdsa-test-suite) mkdir -p tests/input && ln -s "$work/vc-di-ecdsa" tests/input/vc-di-ecdsa ;;
	vc-di-bbs-test-suite)
		# The credentials have a context that the maker of the bad ones has not at hand.
		cat >>tests/15-di-bbs-verify.js <<-'end'
			import {CONTEXT, CONTEXT_URL} from '@digitalbazaar/vdl-context';
			import {contextMap} from 'data-integrity-test-suite-assertion/vc-generator/contexts.js';
			contextMap.set(CONTEXT_URL, CONTEXT);
		end
		;;
	vc-jose-cose-test-suite)
		mkdir -p tests/output bin
		cp "$root/internal/w3c/docker.sh" bin/docker
		# The methods of iterators came with Node 22.
		sed -i 's/\.values()\.map(\(.*\)));$/.values()).map(\1);/' implementations/index.js
		;;
	esac
}

get w3c/vc-test-suite-implementations
get w3c-ccg/data-integrity-test-suite-assertion
for suite in ${*:-$all}; do
	get "w3c/$suite"
	[ "$suite" != vc-di-ecdsa-test-suite ] || get w3c/vc-di-ecdsa
	install "$suite"
done

cd "$root"
go build -o "$work/w3c" ./internal/w3c
"$work/w3c" serve -listen localhost:0 -config "$work/localConfig.cjs" ${CONFORMING:+-conforming} >"$work/address" &
server=$!
while [ ! -s "$work/address" ]; do kill -0 "$server"; sleep 1; done

failed=0
for suite in ${*:-$all}; do
	adapt "$suite"
	W3C_PROGRAM="$work/w3c" PATH="$work/$suite/bin:$PATH" node_modules/.bin/mocha tests/ --reporter json \
		--reporter-option output="$work/$suite.json" --timeout 15000 --preserve-symlinks >"$work/$suite.log" 2>&1 || failed=1
	node -e '
		const {stats, failures, pending} = JSON.parse(require("fs").readFileSync(process.argv[1]));
		const name = t => t.fullTitle.replace(/\s+/g, " ").slice(0, 300);
		console.log(`${process.argv[2]}: ${stats.passes} of ${stats.tests} pass, ${stats.failures} fail, ${stats.pending} are pending`);
		for(const t of failures) console.log(`  fails: ${name(t)}\n    ${(t.err.message || "").replace(/\s+/g, " ").slice(0, 300)}`);
		for(const t of pending) console.log(`  pending: ${name(t)}`);
	' "$work/$suite.json" "$suite" || { tail "$work/$suite.log"; failed=1; }
done
exit $failed
