package vc

import (
	"regexp"
	"strings"
)

// errorCode is a code in front of what an error says.
var errorCode = regexp.MustCompile(`\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+(?:: | (at /\S*: ))`)

// Plain returns what an error says without what is only for programs: the codes
// in it, and that something is [ErrUnreachable], which its reason says better.
func Plain(text string) string {
	text = errorCode.ReplaceAllString(text, "$1")
	return strings.ReplaceAll(text, ErrUnreachable.Error()+": ", "")
}
