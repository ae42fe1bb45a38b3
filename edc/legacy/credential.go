package legacy

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/xmldsig"
)

// The namespaces of EDC XML.
const (
	space             = "http://data.europa.eu/snb"
	spacePresentation = "http://data.europa.eu/snb/vp"
	spaceCredential   = "http://data.europa.eu/europass/model/credentials/w3c#"
)

// Credential is what an EDC in XML says.
type Credential struct {
	ID string
	// Presentation is the id of the presentation around it; "" when there is none.
	Presentation string
	Version      string // of the schema, such as 0.10.0
	Type         Texts
	Titles       Texts
	Holder       Texts
	Issuer       Texts
	// The dates stand as they are written.
	Issued, ValidFrom, ValidUntil string
	Claims                        []Claim
	Attachments                   int // embedded files, pictures among them
	Seal                          Seal
}

// Claim is something that the holder achieved, did, was assessed in or is entitled to.
type Claim struct {
	Kind   string // "achievement", "activity", "assessment" or "entitlement"
	Titles Texts
}

// Text is a text in one language, and Texts is the same in several.
type Text struct{ Language, Text string }

// Texts are texts in several languages, as they stand in the file.
type Texts []Text

// In returns the text in a language, or the first.
func (t Texts) In(language string) string {
	for _, text := range t {
		if strings.EqualFold(text.Language, language) {
			return text.Text
		}
	}
	if len(t) > 0 {
		return t[0].Text
	}
	return ""
}

// Is reports whether a file looks like an EDC in XML. It reads only its beginning.
func Is(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), 16_384)], []byte("\ufeff"))
	head = bytes.TrimLeft(head, " \t\r\n")
	if !bytes.HasPrefix(head, []byte("<")) || !bytes.Contains(head, []byte(space)) {
		return false
	}
	for len(head) > 0 { // what may stand before the root, a document type among it
		end := []byte(">")
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			end = []byte("-->")
		case bytes.HasPrefix(head, []byte("<?")):
		case bytes.HasPrefix(head, []byte("<!DOCTYPE")):
			if bytes.IndexByte(head, '[') < bytes.IndexByte(head, '>') && bytes.IndexByte(head, '[') > 0 {
				end = []byte("]>")
			}
		default:
			name, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("<")), []byte(">"))
			if i := bytes.IndexAny(name, " \t\r\n/"); i >= 0 {
				name = name[:i]
			}
			local := name[bytes.IndexByte(name, ':')+1:]
			return slices.Contains([]string{"europassCredential", "verifiablePresentation"}, string(local))
		}
		i := bytes.Index(head, end)
		if i < 0 {
			return false
		}
		head = bytes.TrimLeft(head[i+len(end):], " \t\r\n")
	}
	return false
}

// maxClaims bounds how many claims are told; there may be more.
const maxClaims = 1000

// Read reads a file for which [Is] holds, and checks the signature of its seal. Where
// that is right, what is returned is what was signed. maxBytes bounds the file; 0 is
// the bound of the reader, 40 MiB.
func Read(data []byte, maxBytes int) (*Credential, error) {
	limits := xmldsig.Limits{Bytes: maxBytes}
	root, err := xmldsig.Parse(data, limits)
	if err != nil {
		return nil, err
	}
	seal, content := readSeal(root, limits)
	c := readContent(content)
	if c == nil {
		return nil, errNoCredential
	}
	c.Seal = seal
	return c, nil
}

// readContent reads the credential in a document; nil: there is none.
func readContent(root *xmldsig.Element) *Credential {
	c := &Credential{}
	e := root
	if root.Is(spacePresentation, "verifiablePresentation") {
		c.Presentation = root.Attr("id")
		e = root.Path("europassCredential")
	}
	if !e.Is(space, "europassCredential") {
		return nil
	}
	subject := e.Path("credentialSubject")
	c.ID, c.Version = e.AttrIn(spaceCredential, "id"), e.Attr("xsdVersion")
	c.Type, c.Titles = textsOf(e.Path("type", "targetName")), textsOf(e.Path("title"))
	c.Holder = holderOf(subject)
	c.Issuer = issuerOf(root, e)
	c.Issued, c.ValidFrom, c.ValidUntil = e.Path("issued").Text(), e.Path("validFrom").Text(), e.Path("validUntil").Text()
	for _, kind := range []struct{ list, item, name string }{
		{"achievements", "learningAchievement", "achievement"}, {"activities", "learningActivity", "activity"},
		{"assessments", "assessment", "assessment"}, {"assessments", "learningAssessment", "assessment"}, {"entitlements", "entitlement", "entitlement"},
	} {
		for item := range subject.Path(kind.list).Named(kind.item) {
			c.addClaim(kind.name, item)
		}
	}
	for part := range root.Walk() {
		if part.Local == "content" && part.Text() != "" {
			c.Attachments++
		}
	}
	return c
}

// addClaim adds a claim and the achievements that are part of it.
func (c *Credential) addClaim(kind string, e *xmldsig.Element) {
	if len(c.Claims) >= maxClaims {
		return
	}
	c.Claims = append(c.Claims, Claim{Kind: kind, Titles: textsOf(e.Path("title"))})
	for part := range e.Path("hasPart").Named("learningAchievement") {
		c.addClaim(kind, part)
	}
}

func holderOf(subject *xmldsig.Element) Texts {
	if full := textsOf(subject.Path("fullName")); len(full) > 0 {
		return full
	}
	given, family := textsOf(subject.Path("givenNames")), textsOf(subject.Path("familyName"))
	name := strings.TrimSpace(given.In("") + " " + family.In(""))
	if name == "" {
		return nil
	}
	return Texts{{Text: name}}
}

// issuerOf returns the name of the issuer, which the credential names by its id.
func issuerOf(root, e *xmldsig.Element) Texts {
	issuer := e.Path("issuer")
	if id := issuer.Attr("idref"); id != "" {
		for agent := range root.Walk() {
			if agent.Attr("id") == id {
				issuer = agent
				break
			}
		}
	}
	return textsOf(issuer.Path("prefLabel"))
}

func textsOf(e *xmldsig.Element) Texts {
	var out Texts
	for text := range e.Named("text") {
		if t := text.Text(); t != "" {
			out = append(out, Text{Language: text.Attr("lang"), Text: t})
		}
	}
	return out
}
