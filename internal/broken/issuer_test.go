package broken

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// issuerDefect is a defect of an issuer.
type issuerDefect struct {
	defect
	// Blind are the rules that the issuer does not know: it signs what breaks no
	// others than those, and than Follows beside them. "CODE*" is every code that begins
	// so.
	Blind, Follows []string
	// Wraps returns what the issuer does, with the defect.
	Wraps func(i *issuer, do doing) doing
	// Publishes is what the issuer makes of its status list; nil: what it is.
	Publishes func(ctx context.Context, i *issuer, list []byte) ([]byte, error)
}

// doing is the method Do of a target.
type doing func(ctx context.Context, r conformance.Request) (conformance.Answer, error)

// issuer is this library with a status list that it publishes, and with seals by a
// test certificate, behind a defect.
type issuer struct {
	conformance.Target
	defect *issuerDefect
	do     doing
	keys   []*keys.Private // the first is that of the list, the last a stranger's
	list   *status.List

	taken     []uint64 // the places in the list that it gave
	published []byte   // the list as it was published first
}

// issuerTime is the time of all that issuers are asked: the test certificate is in
// force then.
var issuerTime = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

const listURL = "https://vestre-aas.example/status/1"

// issuerKeys are made once: an RSA key takes its time. The last is a stranger's.
var issuerKeys = sync.OnceValues(func() (all []*keys.Private, err error) {
	for _, kind := range []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.RSA, keys.BLS12381, keys.Ed25519} {
		key, err := keys.Generate(kind)
		if err != nil {
			return nil, err
		}
		all = append(all, key)
	}
	return all, nil
})

func issuerEnv() vc.Env { return vc.Env{Clock: func() time.Time { return issuerTime }} }

func newIssuer(t *testing.T, d *issuerDefect) *issuer {
	t.Helper()
	made, err := issuerKeys()
	require.NoError(t, err)
	i := &issuer{defect: d, keys: made}
	i.list, err = status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: listURL, Issuer: made[0].Controller(), Purpose: status.Revocation})
	require.NoError(t, err)
	i.Target, err = target.Library(target.LibraryOptions{Keys: made[:len(made)-1], Env: issuerEnv(), Lists: map[string]*status.List{status.Revocation: i.list}})
	require.NoError(t, err)
	i.do = i.issue
	if d.Wraps != nil {
		i.do = d.Wraps(i, i.do)
	}
	return i
}

func (i *issuer) Describe(ctx context.Context) (conformance.Description, error) {
	d, err := i.Target.Describe(ctx)
	d.Operations = []conformance.Operation{conformance.IssueCredential, conformance.DeriveCredential, conformance.SetStatus}
	return d, err
}

func (i *issuer) Do(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
	return i.do(ctx, r)
}

// issue signs like the library, but does not see the rules to which it is blind.
func (i *issuer) issue(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
	if r.Operation == conformance.IssueCredential && r.Suite == "jades" {
		return i.seal(r)
	}
	answer, err := i.Target.Do(ctx, r)
	i.note(answer.Document)
	if err != nil || !answer.Refused || !i.isBlindTo(answer.Problems) {
		return answer, err
	}
	doc, err := vc.ParseDocument(r.Document, vc.Limits{})
	if err != nil {
		return answer, nil
	}
	if file := i.signUnseen(ctx, doc, r.Suite); file != nil {
		return conformance.Answer{Document: file.Bytes()}, nil
	}
	return answer, nil
}

// note keeps which place in the list a credential has.
func (i *issuer) note(made []byte) {
	doc, err := vc.ParseDocument(made, vc.Limits{})
	if err != nil {
		return
	}
	if index, err := strconv.ParseUint(doc.Lookup("/credentialStatus/statusListIndex").Text(), 10, 64); err == nil {
		i.taken = append(i.taken, index)
	}
}

// isBlindTo reports whether a credential is refused for nothing but rules that the
// issuer does not know.
func (i *issuer) isBlindTo(problems []conformance.Problem) bool {
	unseen := false
	for _, problem := range problems {
		code := problem.Title
		if code == "" {
			code, _, _ = strings.Cut(problem.Detail, " ")
			code = strings.TrimSuffix(code, ":")
		}
		f := vc.Finding{Code: code}
		unseen = unseen || matches(i.defect.Blind, f)
		if !matches(i.defect.Blind, f) && !matches(i.defect.Follows, f) {
			return false
		}
	}
	return unseen
}

// signUnseen signs a credential as it is, or returns nil.
func (i *issuer) signUnseen(ctx context.Context, doc vc.Document, suite string) *proof.Secured {
	if form := map[string]jose.Form{"vc-jwt": jose.VCJWT, "vc+jwt": jose.VCJOSE}[suite]; form != "" {
		key := i.keys[0]
		if form == jose.VCJWT {
			key = i.keys[3]
		}
		file, _ := jose.Sign(ctx, issuerEnv(), doc, form, key.Key(), jose.Options{})
		return file
	}
	names := []dataintegrity.Cryptosuite{dataintegrity.Cryptosuite(suite), dataintegrity.EdDSARDFC2022, dataintegrity.EdDSAJCS2022}
	for _, name := range names {
		for _, key := range i.keys {
			if file, err := dataintegrity.Sign(ctx, issuerEnv(), doc, name, key.Key(), dataintegrity.Options{}); err == nil {
				return file
			}
		}
	}
	return nil
}

// seal seals as the organisation of the test certificate.
func (i *issuer) seal(r conformance.Request) (conformance.Answer, error) {
	doc, err := vc.ParseDocument(r.Document, vc.Limits{})
	if err == nil && doc.Lookup("/issuer/eIDASIdentifier/notation").Exists() {
		doc, err = doc.With("/issuer/eIDASIdentifier/notation", `"NTRNO-000000017"`)
	}
	if err != nil {
		return conformance.Answer{Refused: true, Problems: []conformance.Problem{{Detail: err.Error()}}}, nil
	}
	var problems []conformance.Problem
	for _, problem := range edc.CheckSealed(doc) {
		problems = append(problems, conformance.Problem{Title: problem.Code(), Detail: problem.Detail()})
	}
	if len(problems) > 0 && !i.isBlindTo(problems) {
		return conformance.Answer{Refused: true, Problems: problems}, nil
	}
	return conformance.Answer{Document: testkit.Seal(doc.Bytes(), testkit.SealOptions{})}, nil
}

// Fetch publishes the list as it is.
func (i *issuer) Fetch(ctx context.Context, url string, _ []string, _ int64) ([]byte, string, error) {
	if url != listURL {
		return nil, "", vc.ErrUnreachable
	}
	file, err := mikromerit.PublishStatus(ctx, i.list, status.Period{From: issuerTime.Add(-time.Hour)}, i.keys[0], mikromerit.SignOptions{Env: issuerEnv()})
	if err != nil {
		return nil, "", err
	}
	list := file.Bytes()
	if i.defect.Publishes != nil {
		if list, err = i.defect.Publishes(ctx, i, list); err != nil {
			return nil, "", err
		}
	}
	return list, "application/vc", nil
}

// options lets the suite fetch the list of an issuer.
func (i *issuer) options() conformance.Options {
	env := issuerEnv()
	env.Fetcher = i
	return conformance.Options{Env: env}
}

// An issuer that is right passes every check, and one that is wrong in one way fails
// the checks about that, and no others.
func TestIssuers(t *testing.T) {
	b := newBench(conformance.IssuerRole)
	t.Run("the reference", func(t *testing.T) {
		i := newIssuer(t, new(issuerDefect))
		require.Empty(t, b.judge(t, i, i.options()))
		report, err := conformance.Judge(t.Context(), i, i.options(), b.profiles...)
		require.NoError(t, err)
		for _, result := range report.Results {
			require.Equal(t, conformance.Pass, result.Status, "%s %s: %s", result.Profile, result.ID, result.Reason)
		}
	})
	t.Run("defects", func(t *testing.T) {
		for _, d := range some(issuerDefects) {
			t.Run(d.Says, func(t *testing.T) {
				t.Parallel()
				i := newIssuer(t, &d)
				b.try(t, d.defect, i, i.options())
			})
		}
	})
	// Of the rules about what is signed, most are those of documents, and tried there.
	b.tell(t, len(issuerDefects))
}
