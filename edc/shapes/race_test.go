//go:build race

package shapes

// underRace: the race detector allocates.
const underRace = true
