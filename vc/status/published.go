package status

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// generation is one of the specifications of status lists.
type generation struct {
	entry, credential, subject string // types
	decode                     func(string, Limits) (Bitstring, error)
}

var generations = []generation{
	{BitstringEntry, "BitstringStatusListCredential", "BitstringStatusList", DecodeBitstring},
	{Entry2021, "StatusList2021Credential", "StatusList2021", decode2021},
}

// Published is a status list as its credential publishes it. Whether the
// credential may be believed is not checked here: check its proof, its issuer
// and its validity period first.
type Published struct {
	EntryType string // the type of the entries that it is for
	ID        string // the credential's own id, or ""
	Issuer    string
	Purposes  []string
	// TTL is how long a reader may keep the list before fetching it anew; 0 when
	// the publisher does not say.
	TTL  time.Duration
	Bits Bitstring
	// Size is how many bits an entry has, where the list says so: in a token status
	// list. 0: the entry says so.
	Size int

	unkept bool // the publisher says that the list must not be kept
}

// defaultKeep is how long a reader keeps a list whose publisher does not say.
const defaultKeep = 5 * time.Minute

// Keep returns how long a reader may keep the list before fetching it anew: as the
// publisher says, otherwise five minutes.
func (p Published) Keep() time.Duration {
	if p.TTL == 0 && !p.unkept {
		return defaultKeep
	}
	return p.TTL
}

// Compact returns a copy that shares no text with the document that it was read
// from, for readers who keep the list.
func (p Published) Compact() Published {
	p.ID, p.Issuer = strings.Clone(p.ID), strings.Clone(p.Issuer)
	p.Purposes = slices.Clone(p.Purposes)
	for i := range p.Purposes {
		p.Purposes[i] = strings.Clone(p.Purposes[i])
	}
	return p
}

// ReadPublished reads the credential of a status list. The list must not be
// used when there is a problem of level MUST.
func ReadPublished(doc vc.Document, limits Limits) (Published, []vc.Problem) {
	credential, _ := vc.ReadCredential(doc)
	p := Published{ID: credential.ID(), Issuer: credential.IssuerID()}
	i := slices.IndexFunc(generations, func(k generation) bool { return credential.HasType(k.credential) })
	if i < 0 {
		return p, []vc.Problem{ruleListType.At("/type", "")}
	}
	p.EntryType = generations[i].entry
	subjects := credential.Subjects()
	if len(subjects) != 1 || !hasType(subjects[0], generations[i].subject) {
		return p, []vc.Problem{ruleListSubject.At("/credentialSubject", "")}
	}
	return p, p.readSubject(subjects[0], generations[i], limits)
}

func (p *Published) readSubject(subject jsontree.Value, k generation, limits Limits) []vc.Problem {
	var problems []vc.Problem
	for purpose := range subject.Get("statusPurpose").Each() {
		p.Purposes = append(p.Purposes, purpose.Text())
	}
	if len(p.Purposes) == 0 || slices.Contains(p.Purposes, "") {
		problems = append(problems, problemAt(ruleListPurposes, subject, "statusPurpose"))
	}
	if ttl := subject.Get("ttl"); ttl.Exists() {
		ms, err := strconv.ParseInt(ttl.Raw(), 10, 64)
		if err != nil || ms < 0 || ms > int64(maxTTL/time.Millisecond) {
			problems = append(problems, problemAt(ruleListTTL, subject, "ttl"))
		} else {
			p.TTL = time.Duration(ms) * time.Millisecond
			p.unkept = ms == 0
		}
	}
	encoded := subject.Get("encodedList")
	if encoded.Kind() != jsontree.String {
		return append(problems, problemAt(ruleListEncoded, subject, "encodedList"))
	}
	bits, err := k.decode(encoded.Text(), limits)
	var problem vc.Problem
	if errors.As(err, &problem) {
		problem.Pointer = encoded.Pointer()
		problems = append(problems, problem)
	}
	p.Bits = bits
	return problems
}

// maxTTL is the longest ttl that a Duration holds.
const maxTTL = time.Duration(1<<63 - 1)

func hasType(v jsontree.Value, name string) bool {
	for t := range v.Get("type").Each() {
		if t.IsText(name) {
			return true
		}
	}
	return false
}

// Value returns the value that the list holds for an entry (Bitstring Status
// List 1.0 section 3.2). The error is a [vc.Problem] with the code STATUS-KIND,
// STATUS-PURPOSE, STATUS-LENGTH or STATUS-RANGE.
func (p Published) Value(e Entry) (uint64, error) {
	least := uint64(MinEntries)
	if p.EntryType == TokenEntry { // which has no least length
		least, e.Size = 0, p.Size
	}
	switch {
	case e.Type != p.EntryType:
		return 0, ruleKind.At("", "")
	case !slices.Contains(p.Purposes, e.Purpose):
		return 0, rulePurpose.At("", "")
	case e.Size < 1 || p.Bits.Len()/uint64(e.Size) < least:
		return 0, ruleLength.At("", "")
	}
	// An index too large for an integer is too large for any list.
	index, err := strconv.ParseUint(e.Index, 10, 64)
	value, ok := p.Bits.Get(index, e.Size)
	if err != nil || !ok {
		return 0, ruleRange.At("", "")
	}
	return value, nil
}
