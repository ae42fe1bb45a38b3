package passport_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/stacking"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

const (
	guide = "https://vestre-aas.example/guide"
	snow  = "https://vestre-aas.example/snow"
	rope  = "https://vestre-aas.example/rope"
)

// originals are files of three issuers and three forms, of one learner.
func originals(holder string) []passport.Original {
	return []passport.Original{
		{Name: "snow", File: course{key: keyOf('u'), school: "U", id: snow, title: "Snow", credits: "5", framework: ects, into: guide, learner: holder, name: "Inga Elle Fjellbekk"}.issued()},
		{Name: "rope", File: course{key: keyOf('m'), school: "M", id: rope, title: "Rope", credits: "4", framework: points, after: snow, learner: holder, suite: "jwt", name: "Inga Elle Fjellbekk"}.issued()},
		{Name: "sealed", File: example("vestre-aas-micro-credential.sealed.jsonld")},
	}
}

func options() passport.BuildOptions {
	return passport.BuildOptions{
		SignOptions:   mikromerit.SignOptions{Env: env},
		RecordOptions: passport.RecordOptions{ID: "urn:example:record", Collector: "Alliance", Learner: keyOf('l').Controller()},
	}
}

func opened(t *testing.T, v *mikromerit.Verifier, file []byte) *passport.Passport {
	t.Helper()
	p, err := passport.Open(t.Context(), v, file)
	require.NoError(t, err)
	return p
}

// Each original in a passport has the bytes and the answers that it has alone.
func TestOriginalsStayAsTheyAre(t *testing.T) {
	all := originals(keyOf('l').Controller())
	expired := course{key: keyOf('u'), school: "U", id: "https://u.example/old", title: "Old", credits: "1", framework: ects, until: "2026-06-01T00:00:00Z", learner: keyOf('l').Controller()}.issued()
	stranger := course{key: keyOf('s'), school: "S", id: "https://s.example/any", title: "Any", credits: "1", framework: ects, learner: keyOf('l').Controller(), suite: "vc+jwt"}.issued()
	forged := bytes.Replace(course{key: keyOf('u'), school: "U", id: "https://u.example/f", title: "Forged", credits: "1", framework: ects, learner: keyOf('l').Controller()}.issued(), []byte("Pass the test."), []byte("Pass any test."), 1)
	all = append(all, passport.Original{Name: "expired", File: expired}, passport.Original{Name: "stranger", File: append(stranger, '\n')}, passport.Original{Name: "forged", File: forged})
	for _, tt := range []struct {
		form  passport.Form
		key   *keys.Private
		files []passport.Original
	}{
		{passport.Presentation, keyOf('l'), all},
		{passport.Record, keyOf('c'), all},
		{passport.Europass, nil, all[2:3]},
	} {
		built, err := passport.Build(t.Context(), tt.form, tt.key, tt.files, options())
		require.NoError(t, err, tt.form)
		v := verifier(keyOf('u'), keyOf('m'), keyOf('c'))
		p := opened(t, v, built.File.Bytes())
		require.Equal(t, tt.form, p.Form)
		require.Equal(t, len(tt.files), p.Len())
		for i, c := range p.All() {
			alone, err := v.Verify(t.Context(), tt.files[i].File)
			require.NoError(t, err)
			require.Equal(t, string(bytes.TrimSpace(tt.files[i].File)), string(c.Original), "%s in %s", tt.files[i].Name, tt.form)
			sum := sha256.Sum256(bytes.TrimSpace(tt.files[i].File))
			require.Equal(t, hex.EncodeToString(sum[:]), c.Digest)
			require.Equal(t, alone.Verdict, c.Result.Verdict, "%s in %s", tt.files[i].Name, tt.form)
			require.Equal(t, alone.Axes, c.Result.Axes, "%s in %s", tt.files[i].Name, tt.form)
		}
		s := p.Summary(passport.SummaryOptions{At: now})
		for i, want := range []stacking.Count{stacking.Counted, stacking.Counted, stacking.Counted, stacking.NotCounted, stacking.Open, stacking.NotCounted} {
			if tt.form != passport.Europass {
				require.Equal(t, want, s.Credentials[i].Count, tt.files[i].Name)
			}
		}
		_, err = json.Marshal(s)
		require.NoError(t, err)
	}
}

// A record says by itself what is part of what, and what comes first.
func TestRecordTellsRelations(t *testing.T) {
	all := originals(keyOf('l').Controller())
	o := options()
	o.Target = &mc.Definition{ID: guide, Title: mc.Text("en", "Mountain guide")}
	built, err := passport.Build(t.Context(), passport.Record, keyOf('c'), all, o)
	require.NoError(t, err)
	links := built.File.Document().Get("credentialSubject").Get("association")
	require.Equal(t, fmt.Sprintf(`[{"type":"Association","associationType":"precedes","sourceId":%q,"targetId":%q},{"type":"Association","associationType":"isPartOf","sourceId":%q,"targetId":%q}]`, snow, rope, snow, guide), links.Raw())
	require.Equal(t, guide, built.File.Document().Get("credentialSubject").Get("achievement").At(0).Get("id").Text())
	r, err := verifier(keyOf('u'), keyOf('m'), keyOf('c')).Verify(t.Context(), built.File.Bytes())
	require.NoError(t, err)
	require.Equal(t, vc.Valid, r.Verdict)
	require.Equal(t, vc.Valid, r.Axes[vc.Conformant])
	o.Learner = ""
	_, err = passport.Build(t.Context(), passport.Record, keyOf('c'), all, o)
	require.ErrorIs(t, err, passport.ErrLearner, "the sealed one names no learner by an id")
}

func codes(findings []vc.Finding) string {
	var all []string
	for _, f := range findings {
		if f.Status == vc.Warn {
			all = append(all, strings.TrimPrefix(f.Code, "EUMC-PASS-"))
		}
	}
	return strings.Join(all, " ")
}

// Whose a credential is, is asked of each; two learners are never taken for one.
func TestBinding(t *testing.T) {
	me, other := keyOf('l').Controller(), keyOf('o').Controller()
	mine := course{key: keyOf('u'), school: "U", id: snow, title: "Snow", credits: "5", framework: ects, learner: me, name: "Inga Fjellbekk"}
	theirs := course{key: keyOf('u'), school: "U", id: rope, title: "Rope", credits: "3", framework: ects, learner: other, name: "Nils Fjellbekk"}
	files := []passport.Original{{File: mine.issued()}, {File: theirs.issued()}, {File: example("vestre-aas-micro-credential.sealed.jsonld")}}
	built, err := passport.Build(t.Context(), passport.Presentation, keyOf('l'), files, options())
	require.NoError(t, err)
	v := verifier(keyOf('u'))
	p := opened(t, v, built.File.Bytes())
	require.True(t, p.Proven)
	var got []passport.Binding
	for _, c := range p.All() {
		got = append(got, c.Binding)
	}
	require.Equal(t, []passport.Binding{passport.BoundHolder, passport.BoundOther, passport.BoundNot}, got)
	require.Equal(t, "OTHER HOLDER LEARNERS NAMES NAMES", codes(p.Findings))
	total := p.Total()
	require.Equal(t, "7.5", total.Credits[0].Earned.Counted.String(), "what is somebody else's is not added")

	// What the issuer knows of the learner ties a credential without an id.
	v.Policy.Recipients = []string{"inga.elle@post.example"}
	p = opened(t, v, built.File.Bytes())
	got = nil
	for _, c := range p.All() {
		got = append(got, c.Binding)
	}
	require.Equal(t, []passport.Binding{passport.BoundHolder, passport.BoundOther, passport.BoundRecipient}, got)

	// Nobody has shown to be the holder of what nobody signed.
	doc, err := built.File.Document().Without("/proof")
	require.NoError(t, err)
	p = opened(t, verifier(keyOf('u')), doc.Bytes())
	require.False(t, p.Proven)
	for i, c := range p.All() {
		require.Equal(t, []passport.Binding{passport.BoundNamed, passport.BoundOther, passport.BoundNot}[i], c.Binding)
	}
}

func TestRefused(t *testing.T) {
	good := originals("did:example:x")[0]
	draft := passport.Original{Name: "draft", File: example("vestre-aas-badge.json")}
	inner, err := passport.Build(t.Context(), passport.Presentation, keyOf('l'), []passport.Original{good}, options())
	require.NoError(t, err)
	for _, tt := range []struct {
		name  string
		form  passport.Form
		files []passport.Original
		want  []string
	}{
		{"nothing", passport.Presentation, nil, []string{"there is no credential"}},
		{"all reasons at once", passport.Presentation, []passport.Original{good, draft, {Name: "junk", File: []byte("junk")}}, []string{"draft: it carries no proof", "junk: it cannot be read"}},
		{"a passport", passport.Record, []passport.Original{{Name: "inner", File: inner.File.Bytes()}}, []string{"inner: it is a presentation"}},
		{"a badge for Europass", passport.Europass, []passport.Original{good}, []string{"snow: a European Digital Presentation holds Europass credentials"}},
		{"several in one", passport.Presentation, []passport.Original{{File: []byte("[" + string(good.File) + "," + string(draft.File) + "]")}}, []string{"credential 1: it cannot be read as one credential: the file holds 2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := passport.Build(t.Context(), tt.form, keyOf('l'), tt.files, options())
			require.ErrorIs(t, err, passport.ErrRefused)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
	_, err = passport.Build(t.Context(), "zip", keyOf('l'), []passport.Original{good}, options())
	require.ErrorContains(t, err, "vp, clr or edp")
	_, err = passport.Build(t.Context(), passport.Record, nil, []passport.Original{good}, options())
	require.ErrorContains(t, err, "PASSPORT-KEY")

	twice, err := passport.Build(t.Context(), passport.Presentation, keyOf('l'), []passport.Original{good, good}, options())
	require.NoError(t, err)
	require.Equal(t, "COPY", codes(twice.Warnings))
	require.Equal(t, 1, twice.File.Document().Get("verifiableCredential").Len())
}

func TestOddPassports(t *testing.T) {
	v := verifier(keyOf('u'), keyOf('c'))
	me := keyOf('l').Controller()
	snowy := course{key: keyOf('u'), school: "U", id: snow, title: "Snow", credits: "5", framework: ects, learner: me}
	_, err := passport.Open(t.Context(), v, snowy.issued())
	require.ErrorIs(t, err, passport.ErrNone, "one credential is no passport")

	empty := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[]}`)
	p := opened(t, v, empty)
	require.Zero(t, p.Len())
	require.Equal(t, "EMPTY", codes(p.Findings))
	require.Equal(t, vc.Invalid, p.Summary(passport.SummaryOptions{}).Verdict)

	// A record in a presentation: its credentials are listed, and counted once.
	record, err := passport.Build(t.Context(), passport.Record, keyOf('c'), []passport.Original{{File: snowy.issued()}}, options())
	require.NoError(t, err)
	rope := course{key: keyOf('u'), school: "U", id: rope, title: "Rope", credits: "2", framework: ects, learner: me}
	nested, err := passport.Build(t.Context(), passport.Presentation, keyOf('l'), []passport.Original{{File: record.File.Bytes()}, {File: rope.issued()}, {File: snowy.issued()}}, options())
	require.NoError(t, err)
	p = opened(t, v, nested.File.Bytes())
	require.Equal(t, 3, p.Len())
	require.Contains(t, codes(p.Findings), "NESTED")
	require.Contains(t, codes(p.Findings), "COPY")
	require.Equal(t, "7", p.Total().Credits[0].Earned.Counted.String())

	// A presentation in a presentation is refused, and nothing in it counts.
	p = opened(t, v, []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[`+string(nested.File.Bytes())+`,`+string(rope.issued())+`]}`))
	require.Equal(t, "2", p.Total().Credits[0].Earned.Counted.String())
	require.Contains(t, codes(p.Findings), "READ")

	// An array of credentials is a passport that nobody made.
	p = opened(t, v, []byte("["+string(snowy.issued())+","+string(rope.issued())+"]"))
	require.Equal(t, passport.Container, p.Form)
	require.Equal(t, "7", p.Total().Credits[0].Earned.Counted.String())
	stop, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = passport.Read(stop, p.Result)
	require.ErrorIs(t, err, context.Canceled)
}

// Five hundred credentials are within all limits.
func TestManyCredentials(t *testing.T) {
	one := course{key: keyOf('u'), school: "U", id: snow, title: "Snow", credits: "0.01", framework: ects, learner: keyOf('l').Controller(), suite: "jwt"}
	var files []passport.Original
	for i := range 500 {
		one.id, one.title = fmt.Sprintf("https://u.example/%d", i), fmt.Sprintf("Course %d", i)
		files = append(files, passport.Original{File: one.issued()})
	}
	built, err := passport.Build(t.Context(), passport.Presentation, keyOf('l'), files, options())
	require.NoError(t, err)
	p := opened(t, verifier(keyOf('u')), built.File.Bytes())
	require.Equal(t, 500, p.Len())
	require.Equal(t, "5", p.Total().Credits[0].Earned.Counted.String())
	require.Empty(t, codes(p.Findings))
	for i := range p.All() {
		if i == 1 {
			break // an early end is no panic
		}
	}
}

func TestReadTarget(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`[]`, "is an object"},
		{`{"title": "T", "credit": 5}`, "there is no member of this name"},
		{`{"parts": []}`, "has a title"},
		{`{"title": "T", "parts": [{"id": "urn:x"}]}`, "at /parts/0: a target"},
		{`{"title": "T", "credits": {"amount": "5,5", "framework": "ECTS"}}`, "at /credits/amount: an amount"},
		{`{"title": "T", "credits": {"amount": 5}}`, "name their framework"},
		{`{"title": "T", "eqf": 9}`, "1 to 8"},
		{`{"title": "T", "identifiers": [{"value": "7"}]}`, "may be anybody's"},
		{`{"title": "T"`, "neither a credential nor JSON"},
		{`title: T`, "neither a credential nor JSON"},
	} {
		_, err := passport.ReadTarget([]byte(tt.text), vc.Limits{})
		require.ErrorIs(t, err, passport.ErrTarget, tt.text)
		require.ErrorContains(t, err, tt.want)
	}
	d, err := passport.ReadTarget([]byte(`{"title": {"nb": "Fjellfører", "en": "Guide"}, "id": "urn:g", "codes": [{"iri": "urn:c"}], "eqf": 5, "maxCredits": "60",
		"credits": [{"amount": 30, "framework": "ECTS"}, {"amount": "20", "framework": "https://x.example/poeng"}], "parts": [{"title": "Snow", "id": "urn:s", "after": ["urn:r"]}]}`), vc.Limits{})
	require.NoError(t, err)
	require.Len(t, d.Title, 2)
	require.Equal(t, ects.IRI, d.Workload[0].Framework.IRI)
	require.Equal(t, "urn:r", d.Parts[0].Prerequisites[0].Credential.ID)
	require.Equal(t, int8(5), d.Levels[0].EQF)
	d, err = passport.ReadTarget(example("vestre-aas-micro-credential.sealed.jsonld"), vc.Limits{})
	require.NoError(t, err)
	require.False(t, d.Title.IsZero())
}
