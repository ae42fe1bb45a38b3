#!/bin/sh
# Stands in for "docker compose -f FILE run --rm NAME issue|verify ..." of the suite
# on JOSE and COSE: it runs the program $W3C_PROGRAM here, with the folder /tests of
# the container being the folder tests of the suite.
while [ "$1" != issue ] && [ "$1" != verify ]; do shift; done
for argument; do
	shift
	case $argument in /tests/*) argument=".$argument" ;; esac
	set -- "$@" "$argument"
done
exec "$W3C_PROGRAM" "$@"
