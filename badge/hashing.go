package badge

import (
	"crypto/rand"
	"errors"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// ErrHashedOriginal says that a badge with a hashed recipient cannot embed the
// original.
var ErrHashedOriginal = errors.New("OB3-HASH: the identity of the learner is to be hashed, but the embedded original states it in clear; leave out one of the two")

const (
	hashedReason = "a salted hash, which only tells those who know the identity that it is the one"
	hiddenReason = "it may identify the learner, whose identity is hashed"
)

// hashing is a credential in which the identity of the learner is hashed.
type hashing struct {
	c    *mc.Credential
	from map[path][]path // what a hash was made of in the original, by the path of the hash
}

// hashRecipient returns a credential that says by salted hashes alone who the learner
// is. Whatever else names the learner is taken away, wherever it stands, and so are
// files and pages, since nobody can tell what they show.
func hashRecipient(original *mc.Credential, o EncodeOptions) (*hashing, error) {
	if slices.ContainsFunc(original.Provenance, func(p mc.Provenance) bool { return len(p.SourceBytes) > 0 }) {
		return nil, ErrHashedOriginal
	}
	h := &hashing{mapping.Clone(original), map[path][]path{}}
	secrets, names := identityOf(&original.Learner)
	h.hashIdentity(&original.Learner, o)
	h.removeFiles()
	h.scrub(secrets, names)
	return h, nil
}

// hashIdentity puts hashes in place of what identifies the learner.
func (h *hashing) hashIdentity(l *mc.Learner, o EncodeOptions) {
	const at path = "learner.party.identifiers"
	out := mc.Party{Kind: l.Party.Kind}
	newSalt := o.NewSalt
	if newSalt == nil {
		newSalt = rand.Text
	}
	hash := func(id mc.Identifier, from ...path) {
		if strings.TrimSpace(id.Value) == "" {
			return
		}
		made := mc.HashedIdentity(id.Scheme, strings.TrimSpace(id.Value), newSalt())
		id.Value, id.Hash = made.Value, made.Hash
		h.from[at.At(len(out.Identifiers)).Dot("value")] = from
		out.Identifiers = append(out.Identifiers, id)
	}
	for i, id := range l.Party.Identifiers {
		switch {
		case id.Hash != nil:
			out.Identifiers = append(out.Identifiers, id)
		case !isSensitive(&id):
			hash(id, at.At(i).Dot("value"))
		}
	}
	if name, from := fullName(&l.Party); name != "" {
		hash(mc.Identifier{Scheme: mc.IdentName, Value: name}, from...)
	}
	for i, c := range l.Party.Contacts {
		for j, mail := range c.Email {
			hash(mc.Identifier{Scheme: mc.IdentEmail, Value: mail}, path("learner.party.contacts").At(i).Dot("email").At(j))
		}
	}
	for _, id := range []string{l.ID, l.Party.ID} {
		if address, ok := addressOf(id); ok {
			hash(mc.Identifier{Scheme: mc.IdentEmail, Value: address}, "learner.id")
			break
		}
	}
	h.c.Learner = mc.Learner{Party: out}
	if isPseudonym(l.ID) {
		h.c.Learner.ID = l.ID
	}
	if isPseudonym(l.Party.ID) {
		h.c.Learner.Party.ID = l.Party.ID
	}
}

// isPseudonym reports whether an id names nobody by itself.
func isPseudonym(id string) bool {
	return strings.HasPrefix(id, "did:") || strings.HasPrefix(id, "urn:uuid:")
}

// fullName is the name of the learner, and where its parts stand.
func fullName(p *mc.Party) (name string, from []path) {
	const at path = "learner.party"
	one := func(s mc.LangString, field path) bool {
		i := s.BestIndex()
		if i >= 0 {
			name, from = strings.TrimSpace(name+" "+s[i].Text), append(from, s.Path(at+"."+field, i))
		}
		return i >= 0
	}
	switch n := p.Person; {
	case one(p.Name, "name"), n == nil && one(p.AltName, "altName"), n == nil, one(n.FullName, "person.fullName"):
	default:
		one(n.GivenName, "person.givenName")
		one(n.FamilyName, "person.familyName")
	}
	return name, from
}

// removeFiles takes away files, pages, pictures of the learner, what is kept as raw
// text of the original, and the number of a licence, by which registers tell the name.
func (h *hashing) removeFiles() {
	h.c.Award.LicenceNumber = ""
	h.c.Annexes, h.c.Residue, h.c.Envelope.Display.Pages, h.c.Envelope.Image, h.c.Award.Image = nil, nil, nil, nil, nil
	h.c.Extensions = nil
	for i := range h.c.Envelope.Evidence {
		h.c.Envelope.Evidence[i].Embedded = nil
	}
}

// identityOf returns what identifies a learner anywhere, and the single names, which
// do so only where a text is about one learner: other texts have the same words.
func identityOf(l *mc.Learner) (secrets, names []string) {
	p := &l.Party
	all := func(to *[]string, s mc.LangString) {
		for _, v := range s {
			*to = append(*to, v.Text)
		}
	}
	all(&secrets, p.Name)
	all(&secrets, p.AltName)
	if n := p.Person; n != nil {
		all(&secrets, n.FullName)
		all(&names, n.GivenName)
		all(&names, n.FamilyName)
		all(&names, n.BirthName)
		for _, given := range n.GivenName {
			for _, family := range n.FamilyName {
				secrets = append(secrets, given.Text+" "+family.Text, family.Text+", "+given.Text, family.Text+" "+given.Text)
			}
		}
		if !n.BirthDate.IsZero() {
			secrets = append(secrets, n.BirthDate.String())
		}
	}
	for _, id := range p.Identifiers {
		if id.Hash == nil {
			secrets = append(secrets, id.Value)
		}
	}
	for _, c := range p.Contacts {
		secrets = append(append(secrets, c.Email...), c.Phone...)
	}
	for _, id := range []string{l.ID, p.ID} {
		if address, ok := addressOf(id); ok {
			secrets = append(secrets, address)
		}
	}
	return words(secrets, 4), words(names, 2)
}

// words prepares words for a search: in lower case, each once, none too short to mean
// anything. There is a limit, since every text is searched for each.
func words(all []string, shortest int) (out []string) {
	for _, s := range all {
		s = strings.ToLower(strings.TrimSpace(s))
		if utf8.RuneCountInString(s) >= shortest && !slices.Contains(out, s) && len(out) < 100 {
			out = append(out, s)
		}
	}
	return out
}

// scrub takes away the texts that name the learner.
func (h *hashing) scrub(secrets, names []string) {
	for _, u := range mapping.Units(h.c, func(at path) bool { return !at.Under("learner") }) {
		text, isProse := "", false
		switch value := u.Value.Interface().(type) {
		case mc.LangString:
			isProse = isOfLearner(u.From)
			for _, v := range value {
				text += strings.ToLower(v.Text) + "\n"
			}
		default:
			if u.Value.Kind() == reflect.String {
				text = strings.ToLower(u.Value.String())
			}
		}
		about := func(word string) bool { return hasWord(text, word) }
		if text != "" && u.Value.CanSet() && (slices.ContainsFunc(secrets, about) || isProse && slices.ContainsFunc(names, about)) {
			u.Value.SetZero()
		}
	}
}

// isOfLearner reports whether a text is about one learner alone, and not about what
// all learn or about an organisation.
func isOfLearner(at path) bool {
	for _, shared := range []path{"definition", "envelope.issuer", "award.awarding.bodies", "award.source", "provenance"} {
		if at.Under(shared) {
			return false
		}
	}
	return !strings.Contains(string(at), ".spec.") && !strings.Contains(string(at), ".definition.")
}

// hasWord reports whether a text has a word, or several, that are not part of a
// longer one.
func hasWord(text, word string) bool {
	for start := 0; ; {
		i := strings.Index(text[start:], word)
		if i < 0 {
			return false
		}
		i += start
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(word):])
		if !isLetter(before) && !isLetter(after) {
			return true
		}
		start = i + len(word)
	}
}

func isLetter(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// hide enters into an account of the original what hashing did to its values.
func (h *hashing) hide(a *account) {
	kept := map[path]bool{}
	for _, at := range mc.Paths(h.c) {
		kept[at] = true
	}
	a.hashes = h.from
	a.hidden = map[path]bool{}
	for at, from := range h.from {
		kept[at] = false
		for _, leaf := range from {
			kept[leaf] = false
		}
	}
	for _, at := range a.paths {
		if !kept[at] {
			a.hidden[at] = true
			a.marked[at] = []mc.Outcome{{Kind: mc.KindDropped, Reason: hiddenReason}}
		}
	}
}
