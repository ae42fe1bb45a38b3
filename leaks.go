package mikromerit

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const (
	specMinimal = "https://www.w3.org/TR/vc-data-model-2.0/#privacy-considerations"
	specHash    = "https://www.imsglobal.org/spec/ob/v3p0/#identityhash"
)

// The rules about what still shows when something else is hidden. They are for
// those who issue and reveal; no verification checks them.
var (
	ruleLeakRepeated = vc.Rule{Code: "SD-LEAK-REPEATED", Axis: vc.Conformant, Level: vc.Should, Spec: specMinimal,
		Text: "What is hidden should not stand elsewhere in what is revealed."}
	ruleLeakPersonal = vc.Rule{Code: "SD-LEAK-PERSONAL", Axis: vc.Conformant, Level: vc.Should, Spec: specMinimal,
		Text: "Where parts are hidden, personal data of the learner should only show if it is meant to."}
	ruleLeakHash = vc.Rule{Code: "SD-LEAK-HASH", Axis: vc.Conformant, Level: vc.Should, Spec: specHash,
		Text: "A hashed identifier should have a salt, or else whoever guesses the identifier can tell that it is right."}
)

func leakRules() []vc.Rule {
	return []vc.Rule{ruleLeakRepeated, ruleLeakPersonal, ruleLeakHash, ruleLink}
}

// Leaks returns warnings of what the visible part of a credential reveals about
// its learner although something of the whole is hidden: members anywhere that
// repeat what is hidden; hashed identifiers that can be guessed; and names,
// addresses, numbers and other personal data that show. The pointers are those of
// the visible part. If nothing is hidden there are no warnings. No warning repeats
// a value.
func Leaks(visible, whole vc.Document) []vc.Finding {
	shown := statements(visible.Root())
	hidden := hiddenStatements(statements(whole.Root()), shown)
	if len(hidden) == 0 {
		return nil
	}
	hidden = searchable(hidden)
	var found []vc.Finding
	for _, s := range shown {
		if f, leaks := s.leak(hidden); leaks {
			found = append(found, f)
		}
	}
	return found
}

// statement is one text or number of a credential.
type statement struct {
	at       jsontree.Value
	kind     string // the pointer without the indexes of arrays
	text     string // in lower case, with single spaces
	personal bool   // whether its member holds personal data
	learner  bool   // whether it is about the learner, not about the achievement
}

// technicalMembers are the members whose values say nothing about a person.
var technicalMembers = map[string]bool{
	"@context": true, "@type": true, "type": true, "proof": true, "identityType": true, "identifierType": true, "identifierKind": true, "salt": true,
	"hashed": true, "inLanguage": true, "mediaType": true, "credentialStatus": true, "credentialSchema": true, "status": true,
}

// personalMembers are the members of a learner that hold personal data in Open
// Badges, the European Learning Model, our extension or schema.org.
var personalMembers = setOf("name", "fullName", "givenName", "givenNames", "familyName", "familyNames", "additionalName", "patronymicName",
	"patronymicNames", "birthName", "altName", "prefLabel", "honorificPrefix", "honorificSuffix", "firstName", "lastName",
	"email", "emailAddress", "mailbox", "phone", "telephone", "phoneNumber", "contactPoint", "address", "location", "homepage",
	"birthDate", "dateOfBirth", "birthPlace", "placeOfBirth", "citizenship", "citizenshipCountry", "nationality", "gender", "hasGender",
	"nationalID", "nationalId", "studentId", "studentNumber", "licenseNumber", "identification", "identifier", "otherIdentifier", "image")

// notAboutLearner are the members of a subject that are not about the learner.
var notAboutLearner = setOf("achievement", "hasClaim", "source", "awardingBody", "verifiableCredential", "association", "result", "assessmentResult", "creditReceived", "evidence")

func setOf(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

// statements returns the texts and numbers of a document, in order.
func statements(root jsontree.Value) []statement {
	var all []statement
	var walk func(v jsontree.Value, s statement)
	walk = func(v jsontree.Value, s statement) {
		switch v.Kind() {
		case jsontree.Object:
			for name, member := range v.Members() {
				if !technicalMembers[name] {
					walk(member, s.member(name))
				}
			}
		case jsontree.Array:
			for one := range v.Elements() {
				walk(one, s)
			}
		case jsontree.String:
			s.at, s.text = v, normalise(v.Text())
			all = append(all, s)
		case jsontree.Number:
			s.at, s.text = v, v.Raw()
			all = append(all, s)
		}
	}
	walk(root, statement{})
	return all
}

// member returns a statement about a member of what s is about.
func (s statement) member(name string) statement {
	inside := strings.HasPrefix(s.kind, "/credentialSubject")
	outer := s.kind
	s.kind += "/" + jsontree.EscapePointer(name)
	switch {
	case outer == "" && (name == "credentialSubject" || name == "evidence"):
		s.learner = true
	case strings.HasPrefix(outer, "/residue/"):
		// The keys of the residue are paths of the model.
		if strings.HasPrefix(name, "learner") {
			s.learner, s.personal = true, true
		}
	case outer == "/credentialSubject" && notAboutLearner[name]:
		s.learner = name == "result" || name == "assessmentResult" || name == "evidence"
	case inside && s.learner && personalMembers[name] && !strings.Contains(outer, "/result") && !strings.Contains(outer, "/assessmentResult"):
		s.personal = true
	}
	return s
}

func normalise(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(text)), " ")
}

// hiddenStatements returns those of all statements that are not shown. The same
// text under the same members counts as the same statement.
func hiddenStatements(all, shown []statement) []statement {
	type said struct{ kind, text string }
	count := map[said]int{}
	for _, s := range shown {
		count[said{s.kind, s.text}]++
	}
	var hidden []statement
	for _, s := range all {
		if count[said{s.kind, s.text}]--; count[said{s.kind, s.text}] < 0 {
			hidden = append(hidden, s)
		}
	}
	return hidden
}

// maxHidden is how many hidden texts are looked for.
const maxHidden = 1_000

// searchable returns the hidden statements that would reveal something about the
// learner if they were repeated: each text once, the personal ones first.
func searchable(hidden []statement) []statement {
	seen := map[string]bool{}
	var some []statement
	for _, personal := range []bool{true, false} {
		for _, h := range hidden {
			if h.learner && h.personal == personal && !seen[h.text] && (h.isGrade() || utf8.RuneCountInString(h.text) >= lettersAlone) && len(some) < maxHidden {
				seen[h.text] = true
				some = append(some, h)
			}
		}
	}
	return some
}

// How long a text must be to reveal something: when it stands alone, and within
// another text.
const (
	lettersAlone  = 3
	lettersWithin = 4
)

// leak returns a warning of what a visible statement reveals, or false.
func (s statement) leak(hidden []statement) (vc.Finding, bool) {
	pointer := s.at.Pointer()
	entries := s.entries()
	for _, h := range hidden {
		if s.repeats(h) || h.isGrade() && entries[h.text] {
			return ruleLeakRepeated.Finding(vc.Warn, pointer, "This repeats what is hidden at "+h.at.Pointer()+". Hide it too, or leave it out."), true
		}
	}
	switch object := s.at.Parent(); {
	case s.isHash():
		if object.Get("salt").Text() == "" {
			return ruleLeakHash.Finding(vc.Warn, pointer, "This hash of an identifier of the learner has no salt, so whoever guesses the identifier can tell that it is right. Add a salt, or hide it."), true
		}
	case s.personal, s.kind == "/credentialSubject/id" && isContact(s.text):
		return ruleLeakPersonal.Finding(vc.Warn, pointer, "Personal data of the learner shows here although other parts are hidden. Hide it too, unless it is meant to show."), true
	}
	return vc.Finding{}, false
}

// isHash reports whether a statement is the hash of an identifier of the learner.
func (s statement) isHash() bool {
	return s.personal && s.at.Name() == "identityHash" && s.at.Parent().Get("hashed").Bool()
}

// isContact reports whether an id is an e-mail address or a phone number.
func isContact(id string) bool {
	return strings.HasPrefix(id, "mailto:") || strings.HasPrefix(id, "tel:")
}

// repeats reports whether a visible statement gives away a hidden one.
func (s statement) repeats(h statement) bool {
	if !h.personal {
		// Results and achievements have words that many others have as well.
		return s.learner && s.text == h.text && !isLink(h.text) && utf8.RuneCountInString(h.text) >= lettersAlone
	}
	if s.isHash() {
		return s.isHashOf(h)
	}
	if s.text == h.text {
		return s.personal || !isLink(h.text)
	}
	return utf8.RuneCountInString(h.text) >= lettersWithin && !isLink(h.text) && containsWords(s.text, h.text)
}

// isGrade reports whether a statement is the value of a result, however short.
func (s statement) isGrade() bool {
	return s.kind == "/credentialSubject/result/value" || strings.HasPrefix(s.kind, "/credentialSubject/assessmentResult/grade")
}

// entries returns what a list in Markdown, such as the one that ends the criteria of a
// badge, states after its bold labels; nil for any other text.
func (s statement) entries() map[string]bool {
	var found map[string]bool
	for line := range strings.Lines(s.at.Text()) {
		if _, text, labelled := strings.Cut(line, ":** "); labelled {
			if found == nil {
				found = map[string]bool{}
			}
			found[normalise(text)] = true
		}
	}
	return found
}

func isLink(text string) bool {
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}

// isHashOf reports whether a visible hash without a salt is that of a hidden
// statement, so that whoever guesses it can tell.
func (s statement) isHashOf(h statement) bool {
	_, digits, _ := strings.Cut(s.text, "$")
	salt := s.at.Parent().Get("salt").Text()
	for _, text := range []string{h.at.Text(), h.text} {
		long, short := sha256.Sum256([]byte(text+salt)), md5.Sum([]byte(text+salt))
		if slices.Contains([]string{hex.EncodeToString(long[:]), hex.EncodeToString(short[:])}, digits) {
			return salt == ""
		}
	}
	return false
}

// containsWords reports whether a text contains another as whole words.
func containsWords(text, part string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(part):])
		if !isWord(before) && !isWord(after) {
			return true
		}
		from = i + len(part)
	}
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 0x7f)
}
