package ob3api

import (
	"errors"
	"mime"
	"net/http"
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// getProfile answers with the owner's profile (section 6.2.4).
func (h *Host) getProfile(w http.ResponseWriter, r *http.Request) {
	owner, ok := h.owner(w, r, ReadProfile)
	if !ok {
		return
	}
	document, err := h.config.Store.Profile(r.Context(), owner)
	switch {
	case errors.Is(err, ErrNotFound):
		deny(w, http.StatusNotFound, "There is no profile yet. Put one here.")
	case err != nil:
		h.fail(w, r, err)
	default:
		write(w, http.StatusOK, "application/json", document)
	}
}

// putProfile keeps the owner's profile (section 6.2.5).
func (h *Host) putProfile(w http.ResponseWriter, r *http.Request) {
	owner, ok := h.owner(w, r, UpdateProfile)
	if !ok {
		return
	}
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(jsonTypes, mediaType) {
		deny(w, http.StatusUnsupportedMediaType, "Send the profile as application/json.")
		return
	}
	body, ok := readBody(w, r, h.config.Limits.Body)
	if !ok {
		return
	}
	if text := faultOfProfile(body); text != "" {
		deny(w, http.StatusBadRequest, text)
		return
	}
	if err := h.config.Store.PutProfile(r.Context(), owner, body); err != nil {
		h.fail(w, r, err)
		return
	}
	write(w, http.StatusOK, "application/json", body)
}

// faultOfProfile says why a body is no Profile of Open Badges 3.0 (appendix B), or
// returns "".
func faultOfProfile(body []byte) string {
	doc, err := vc.ParseDocument(body, vc.Limits{})
	if err != nil {
		return "The body must be a profile: one JSON object without duplicate members."
	}
	isProfile := false
	for kind := range doc.Get("type").Each() {
		isProfile = isProfile || kind.IsText("Profile")
	}
	switch {
	case !isProfile:
		return "The type of the profile must list Profile."
	case !vc.IsURL(doc.Get("id").Text()):
		return "The profile must have an id, which is a URL."
	}
	return ""
}
