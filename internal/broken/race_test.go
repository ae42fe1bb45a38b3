//go:build race

package broken

// Under the race detector, which takes its time, some of the defects are enough: it
// looks for races, not for defects.
const eachDefect = 5
