package proof

// FormatError says why [Open] cannot read a file.
type FormatError struct {
	Code    string // "FORMAT-..." or the code of the JSON fault
	Pointer string // where in the file, or ""
	Detail  string // one sentence that says what the file is and what to do
	Err     error  // the underlying error, or nil
}

// Error returns code, pointer and detail.
func (e *FormatError) Error() string {
	if e.Pointer == "" {
		return e.Code + ": " + e.Detail
	}
	return e.Code + " at " + e.Pointer + ": " + e.Detail
}

// Unwrap returns the underlying error.
func (e *FormatError) Unwrap() error { return e.Err }
