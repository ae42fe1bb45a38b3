package ob2

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// linkError says why something is not to be had, in a case in which fetching
// would not help.
type linkError struct{ detail string }

func (e *linkError) Error() string { return "OB2-LINK: " + vc.ErrUnreachable.Error() + ": " + e.detail }
func (e *linkError) Unwrap() error { return vc.ErrUnreachable }

// unread says that something could not be read, where it should lie, and what
// you can do. The message of a fetcher is not repeated, because what is in it
// is not ours.
func unread(what, address string, err error) string {
	text := what + " could not be read"
	if isWeb(address) {
		text += " at " + shown(address)
	}
	var link *linkError
	switch {
	case errors.As(err, &link):
		return text + ": " + link.detail + "."
	case errors.Is(err, vc.ErrGone):
		return text + ": it is gone for good."
	case strings.HasPrefix(err.Error(), "FETCH-COUNT:"):
		return text + ": the badge names more documents elsewhere than may be fetched."
	}
	if code := fetchCode(err); code != "" {
		return text + ", though it was tried (" + code + "). Check the address and try again later, or give the document (--document URL=FILE, or --with DIR)."
	}
	return text + ". Allow fetching (--online), or give the document (--document URL=FILE, or --with DIR)."
}

// fetchCode returns the code with which the network answered, or "" when it was
// not asked. The codes are those of package vc/fetch.
func fetchCode(err error) string {
	for _, code := range []string{"STATUS", "TIMEOUT", "NAME", "CONNECTION", "CERTIFICATE", "REDIRECT", "ADDRESS", "SIZE", "ENCODING", "URL"} {
		if code = "FETCH-" + code; strings.Contains(err.Error(), code+":") {
			return code
		}
	}
	return ""
}

// maxShown bounds how much of an address stands in a message.
const maxShown = 200

// shown returns an address as it stands in a message.
func shown(address string) string {
	if len(address) > maxShown {
		return strings.ToValidUTF8(address[:maxShown], "") + "..."
	}
	return address
}
