//go:build !race

package shapes

const underRace = false
