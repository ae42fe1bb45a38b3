package proof_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// everyForm returns a right file of every form that there is, by its name.
func everyForm(tb testing.TB) map[string]string {
	tb.Helper()
	files := make(map[string]string)
	for suite, by := range map[dataintegrity.Cryptosuite]person{
		dataintegrity.EdDSARDFC2022: school, dataintegrity.EdDSAJCS2022: school, dataintegrity.Ed25519Signature2020: school,
		dataintegrity.ECDSARDFC2019: schoolEC, dataintegrity.ECDSAJCS2019: schoolP3,
	} {
		files[string(suite)] = signed(tb, edit(badge(by.id), "/@context/-", `"https://w3id.org/security/suites/ed25519-2020/v1"`), suite, by, dataintegrity.Options{})
	}
	_, files[string(dataintegrity.ECDSASD2023)] = selectively(tb, badge(schoolEC.id), schoolEC)
	files["chain"] = added(tb, signed(tb, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{ID: "urn:x:1"}),
		dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{Previous: []string{"urn:x:1"}})
	files["vc-jwt"] = token(tb, badge(schoolRSA.id), jose.VCJWT, schoolRSA, jose.Options{})
	files["vc+jwt"] = token(tb, badge(school.id), jose.VCJOSE, school, jose.Options{})
	files["vc+sd-jwt"] = token(tb, badge(school.id), jose.VCSDJWT, school, jose.Options{Disclosable: []string{"/name", "/credentialSubject/result/0"}})
	files["envelope"] = envelope(tb, files["vc+jwt"])
	files["vp+jwt"] = token(tb, presentation(learner.id, files["envelope"]), jose.VPJOSE, learner, jose.Options{})
	files["presentation"] = signed(tb, presentation(learner.id, files["envelope"], files["eddsa-rdfc-2022"]), dataintegrity.EdDSARDFC2022, learner, dataintegrity.Options{Purpose: vc.Authentication})
	files["seal"] = lasting(award, testkit.LongTerm{})
	files["with a status"] = signed(tb, edit(badge(school.id), "/credentialStatus",
		`{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"`+listURL+`"}`), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	return files
}

// world is an environment in which every file of [everyForm] is valid.
func world(tb testing.TB) vc.Env {
	tb.Helper()
	e := env()
	e.Fetcher = vc.StaticFetcher{listURL: []byte(byHand(listOf(school.id, multibaseURL(zipped(tb, 131072/8))), school, ""))}
	return e
}

func TestEveryForm(t *testing.T) {
	v := verifier(world(t))
	for name, file := range everyForm(t) {
		expect(t, "valid", passOrFail(t, v, file, anyone()), name)
	}
}

// One verifier serves everybody at once, with good files and bad ones, and
// finds the same as when it has one to itself. Run it with the race detector.
func TestOneVerifierForMany(t *testing.T) {
	type job struct{ name, file, want string }
	var jobs []job
	e := world(t)
	add := func(name, file string) {
		r, err := verifier(e).Verify(t.Context(), []byte(file), anyone()) // a verifier of its own
		jobs = append(jobs, job{name, file, report(r, err)})
	}
	for name, file := range everyForm(t) {
		add(name, file)
		add(name+", changed", strings.Replace(file, "6", "7", 1))
		add(name+", cut off", file[:len(file)*2/3])
		if n := 0; file[0] == '{' {
			for m := range testkit.Mutants([]byte(file)) {
				if n++; n%40 == 0 {
					add(name+" "+m.String(), string(m.Text))
				}
			}
		}
	}
	slices.SortFunc(jobs, func(a, b job) int { return strings.Compare(a.name, b.name) })
	shared := verifier(e)
	const goroutines, rounds = 16, 2
	var group sync.WaitGroup
	for g := range goroutines {
		group.Go(func() {
			for i := range rounds * len(jobs) {
				j := jobs[(i*7+g*31)%len(jobs)]
				r, err := shared.Verify(t.Context(), []byte(j.file), anyone())
				if got := report(r, err); got != j.want {
					t.Errorf("%s: %.300s instead of %.300s", j.name, got, j.want)
					return
				}
			}
		})
	}
	group.Wait()
	t.Logf("%d files, %d times by %d goroutines", len(jobs), rounds, goroutines)
}

// report is everything that was found out, as a text.
func report(r *proof.Result, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	text := fmt.Sprintf("%s %s %v %s", r.Format, r.Verdict, r.Findings, r.Document)
	for _, p := range r.Proofs {
		text += fmt.Sprint(p.Suite, p.Pointer, p.Verdict, p.Method, p.Controller)
	}
	for _, nested := range r.Credentials {
		text += report(nested, nil)
	}
	return text
}
