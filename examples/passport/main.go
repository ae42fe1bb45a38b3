// Passport puts micro-credentials of three issuers into one competence passport, as they
// are: of a university of an alliance, of a municipality that validated what was learnt
// at work, and of a university college that seals. The learner signs it for one reader,
// who verifies each original, adds up the credits by framework, and holds them against a
// programme. The page about it goes to standard output, the sums to standard error:
//
//	go run ./examples/passport > passport.html
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/web"
)

// programme is what the learner applies for. A description such as this one, or a
// credential of the programme, is what "passport check --target" takes.
const programme = `{"title": {"en": "Green transition", "nb": "Grønt skifte"}, "id": "https://alliance.example/transition",
	"credits": {"amount": "10", "framework": "ECTS"},
	"parts": [{"title": "Data for everyone", "id": "https://alliance.example/data", "credits": {"amount": "5", "framework": "ECTS"}},
	          {"title": "Climate", "id": "https://alliance.example/climate", "credits": {"amount": "5", "framework": "ECTS"}}]}`

const (
	reader    = "https://admissions.example"
	challenge = "c-4711" // the reader gave it, so that nobody can use the passport again
)

func main() {
	page, err := run(context.Background(), os.Stderr, vc.Env{}, "examples/data")
	if err == nil {
		_, err = os.Stdout.Write(page)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, env vc.Env, data string) (page []byte, err error) {
	people, err := generate(3)
	if err != nil {
		return nil, err
	}
	learner, university, municipality := people[0], people[1], people[2]
	originals, err := collect(ctx, env, data, learner, university, municipality)
	if err != nil {
		return nil, err
	}
	built, err := passport.Build(ctx, passport.Presentation, learner, originals, passport.BuildOptions{
		SignOptions: mikromerit.SignOptions{Env: env}, Domain: []string{reader}, Challenge: challenge,
	})
	if err != nil {
		return nil, err
	}

	// From here on it is the reader who works, with nothing but the file.
	anchors, err := os.ReadFile(filepath.Join(data, "test-ca.pem"))
	if err != nil {
		return nil, err
	}
	believed, err := trust.ParsePEM(anchors)
	if err != nil {
		return nil, err
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{university.Controller(), municipality.Controller()}, Anchors: believed})
	verifier.Env = env
	verifier.Policy.Domain, verifier.Policy.Challenge = []string{reader}, challenge
	return judge(ctx, out, verifier, built.File.Bytes())
}

// judge prints what a passport adds up to, and returns the page about it.
func judge(ctx context.Context, out io.Writer, verifier *mikromerit.Verifier, file []byte) (page []byte, err error) {
	opened, err := passport.Open(ctx, verifier, file)
	if err != nil {
		return nil, err
	}
	target, err := passport.ReadTarget([]byte(programme), vc.Limits{})
	if err != nil {
		return nil, err
	}
	now := verifier.Env.Now()
	summary := opened.Summary(passport.SummaryOptions{Target: target, At: now})
	for _, c := range summary.Credentials {
		fmt.Fprintf(out, "%s, by %s: %s, %s\n", c.Title, c.Issuer, c.Verdict, c.Binding)
	}
	// Unlike credits are never added up, and nothing is counted twice.
	for _, c := range summary.Total.Credits {
		fmt.Fprintf(out, "earned: %s %s\n", c.Earned.Counted, c.Framework)
	}
	for _, part := range summary.Plan.Parts {
		fmt.Fprintf(out, "%s: %s\n", part.Name, part.Standing)
	}
	for _, need := range summary.Plan.Credits {
		fmt.Fprintf(out, "%s of %s %s are missing\n", need.Missing, need.Needed, need.Framework)
	}
	fmt.Fprintln(out, summary.Plan.Decision)

	found, err := verifier.Inspect(ctx, file, mikromerit.InspectOptions{})
	if err != nil {
		return nil, err
	}
	var html bytes.Buffer
	err = web.Card(ctx, &html, found, web.Options{At: now, Target: target})
	return html.Bytes(), err
}

// collect returns the three originals. Two are issued here, for want of issuers.
func collect(ctx context.Context, env vc.Env, data string, learner, university, municipality *keys.Private) ([]passport.Original, error) {
	points, _ := vocabulary.CreditSystem("studiepoeng")
	course := earned(university, learner, "Alliance University", "https://alliance.example/data", "Data for everyone", mc.Credits(mc.DecimalOf(5), vocabulary.ECTS()))
	// It says itself what it is a part of.
	course.Definition.Related = []mc.CredentialRef{{ID: "https://alliance.example/transition", Relation: mc.RelationPartOf}}
	forest := earned(municipality, learner, "Skogsbygda", "https://skogsbygda.example/forest", "Forest work, validated", mc.Credits(mc.DecimalOf(4), points))
	forest.Award.Route = mc.RouteValidation

	var originals []passport.Original
	for _, job := range []struct {
		name, suite string
		credential  *mc.Credential
		key         *keys.Private
	}{{"data.json", "", course, university}, {"forest.jwt", "jwt", forest, municipality}} {
		issued, err := mikromerit.Issue(ctx, job.credential, mikromerit.OpenBadge, job.key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env, Suite: job.suite}})
		if err != nil {
			return nil, err
		}
		originals = append(originals, passport.Original{Name: job.name, File: issued.File.Bytes()})
	}
	sealed, err := os.ReadFile(filepath.Join(data, "vestre-aas-micro-credential.sealed.jsonld"))
	if err != nil {
		return nil, err
	}
	return append(originals, passport.Original{Name: "security.jsonld", File: sealed}), nil
}

// earned is what a learner earned at a school.
func earned(school, learner *keys.Private, name, id, title string, credits mc.Workload) *mc.Credential {
	issuer := mc.Organisation(school.Controller(), mc.Text("en", name), "NO")
	awarded, _ := mc.ParseInstant("2026-02-02T12:00:00Z")
	c := &mc.Credential{
		Envelope: mc.Envelope{Issuer: issuer, ValidFrom: awarded, Display: mc.Display{Primary: mc.Concept{Notation: "en"}}},
		Learner:  mc.LearnerNamed("nb", "Inga Elle", "Fjellbekk"),
		Definition: mc.Definition{
			ID: id, Title: mc.Text("en", title), Description: mc.Text("en", title+"."), Workload: []mc.Workload{credits},
			Criteria: mc.Criteria{Narrative: mc.Says("en", "Pass the test.")},
		},
		Award: mc.Award{Awarding: mc.Awarding{Bodies: []mc.Party{issuer}, On: awarded}, CreditsEarned: []mc.Workload{credits}},
	}
	c.Learner.ID = learner.Controller() // to which the passport is bound
	return c
}

func generate(n int) (all []*keys.Private, err error) {
	for range n {
		key, err := keys.Generate(keys.Ed25519)
		if err != nil {
			return nil, err
		}
		all = append(all, key)
	}
	return all, nil
}
