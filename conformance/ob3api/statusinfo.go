package ob3api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// statusInfo is the Imsx_StatusInfo of Open Badges 3.0 appendix B.
type statusInfo struct {
	Major       string    `json:"imsx_codeMajor"`
	Severity    string    `json:"imsx_severity"`
	Description string    `json:"imsx_description"`
	Minor       codeMinor `json:"imsx_codeMinor"`
}

type codeMinor struct {
	Fields []codeMinorField `json:"imsx_codeMinorField"`
}

type codeMinorField struct {
	Name  string `json:"imsx_codeMinorFieldName"`
	Value string `json:"imsx_codeMinorFieldValue"`
}

// minors are the values of the enumeration imsx_codeMinorFieldValue that stand
// for a status of HTTP. Any other status is "invalid_data".
var minors = map[int]string{
	http.StatusUnauthorized:        "unauthorizedrequest",
	http.StatusForbidden:           "forbidden",
	http.StatusNotFound:            "not_found",
	http.StatusMethodNotAllowed:    "not_allowed",
	http.StatusInternalServerError: "internal_server_error",
	http.StatusServiceUnavailable:  "server_busy",
}

// deny answers with an error.
func deny(w http.ResponseWriter, status int, text string) {
	minor, ok := minors[status]
	if !ok {
		minor = "invalid_data"
	}
	denyAs(w, status, minor, text)
}

// denyAs answers with an error and the value that stands for it.
func denyAs(w http.ResponseWriter, status int, minor, text string) {
	writeJSON(w, status, statusInfo{
		Major: "failure", Severity: "error", Description: text,
		Minor: codeMinor{[]codeMinorField{{"TargetEndSystem", minor}}},
	})
}

// fail answers that the host failed. The reason is for the operator alone.
func (h *Host) fail(w http.ResponseWriter, r *http.Request, err error) {
	h.log(r, err)
	deny(w, http.StatusServiceUnavailable, "The host cannot reach what it keeps. Try again later.")
}

func (h *Host) log(r *http.Request, err error) {
	if h.config.Logger != nil {
		h.config.Logger.ErrorContext(r.Context(), "the store failed", "error", err)
	}
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	write(w, status, "application/json", text.Bytes())
}

func write(w http.ResponseWriter, status int, mediaType string, body []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_, _ = w.Write(body) // when the client is gone, nothing is left to do
}

// readBody returns the body of a request, or answers why it cannot be read.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		deny(w, http.StatusRequestEntityTooLarge, "The body is larger than this host takes.")
	case err != nil:
		deny(w, http.StatusBadRequest, "The body broke off.")
	default:
		return body, true
	}
	return nil, false
}
