package status

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The types of status entry that can be read.
const (
	BitstringEntry  = "BitstringStatusListEntry" // W3C Bitstring Status List 1.0
	Entry2021       = "StatusList2021Entry"      // its predecessor, never a standard
	RevocationEntry = "1EdTechRevocationList"    // 1EdTech VCCS 1.0, deprecated there
)

// The purposes that the specification gives a meaning to (section 2.1). Any
// other string may be a purpose, too.
const (
	Revocation = "revocation" // the credential is withdrawn for good
	Suspension = "suspension" // it must not be accepted for the time being
	Refresh    = "refresh"    // an updated credential is available; this one still holds
	Message    = "message"    // the value stands for one of a set of messages
)

// Entry is an object in credentialStatus: it says where the status of its
// credential is to be found.
type Entry struct {
	Type    string // one of the types above, or "" for any other
	ID      string
	Purpose string
	// Index is the place in the list in decimal digits. It may be too large
	// for any integer type; see [Published.Value].
	Index string
	// List is the URL of the status list credential or revocation list.
	List string
	// Size is how many bits wide the status is, at least 1.
	Size int
	// Messages holds what each value means, by value; nil when the entry does
	// not say. They are meant for developers, not for end users.
	Messages   []string
	References []string
}

// ReadEntry reads an object in credentialStatus. The problems are those of
// the entry itself; without one of level MUST the entry can be looked up. Of an
// entry of an unknown type only the id is read.
func ReadEntry(v jsontree.Value) (Entry, []vc.Problem) {
	e := Entry{Type: entryType(v), ID: v.Get("id").Text(), Size: 1}
	switch e.Type {
	case "":
		return e, nil
	case RevocationEntry:
		e.List, e.Purpose = e.ID, Revocation
		if !vc.IsURL(e.List) {
			return e, []vc.Problem{problemAt(ruleEntryRevocations, v, "id")}
		}
		return e, nil
	}
	r := &entryReader{Entry: e, object: v}
	r.readPlace()
	if e.Type == BitstringEntry {
		r.readSize()
		r.readMessages()
		r.readReferences()
	}
	return r.Entry, r.problems
}

func entryType(v jsontree.Value) string {
	for _, name := range []string{BitstringEntry, Entry2021, RevocationEntry} {
		for kind := range v.Get("type").Each() {
			if kind.IsText(name) {
				return name
			}
		}
	}
	return ""
}

// entryReader fills an entry and collects its problems.
type entryReader struct {
	Entry
	object   jsontree.Value
	problems []vc.Problem
}

func (r *entryReader) report(rule *vc.Rule, member string) {
	r.problems = append(r.problems, problemAt(rule, r.object, member))
}

// problemAt returns the problem that a member, which may be missing, breaks a
// rule.
func problemAt(rule *vc.Rule, object jsontree.Value, member string) vc.Problem {
	v := object.Get(member)
	if !v.Exists() {
		return rule.At(object.Pointer(), "no "+member)
	}
	return rule.At(v.Pointer(), v.Kind().String())
}

// readPlace reads what both generations of lists share.
func (r *entryReader) readPlace() {
	r.Purpose = r.object.Get("statusPurpose").Text()
	if r.Purpose == "" {
		r.report(ruleEntryPurpose, "statusPurpose")
	}
	index := r.object.Get("statusListIndex")
	switch index.Kind() {
	case jsontree.String:
		r.Index = index.Text()
	case jsontree.Number:
		r.Index = index.Raw()
		r.report(ruleEntryIndexText, "statusListIndex")
	}
	if !isDecimal(r.Index) {
		r.report(ruleEntryIndex, "statusListIndex")
	}
	r.List = r.object.Get("statusListCredential").Text()
	if !vc.IsURL(r.List) {
		r.report(ruleEntryList, "statusListCredential")
	} else if r.ID == r.List {
		r.report(ruleEntryID, "id")
	}
}

// isDecimal reports whether a text is a whole number in its shortest spelling,
// so that no two texts name the same place.
func isDecimal(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != "" && (s[0] != '0' || s == "0")
}

// maxSize is what a larger size is read as: no document could hold a message for
// each of its values.
const maxSize = 32

func (r *entryReader) readSize() {
	size := r.object.Get("statusSize")
	if !size.Exists() {
		return
	}
	if size.Kind() != jsontree.Number || !isDecimal(size.Raw()) || size.Raw() == "0" {
		r.report(ruleEntrySize, "statusSize")
		return
	}
	n, err := strconv.Atoi(size.Raw())
	if err != nil || n > maxSize {
		n = maxSize
	}
	r.Size = n
}

func (r *entryReader) readMessages() {
	list := r.object.Get("statusMessage")
	if !list.Exists() && r.Size == 1 {
		return
	}
	if list.Kind() != jsontree.Array || uint64(list.Len()) != 1<<r.Size {
		r.report(ruleEntryMessages, "statusMessage")
		return
	}
	messages, seen := make([]string, list.Len()), make([]bool, list.Len())
	for m := range list.Elements() {
		value, ok := hexValue(m.Get("status"))
		if !ok || value >= uint64(len(seen)) || seen[value] || m.Get("message").Kind() != jsontree.String {
			r.problems = append(r.problems, ruleEntryMessage.At(m.Pointer(), ""))
			return
		}
		seen[value], messages[value] = true, m.Get("message").Text()
	}
	r.Messages = messages
}

func hexValue(v jsontree.Value) (uint64, bool) {
	digits, ok := strings.CutPrefix(v.Text(), "0x")
	value, err := strconv.ParseUint(digits, 16, 64)
	return value, ok && err == nil
}

func (r *entryReader) readReferences() {
	for ref := range r.object.Get("statusReference").Each() {
		if !vc.IsURL(ref.Text()) {
			r.problems = append(r.problems, ruleEntryReference.At(ref.Pointer(), ref.Kind().String()))
			return
		}
		r.References = append(r.References, ref.Text())
	}
}

// MessageOf returns what a value means according to the entry's messages, or "".
// Without messages, 0 and 1 mean "unset" and "set" (section 2.1).
func (e Entry) MessageOf(value uint64) string {
	switch {
	case value < uint64(len(e.Messages)):
		return e.Messages[value]
	case len(e.Messages) == 0 && value == 0:
		return "unset"
	case len(e.Messages) == 0 && value == 1:
		return "set"
	}
	return ""
}

// AddTo returns the document with the entry added to its credentialStatus. The
// document must be an unsigned credential of version 2.0, whose context has the
// terms; sign it afterwards.
//
// An entry of a token status list becomes the claim status of any document that
// has none.
func (e Entry) AddTo(doc vc.Document) (vc.Document, error) {
	if e.Type == TokenEntry {
		if doc.Get("status").Exists() {
			return vc.Document{}, fmt.Errorf("STATUS-SIGNED at /status: the claims name a status already")
		}
		return doc.With("/status", e.tokenJSON())
	}
	if doc.Get("proof").Exists() {
		return vc.Document{}, fmt.Errorf("STATUS-SIGNED at /proof: a status entry cannot be added to a credential that is signed")
	}
	raw := e.json()
	switch have := doc.Get("credentialStatus"); have.Kind() {
	case jsontree.Absent:
		return doc.With("/credentialStatus", raw)
	case jsontree.Array:
		return doc.With("/credentialStatus/-", raw)
	default:
		return doc.With("/credentialStatus", "["+have.Raw()+","+raw+"]")
	}
}

// json writes the entry as an object. Optional members are left out.
func (e Entry) json() string {
	var o object
	o.addText("id", e.ID)
	o.addText("type", e.Type)
	o.addText("statusPurpose", e.Purpose)
	o.addText("statusListIndex", e.Index)
	o.addText("statusListCredential", e.List)
	if e.Size > 1 {
		o.addRaw("statusSize", strconv.Itoa(e.Size))
	}
	if len(e.Messages) > 0 {
		var list []string
		for value, message := range e.Messages {
			var m object
			m.addText("status", "0x"+strconv.FormatUint(uint64(value), 16))
			m.addRaw("message", quote(message))
			list = append(list, m.String())
		}
		o.addRaw("statusMessage", array(slices.Values(list)))
	}
	if len(e.References) > 0 {
		o.addRaw("statusReference", array(quoted(e.References)))
	}
	return o.String()
}
