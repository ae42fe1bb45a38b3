package passport_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"time"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

var (
	now    = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	env    = vc.Env{Clock: func() time.Time { return now }}
	ects   = mc.Concept{IRI: "http://data.europa.eu/snb/education-credit/6fcec5c5af", Notation: "ECTS", Label: mc.Text("en", "European Credit Transfer System")}
	points = mc.Concept{IRI: "https://skogsbygda.example/poeng", Label: mc.Text("nb", "kommunepoeng")}
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// keyOf returns a key that is always the same for a letter.
func keyOf(letter byte) *keys.Private {
	return must(keys.New(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{letter}, 32)), "", ""))
}

// course is what one institution awards.
type course struct {
	key       *keys.Private
	school    string
	id, title string // of the definition
	credits   string
	framework mc.Concept
	until     string
	into      string // what it is a part of
	after     string // what comes before it
	learner   string // an id
	name      string
	suite     string
}

// credential returns the course as the model has it.
func (c course) credential() *mc.Credential {
	school := mc.Party{ID: c.key.Controller(), Kind: mc.PartyOrganisation, Name: mc.Text("en", c.school)}
	out := &mc.Credential{
		Envelope: mc.Envelope{ID: "urn:example:" + c.title, Issuer: school, ValidFrom: must(mc.ParseInstant("2026-05-04T00:00:00Z")), Display: mc.Display{Primary: mc.Concept{Notation: "en"}}},
		Learner:  mc.Learner{ID: c.learner},
		Definition: mc.Definition{
			ID: c.id, Title: mc.Text("en", c.title), Description: mc.Text("en", "The course "+c.title+"."),
			Criteria: mc.Criteria{Narrative: mc.Note{Text: mc.Text("en", "Pass the test.")}},
		},
	}
	if c.name != "" {
		out.Learner.Party = mc.Party{Kind: mc.PartyPerson, Person: &mc.Person{FullName: mc.Text("nb", c.name)}}
	}
	if c.until != "" {
		out.Envelope.ValidUntil = must(mc.ParseInstant(c.until))
	}
	if c.credits != "" {
		w := []mc.Workload{{Kind: mc.WorkloadCredits, Framework: c.framework, Amount: must(mc.ParseDecimal(c.credits))}}
		out.Definition.Workload, out.Award.CreditsEarned = w, w
	}
	return out
}

// issued signs the course as a badge.
func (c course) issued() []byte {
	badge := c.credential()
	for _, ref := range []mc.CredentialRef{{ID: c.into, Relation: "isPartOf"}, {ID: c.after, Relation: "prerequisite"}} {
		if ref.ID != "" {
			badge.Definition.Related = append(badge.Definition.Related, ref)
		}
	}
	o := mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env, Suite: c.suite}, Encode: mikromerit.EncodeOptions{Authority: mc.SameIssuer, Extension: true}}
	return must(mikromerit.Issue(context.Background(), badge, mikromerit.OpenBadge, c.key, o)).File.Bytes()
}

func example(name string) []byte {
	return must(os.ReadFile(filepath.Join("..", "examples", "data", name)))
}

// verifier trusts some issuers, and the certificates of the examples.
func verifier(issuers ...*keys.Private) *mikromerit.Verifier {
	believed := mikromerit.Trust{Anchors: must(trust.ParsePEM(example("test-ca.pem")))}
	for _, key := range issuers {
		believed.Issuers = append(believed.Issuers, key.Controller())
	}
	v := mikromerit.NewVerifier(believed)
	v.Env = env
	v.Policy.UnsafeAllowFailedCredentials = true
	v.Policy.UnsafeAllowUnknownRevocation = true
	return v
}
