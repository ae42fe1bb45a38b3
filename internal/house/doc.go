// Package house holds no code. Its tests keep the house in order: which room
// may import which, where other people's modules may be used, what packages are
// called, that findings come from rules, and that what the README, the guides
// and the build files say is true.
package house
