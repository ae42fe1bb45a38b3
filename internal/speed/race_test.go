//go:build race

package speed

// raceDetector reports whether the race detector is in, which costs memory and time
// of its own.
const raceDetector = true
