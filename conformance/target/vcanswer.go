package target

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/conformance"
)

// marshal writes JSON without escapes that HTML needs, and with raw parts to the
// byte: the spaces in a credential may be part of the attack.
func marshal(members map[string]any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	first := true
	for _, name := range sortedNames(members) {
		if !first {
			out.WriteByte(',')
		}
		first = false
		fmt.Fprintf(&out, "%q:", name)
		if raw, ok := members[name].(json.RawMessage); ok {
			out.Write(raw)
			continue
		}
		value, err := json.Marshal(members[name])
		if err != nil {
			return nil, err
		}
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// asJSON returns what a request is about as JSON: a token goes into an envelope
// (data model 2.0 section 4.13).
func asJSON(r conformance.Request, asText bool) (json.RawMessage, error) {
	if !isToken(r.Document) || !utf8.Valid(r.Document) {
		return json.RawMessage(r.Document), nil
	}
	token := strings.TrimSpace(string(r.Document))
	if asText {
		return json.Marshal(token)
	}
	kind := "EnvelopedVerifiableCredential"
	if r.Operation == conformance.VerifyPresentation {
		kind = "EnvelopedVerifiablePresentation"
	}
	return json.Marshal(map[string]string{
		"@context": "https://www.w3.org/ns/credentials/v2",
		"type":     kind,
		"id":       "data:" + mediaTypeOf(r.Document, r.MediaType) + "," + token,
	})
}

// presentsAlone reports whether a token that is to be verified as a presentation is a
// credential: an SD-JWT with a key binding. An EnvelopedVerifiablePresentation holds a
// presentation (data model 2.0 section 4.13).
func presentsAlone(r conformance.Request) bool {
	kind := mediaTypeOf(r.Document, r.MediaType)
	return r.Operation == conformance.VerifyPresentation && isToken(r.Document) &&
		(strings.HasPrefix(kind, "application/vc+") || strings.HasPrefix(kind, "application/dc+"))
}

// readAnswer reads what a VC-API answered.
func readAnswer(o conformance.Operation, got reply) (conformance.Answer, error) {
	answer := conformance.Answer{Problems: problemsIn(got.body)}
	refused, err := classify(got)
	if err != nil {
		return answer, err
	}
	switch {
	case o == conformance.VerifyCredential || o == conformance.VerifyPresentation:
		return verdictIn(answer, got, refused)
	case refused:
		answer.Refused = true
		return answer, nil
	case o == conformance.SetStatus:
		return answer, nil
	}
	answer.Document, answer.MediaType, err = documentIn(got)
	return answer, err
}

// classify says whether a status of HTTP is a refusal of what was sent. Those that
// say nothing about it are errors.
func classify(got reply) (refused bool, err error) {
	switch status := got.status; {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return false, fmt.Errorf("the target asks who is calling: it answered %d", status)
	case isMissing(status):
		return false, fmt.Errorf("%w: it answered %d", conformance.ErrUnsupported, status)
	case status == http.StatusRequestTimeout || status == http.StatusTooManyRequests || status == http.StatusProxyAuthRequired:
		return false, fmt.Errorf("the target did not get to the request: it answered %d", status)
	case status >= 400 && status < 500:
		return true, nil
	case status >= 500:
		return false, fmt.Errorf("the target failed: it answered %d", status)
	case status >= 300:
		return false, fmt.Errorf("the target redirects to another place: it answered %d", status)
	case status < 200:
		return false, fmt.Errorf("the target answered %d, which is no final answer", status)
	}
	if kind := got.mediaType(); len(got.body) > 0 && strings.HasPrefix(kind, "text/") && kind != "text/plain" || strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "multipart/") {
		return false, fmt.Errorf("the target answered with the content type %s where JSON was due", nameOf(got))
	}
	return false, nil
}

// verdictIn reads the answer of a verifier. Success is a status of the class 200 and
// no word of errors.
func verdictIn(answer conformance.Answer, got reply, refused bool) (conformance.Answer, error) {
	if refused {
		answer.Verdict, answer.Refused = conformance.Rejected, true
		return answer, nil
	}
	if got.status != http.StatusOK {
		return answer, fmt.Errorf("the target answered %d to a request to verify, which says neither yes nor no", got.status)
	}
	if len(bytes.TrimSpace(got.body)) == 0 {
		answer.Verdict = conformance.Accepted
		return answer, nil
	}
	var said map[string]json.RawMessage
	if err := json.Unmarshal(got.body, &said); err != nil {
		return answer, fmt.Errorf("the target answered with %s where a JSON object was due", nameOf(got))
	}
	answer.Verdict = conformance.Accepted
	if bytes.Equal(bytes.TrimSpace(said["verified"]), []byte("false")) || holds(said["error"]) || holds(said["errors"]) || holds(said["problemDetails"]) {
		answer.Verdict = conformance.Rejected
	}
	return answer, nil
}

// holds reports whether a value of JSON is more than nothing.
func holds(raw json.RawMessage) bool {
	text := string(bytes.TrimSpace(raw))
	switch text {
	case "", "null", "false", `""`:
		return false
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		return len(list) > 0
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) == nil {
		return len(object) > 0
	}
	return true
}

// nameOf says what kind of thing an answer is.
func nameOf(got reply) string {
	switch kind := got.mediaType(); {
	case kind == "" && len(got.body) == 0:
		return "nothing"
	case kind == "":
		return "something without a content type"
	default:
		return cut(kind, 60)
	}
}

// documentIn returns the document that a service made: the whole answer, a member of
// it, or a token in an envelope or a string.
func documentIn(got reply) ([]byte, string, error) {
	raw := json.RawMessage(bytes.TrimSpace(got.body))
	if isToken(raw) && bytes.Count(raw, []byte(".")) >= 2 && !bytes.ContainsAny(raw, " <\n") {
		return raw, mediaTypeOf(raw, got.mediaType()), nil
	}
	var members map[string]json.RawMessage
	var text string
	switch {
	case json.Unmarshal(raw, &members) == nil && members != nil:
		for _, name := range []string{"verifiableCredential", "verifiablePresentation"} {
			if inner, ok := members[name]; ok && members["@context"] == nil {
				raw = inner
			}
		}
	case json.Unmarshal(raw, &text) == nil:
	default:
		return nil, "", fmt.Errorf("the target answered with %s where a credential was due", nameOf(got))
	}
	return unwrap(raw)
}

// unwrap takes a token out of a string or an envelope.
func unwrap(raw json.RawMessage) ([]byte, string, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil && text != "" {
		return []byte(text), mediaTypeOf([]byte(text), ""), nil
	}
	var envelope struct {
		Type json.RawMessage `json:"type"`
		ID   string          `json:"id"`
	}
	if bytes.HasPrefix(raw, []byte("{")) && json.Unmarshal(raw, &envelope) == nil && bytes.Contains(envelope.Type, []byte(`"EnvelopedVerifiable`)) {
		return fromDataURL(envelope.ID)
	}
	if !bytes.HasPrefix(raw, []byte("{")) {
		return nil, "", errors.New("the target answered with JSON in which there is no credential")
	}
	return raw, mediaTypeOf(raw, ""), nil
}

// fromDataURL reads a data: URL (RFC 2397).
func fromDataURL(address string) ([]byte, string, error) {
	rest, ok := strings.CutPrefix(address, "data:")
	head, data, comma := strings.Cut(rest, ",")
	if !ok || !comma {
		return nil, "", errors.New("the enveloped document of the target has no data: URL for an id")
	}
	kind, isBase64 := strings.CutSuffix(head, ";base64")
	kind, _, _ = strings.Cut(kind, ";")
	if isBase64 {
		decoded, err := base64.StdEncoding.DecodeString(data)
		if err != nil {
			return nil, "", errors.New("the data: URL in the answer of the target is not Base64")
		}
		return decoded, kind, nil
	}
	if decoded, err := url.PathUnescape(data); err == nil {
		data = decoded
	}
	return []byte(data), kind, nil
}

// problemsIn reads what a service says is wrong, as RFC 9457 and the VC-API have it.
func problemsIn(body []byte) []conformance.Problem {
	var said struct {
		conformance.Problem
		Message        string            `json:"message"`
		Error          json.RawMessage   `json:"error"`
		Errors         []json.RawMessage `json:"errors"`
		ProblemDetails []json.RawMessage `json:"problemDetails"`
	}
	if json.Unmarshal(body, &said) != nil {
		return nil
	}
	var all []conformance.Problem
	if p := said.Problem; p.Title != "" || p.Detail != "" {
		all = append(all, p)
	}
	for _, raw := range append(append(said.ProblemDetails, said.Errors...), said.Error) {
		if len(all) == 20 || !holds(raw) {
			continue
		}
		var p struct {
			conformance.Problem
			Message string `json:"message"`
		}
		if json.Unmarshal(raw, &p) != nil {
			_ = json.Unmarshal(raw, &p.Detail)
		}
		if p.Detail == "" {
			p.Detail = p.Message
		}
		all = append(all, p.Problem)
	}
	if len(all) == 0 && said.Message != "" {
		all = append(all, conformance.Problem{Detail: said.Message})
	}
	for i := range all {
		all[i].Title, all[i].Detail = cut(all[i].Title, 200), cut(all[i].Detail, 500)
	}
	return all
}

func sortedNames(members map[string]any) []string { return slices.Sorted(maps.Keys(members)) }
