//go:build !race

package main

import "testing"

func afterRaces(*testing.T) {}
