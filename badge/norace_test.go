//go:build !race

package badge

const raced = false
