#!/bin/sh
# Asks DSS about the seals of the tests and writes the tables anew; see validate.md.
set -eu
cd "$(dirname "$0")"
command -v java >/dev/null || { echo "Java is not on this machine." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lib=${DSS_LIB:-$work/lib}
[ -d "$lib" ] || mvn -q -B -f validate-pom.xml dependency:copy-dependencies -DoutputDirectory="$lib"
mkdir "$work/classes" "$work/jobs"
javac -nowarn -cp "$lib/*" -d "$work/classes" Judge.java
DSS_JOBS=$work/jobs go test -count=1 -run TestWriteJobs .
java -cp "$work/classes:$lib/*" Judge <"$work/jobs/jobs.tsv" >"$work/answers.tsv" 2>/dev/null
DSS_ANSWERS=$work/answers.tsv go test -count=1 -run TestReadAnswers .
