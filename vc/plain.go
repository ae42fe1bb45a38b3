package vc

import (
	"regexp"
	"strings"
	"sync"
)

// errorCode matches a code in front of the text of an error.
var errorCode = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+(?:: | (at /\S*: ))`) })

// Plain returns the text of an error without what only programs need: the
// codes, and the words of [ErrUnreachable], since the reason after them says
// more.
func Plain(text string) string {
	text = errorCode().ReplaceAllString(text, "$1")
	text = strings.ReplaceAll(text, " ("+ErrUnreachable.Error()+")", "")
	return strings.ReplaceAll(text, ErrUnreachable.Error()+": ", "")
}
