//go:build !race

package jsonld

// raced says that the race detector is at work, under which pools forget.
const raced = false
