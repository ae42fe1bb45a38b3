package jades

import (
	"fmt"
	"strings"
)

// Level is a baseline level of a seal (TS 119 182-1 clause 6). Each has the
// components of the level before it and more.
type Level uint8

// The levels.
const (
	B   Level = iota // the signature with the signer's certificate
	T                // with a time stamp, which proves when the seal existed
	LT               // with the certificates and revocation data that validation needs
	LTA              // with an archive time stamp over all of it
)

var levelNames = [...]string{"B", "T", "LT", "LTA"}

// String returns the letters of the level, such as "LTA".
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return fmt.Sprintf("level %d", uint8(l))
}

// ParseLevel reads the letters of a level, in either case.
func ParseLevel(text string) (Level, error) {
	for i, name := range levelNames {
		if strings.EqualFold(text, name) {
			return Level(i), nil
		}
	}
	return 0, fmt.Errorf("SEAL-LEVEL: there is no level %q; use B, T, LT or LTA", text)
}

// Layout is how the parts of a seal stand in the file (RFC 7515 section 7).
type Layout uint8

// The layouts. Europass software writes and reads the first.
const (
	General   Layout = iota // JSON with an array of signatures
	Flattened               // JSON with one signature beside the payload
	Compact                 // base64url text with full stops; for level B only
)

var layoutNames = [...]string{"general", "flattened", "compact"}

// String returns the name of the layout.
func (l Layout) String() string {
	if int(l) < len(layoutNames) {
		return layoutNames[l]
	}
	return fmt.Sprintf("layout %d", uint8(l))
}

// ParseLayout reads the name of a layout, in either case.
func ParseLayout(text string) (Layout, error) {
	for i, name := range layoutNames {
		if strings.EqualFold(text, name) {
			return Layout(i), nil
		}
	}
	return 0, fmt.Errorf("SEAL-LAYOUT: there is no layout %q; use general, flattened or compact", text)
}
