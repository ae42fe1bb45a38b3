package state

import (
	"net/url"
	"path/filepath"
)

// SQLite returns the name of a data source for a file, in the notation of
// modernc.org/sqlite: writers wait for each other, what is committed is on the
// disk (synchronous=FULL), and readers do not wait for a writer (WAL).
func SQLite(file string) string {
	pragmas := url.Values{
		"_pragma": {"busy_timeout(20000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"},
		"_txlock": {"immediate"},
	}
	// A name alone may be a word of SQLite, as :memory: is, which keeps nothing.
	if file = filepath.ToSlash(filepath.Clean(file)); !filepath.IsAbs(file) {
		file = "./" + file
	}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + pragmas.Encode()
}
