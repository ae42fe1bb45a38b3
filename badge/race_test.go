//go:build race

package badge

// raced says that the race detector is at work, under which pools forget.
const raced = true
