//go:build !race

package broken

const eachDefect = 1
