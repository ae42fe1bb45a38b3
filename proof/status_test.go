package proof_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// listKeeper is an issuer with a status list and a web server.
type listKeeper struct {
	t    *testing.T
	key  *keys.Private
	list *status.List
	web  vc.StaticFetcher
}

func newListKeeper(t *testing.T, purpose string, messages ...string) *listKeeper {
	t.Helper()
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	s := &listKeeper{t: t, key: key, web: vc.StaticFetcher{}}
	s.list, err = status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: listURL, Issuer: key.Controller(), Purpose: purpose, Messages: messages})
	require.NoError(t, err)
	return s
}

// issue returns a credential that is not signed, and its index.
func (s *listKeeper) issue() (vc.Document, uint64) {
	s.t.Helper()
	entry, err := s.list.Allocate(s.t.Context())
	require.NoError(s.t, err)
	index, err := strconv.ParseUint(entry.Index, 10, 64)
	require.NoError(s.t, err)
	doc, err := entry.AddTo(s.plain())
	require.NoError(s.t, err)
	return doc, index
}

func (s *listKeeper) plain() vc.Document {
	doc, err := vc.ParseDocument(fmt.Appendf(nil, `{"@context": ["https://www.w3.org/ns/credentials/v2"],
"id": "urn:uuid:6f1c6e8f-4f43-4ac7-9d1c-3c8b3f3ad7c1", "type": ["VerifiableCredential"], "issuer": %q,
"credentialSubject": {"id": "did:example:kari"}}`, s.key.Controller()), vc.Limits{})
	require.NoError(s.t, err)
	return doc
}

func (s *listKeeper) sign(doc vc.Document) []byte {
	s.t.Helper()
	file, err := dataintegrity.Sign(s.t.Context(), vc.Env{}, doc, dataintegrity.EdDSAJCS2022, s.key.Key(), dataintegrity.Options{Created: now})
	require.NoError(s.t, err)
	return file.Bytes()
}

// credential returns the list as it stands.
func (s *listKeeper) credential() vc.Document {
	s.t.Helper()
	doc, err := s.list.Credential(s.t.Context(), status.Period{From: now.AddDate(0, 0, -1), Until: now.AddDate(0, 0, 1)})
	require.NoError(s.t, err)
	return doc
}

// publish puts the list on the web, with members changed before signing.
func (s *listKeeper) publish(edits ...string) {
	s.t.Helper()
	s.web[listURL] = s.sign(edit(s.credential(), edits...))
}

func (s *listKeeper) check(file []byte, policy proof.Policy) *proof.Result {
	s.t.Helper()
	return checkWith(s.t, s.web, file, policy)
}

func checkWith(t *testing.T, fetcher vc.Fetcher, file []byte, policy proof.Policy) *proof.Result {
	t.Helper()
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	require.NoError(t, err)
	env := vc.Env{Fetcher: fetcher, Clock: func() time.Time { return now }}
	v := proof.NewVerifier(env, registry)
	r, err := v.Verify(t.Context(), file, policy)
	require.NoError(t, err)
	if _, ok := fetcher.(vc.StaticFetcher); !ok {
		return r // one that counts
	}
	v = v.WithLists(proof.NewLists(0), env)
	for range 2 { // lists that are kept make no difference
		kept, err := v.Verify(t.Context(), file, policy)
		require.NoError(t, err)
		require.Equal(t, r.Findings, kept.Findings)
	}
	return r
}

// statusFindings returns the findings about the status in short.
func statusFindings(r *proof.Result) string {
	var found []string
	for _, f := range r.Findings {
		if strings.HasPrefix(f.Code, "STATUS") {
			found = append(found, strings.TrimPrefix(f.Code, "STATUS")+"="+f.Status.String()+" "+strings.TrimPrefix(f.Pointer, "/credentialStatus"))
		}
	}
	return strings.Join(found, ", ")
}

// detailOf returns the words of the finding that [statusFindings] shows so.
func detailOf(r *proof.Result, short string) string {
	for _, f := range r.Findings {
		if f.Code == "STATUS"+short[:strings.IndexByte(short, '=')] {
			return f.Detail
		}
	}
	return ""
}

func requireStatus(t *testing.T, r *proof.Result, verdict vc.Verdict, found string) {
	t.Helper()
	require.Equal(t, found, statusFindings(r), "%v", r.Findings)
	require.Equal(t, verdict, r.Verdict, "%v", r.Findings)
}

// The life of a credential, for each purpose.
func TestStatusLife(t *testing.T) {
	t.Run("revocation", func(t *testing.T) {
		s := newListKeeper(t, status.Revocation)
		doc, index := s.issue()
		file := s.sign(doc)
		s.publish()
		requireStatus(t, s.check(file, anyone()), vc.Valid, "=pass ")
		require.NoError(t, s.list.Revoke(t.Context(), index))
		requireStatus(t, s.check(file, anyone()), vc.Valid, "=pass ") // not yet published
		s.publish()
		requireStatus(t, s.check(file, anyone()), vc.Invalid, "-REVOKED=fail ")
	})
	t.Run("suspension", func(t *testing.T) {
		s := newListKeeper(t, status.Suspension)
		doc, index := s.issue()
		file := s.sign(doc)
		require.NoError(t, s.list.Suspend(t.Context(), index))
		s.publish()
		requireStatus(t, s.check(file, anyone()), vc.Invalid, "-SUSPENDED=fail ")
		require.NoError(t, s.list.Reinstate(t.Context(), index))
		s.publish()
		requireStatus(t, s.check(file, anyone()), vc.Valid, "=pass ")
	})
	t.Run("refresh", func(t *testing.T) {
		s := newListKeeper(t, status.Refresh)
		doc, index := s.issue()
		require.NoError(t, s.list.Set(t.Context(), index, 1))
		s.publish()
		requireStatus(t, s.check(s.sign(doc), anyone()), vc.Valid, "-REFRESH=warn ")
	})
	t.Run("message", func(t *testing.T) {
		s := newListKeeper(t, status.Message, "pending", "accepted", "rejected\x1b[31m", "undefined")
		doc, index := s.issue()
		file := s.sign(doc)
		for value, want := range []string{"-MESSAGE=not-asked ", "-MESSAGE=warn ", "-MESSAGE=warn "} {
			require.NoError(t, s.list.Set(t.Context(), index, uint64(value)))
			s.publish()
			r := s.check(file, anyone())
			requireStatus(t, r, vc.Valid, want)
			require.Equal(t, []string{"The list says: pending.", "The list says: accepted.", "The list says: rejected[31m."}[value], detailOf(r, want))
		}
	})
	t.Run("a purpose of one's own", func(t *testing.T) {
		s := newListKeeper(t, "audit")
		doc, index := s.issue()
		s.publish()
		requireStatus(t, s.check(s.sign(doc), anyone()), vc.Valid, "=pass ")
		require.NoError(t, s.list.Set(t.Context(), index, 1))
		s.publish()
		requireStatus(t, s.check(s.sign(doc), anyone()), vc.Indeterminate, "-SET=unknown ")
	})
}

// An entry that breaks a rule leads nowhere, and a list that cannot be relied
// upon says nothing: in both cases it is not known whether the credential
// still holds.
func TestStatusNegatives(t *testing.T) {
	other := newListKeeper(t, status.Revocation)
	packed := func(content []byte) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := w.Write(content)
		require.NoError(t, errors.Join(err, w.Close()))
		return b.String()
	}
	encoded := func(s string) string {
		return strconv.Quote("u" + base64.RawURLEncoding.EncodeToString([]byte(s)))
	}
	good := packed(make([]byte, status.MinEntries/8))
	list := func(edits ...string) func(*listKeeper) { return func(s *listKeeper) { s.publish(edits...) } }
	served := func(body string) func(*listKeeper) { return func(s *listKeeper) { s.web[listURL] = []byte(body) } }
	const at = "/credentialStatus"
	tests := []struct {
		name    string
		entry   []string // edits to the credential
		publish func(*listKeeper)
		verdict vc.Verdict
		found   string
	}{
		{"all is well", nil, list(), vc.Valid, "=pass "},
		{"index as a number", []string{at + "/statusListIndex", "7"}, list(), vc.Valid, "-ENTRY-INDEX-TEXT=warn /statusListIndex, =pass "},
		{"an unknown method", []string{at + "/type", `"Other2030"`}, list(), vc.Indeterminate, "=unknown "},
		{"a negative index", []string{at + "/statusListIndex", `"-1"`}, list(), vc.Indeterminate, "-ENTRY-INDEX=fail /statusListIndex, =unknown "},
		{"index 01", []string{at + "/statusListIndex", `"01"`}, list(), vc.Indeterminate, "-ENTRY-INDEX=fail /statusListIndex, =unknown "},
		{"no purpose", []string{at + "/statusPurpose", ""}, list(), vc.Indeterminate, "-ENTRY-PURPOSE=fail , =unknown "},
		{"wide entries without messages", []string{at + "/statusSize", "2"}, list(), vc.Indeterminate, "-ENTRY-MESSAGES=fail , =unknown "},
		{"index out of range", []string{at + "/statusListIndex", `"131072"`}, list(), vc.Indeterminate, "-RANGE=unknown "},
		{"index 10^30", []string{at + "/statusListIndex", `"1` + strings.Repeat("0", 30) + `"`}, list(), vc.Indeterminate, "-RANGE=unknown "},
		{"wider entries than the list has", []string{at + "/statusSize", "2", at + "/statusMessage",
			`[{"status":"0x0","message":"a"},{"status":"0x1","message":"b"},{"status":"0x2","message":"c"},{"status":"0x3","message":"d"}]`},
			list(), vc.Indeterminate, "-LENGTH=unknown "},
		{"wrong purpose", []string{at + "/statusPurpose", `"suspension"`}, list(), vc.Indeterminate, "-PURPOSE=unknown "},
		{"wrong kind", []string{at + "/type", `"StatusList2021Entry"`}, list(), vc.Indeterminate, "-KIND=unknown "},
		{"another URL", []string{at + "/statusListCredential", `"https://status.example/4"`}, list(), vc.Indeterminate, "-UNREACHABLE=unknown "},

		{"no list", nil, func(*listKeeper) {}, vc.Indeterminate, "-UNREACHABLE=unknown "},
		{"a huge answer", nil, served(strings.Repeat(" ", 3<<20)), vc.Indeterminate, "-UNREACHABLE=unknown "},
		{"no JSON", nil, served("<!doctype html>"), vc.Indeterminate, "-LIST-FORMAT=unknown "},
		{"an unsigned list", nil, func(s *listKeeper) { s.web[listURL] = s.credential().Bytes() }, vc.Indeterminate, "-LIST-PROOF=unknown "},
		{"an altered list", nil, func(s *listKeeper) {
			s.publish()
			s.web[listURL] = bytes.Replace(s.web[listURL], []byte(`"validUntil":"2026`), []byte(`"validUntil":"2036`), 1)
		}, vc.Indeterminate, "-LIST-PROOF=unknown "},
		{"signed by somebody else", nil, func(s *listKeeper) { s.web[listURL] = other.sign(s.credential()) }, vc.Indeterminate, "-LIST-PROOF=unknown "},
		{"a foreign issuer", nil, func(s *listKeeper) { s.web[listURL] = other.sign(other.credential()) }, vc.Indeterminate, "-LIST-ISSUER=unknown "},
		{"a presentation as list", nil, func(s *listKeeper) {
			s.web[listURL] = other.sign(edit(s.credential(), "/type", `["VerifiablePresentation","VerifiableCredential","BitstringStatusListCredential"]`, "/holder", strconv.Quote(other.key.Controller())))
		}, vc.Indeterminate, "-LIST-FORMAT=unknown "},
		{"an expired list", nil, list("/validUntil", `"2026-06-01T11:59:59Z"`), vc.Indeterminate, "-LIST-PERIOD=unknown "},
		{"a list of tomorrow", nil, list("/validFrom", `"2026-06-01T12:00:01Z"`), vc.Indeterminate, "-LIST-PERIOD=unknown "},
		{"a list that breaks a rule for credentials", nil, list("/validFrom", `"yesterday"`), vc.Indeterminate, "-LIST-FORMAT=unknown "},
		{"a list of another type", nil, list("/type", `["VerifiableCredential"]`), vc.Indeterminate, "-LIST-TYPE=unknown "},
		{"a list for another purpose", nil, list("/credentialSubject/statusPurpose", `"suspension"`), vc.Indeterminate, "-PURPOSE=unknown "},
		{"a short list", nil, list("/credentialSubject/encodedList", encoded(packed(make([]byte, 16<<10-1)))), vc.Indeterminate, "-LENGTH=unknown "},
		{"trailing garbage", nil, list("/credentialSubject/encodedList", encoded(good+"x")), vc.Indeterminate, "-LIST-ENCODED=unknown "},
		{"two gzip members", nil, list("/credentialSubject/encodedList", encoded(good+good)), vc.Indeterminate, "-LIST-ENCODED=unknown "},
		{"a gzip bomb", nil, list("/credentialSubject/encodedList", encoded(packed(make([]byte, 16<<20+1)))), vc.Indeterminate, "-LIST-LIMIT=unknown "},
		{"a list that names another address", nil, list("/id", `"https://status.example/9"`), vc.Indeterminate, "-LIST-ID=unknown "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newListKeeper(t, status.Revocation)
			doc, _ := s.issue()
			tt.publish(s)
			r := s.check(s.sign(edit(doc, tt.entry...)), anyone())
			requireStatus(t, r, tt.verdict, tt.found)
		})
	}
}

// Somebody else may keep the list when the caller trusts them by name, or
// says that it does not matter.
func TestForeignStatusList(t *testing.T) {
	s, registrar := newListKeeper(t, status.Revocation), newListKeeper(t, status.Revocation)
	doc, _ := s.issue()
	file := s.sign(doc)
	s.web[listURL] = registrar.sign(registrar.credential())
	unsafe := anyone()
	unsafe.UnsafeAllowForeignStatusLists = true
	requireStatus(t, s.check(file, unsafe), vc.Valid, "-LIST-ISSUER=warn , =pass ")
	both := proof.NewPolicy(proof.Issuers(s.key.Controller(), registrar.key.Controller()))
	requireStatus(t, s.check(file, both), vc.Valid, "=pass ")
	one := proof.NewPolicy(proof.Issuers(s.key.Controller()))
	requireStatus(t, s.check(file, one), vc.Indeterminate, "-LIST-ISSUER=unknown ")
}

// counter counts what is fetched, and may fail.
type counter struct {
	vc.Fetcher
	urls []string
	err  error
}

func (c *counter) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	c.urls = append(c.urls, url)
	if c.err != nil {
		return nil, "", c.err
	}
	return c.Fetcher.Fetch(ctx, url, accept, maxBytes)
}

func TestStatusFetching(t *testing.T) {
	s := newListKeeper(t, status.Revocation)
	doc, _ := s.issue()
	entry := doc.Get("credentialStatus").Raw()
	fetch := func(file []byte, policy proof.Policy) (*proof.Result, []string) {
		c := &counter{Fetcher: s.web}
		return checkWith(t, c, file, policy), c.urls
	}

	t.Run("a list of a list is not followed", func(t *testing.T) {
		s.publish("/credentialStatus", strings.ReplaceAll(entry, "/3", "/4"))
		r, urls := fetch(s.sign(doc), anyone())
		requireStatus(t, r, vc.Valid, "=pass ")
		require.Equal(t, []string{listURL}, urls)
		s.publish()
	})
	t.Run("each list is fetched once", func(t *testing.T) {
		r, urls := fetch(s.sign(edit(doc, "/credentialStatus", "["+entry+","+entry+","+entry+"]")), anyone())
		requireStatus(t, r, vc.Valid, "=pass /0, =pass /1, =pass /2")
		require.Len(t, urls, 1)
	})
	t.Run("a list that is not to be had is asked for once", func(t *testing.T) {
		lost := strings.ReplaceAll(entry, "/3", "/4")
		_, urls := fetch(s.sign(edit(doc, "/credentialStatus", "["+lost+","+lost+"]")), anyone())
		require.Len(t, urls, 1)
	})
	t.Run("many lists", func(t *testing.T) {
		entries := entry
		for n := range 50 {
			entries += "," + strings.ReplaceAll(entry, "/3", fmt.Sprintf("/x%d", n))
		}
		r, urls := fetch(s.sign(edit(doc, "/credentialStatus", "["+entries+"]")), anyone())
		require.Equal(t, vc.Indeterminate, r.Verdict)
		require.Len(t, urls, 16)
	})
	t.Run("nothing is fetched for a forgery", func(t *testing.T) {
		forged := bytes.Replace(s.sign(doc), []byte("did:example:kari"), []byte("did:example:karl"), 1)
		r, urls := fetch(forged, anyone())
		requireStatus(t, r, vc.Invalid, "=unknown ")
		require.Empty(t, urls)
	})
	t.Run("nor for an issuer who is not trusted", func(t *testing.T) {
		r, urls := fetch(s.sign(doc), proof.NewPolicy(proof.Issuers("did:example:other")))
		require.Equal(t, vc.Invalid, r.Verdict)
		require.Empty(t, urls)
	})
	t.Run("an error of the fetcher is no error of the job", func(t *testing.T) {
		r := checkWith(t, &counter{err: errors.New("boom")}, s.sign(doc), anyone())
		requireStatus(t, r, vc.Indeterminate, "-UNREACHABLE=unknown ")
	})
	t.Run("a cancelled job is", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		registry, err := proof.NewRegistry(dataintegrity.Suites()...)
		require.NoError(t, err)
		_, err = proof.NewVerifier(vc.Env{Fetcher: cancelling{cancel}}, registry).Verify(ctx, s.sign(doc), anyone())
		require.ErrorIs(t, err, context.Canceled)
	})
}

type cancelling struct{ cancel func() }

func (c cancelling) Fetch(ctx context.Context, _ string, _ []string, _ int64) ([]byte, string, error) {
	c.cancel()
	return nil, "", ctx.Err()
}

// The list of 1EdTech is not signed: its address is all there is.
func TestRevocationList(t *testing.T) {
	const url = "https://status.example/revocations"
	s := newListKeeper(t, status.Revocation)
	// JSON signs what JSON-LD does not know.
	withEntry := func(url string, edits ...string) []byte {
		entry := fmt.Sprintf(`{"id":%q,"type":"1EdTechRevocationList"}`, url)
		return s.sign(edit(s.plain(), append([]string{"/credentialStatus", entry}, edits...)...))
	}
	listing := func(members string) vc.StaticFetcher {
		return vc.StaticFetcher{url: []byte("{" + members + "}"), "http://status.example/revocations": []byte("{" + members + "}")}
	}
	const mine, yours = "urn:uuid:6f1c6e8f-4f43-4ac7-9d1c-3c8b3f3ad7c1", "urn:uuid:11111111-4f43-4ac7-9d1c-3c8b3f3ad7c1"
	issuer := `"issuer":` + strconv.Quote(s.key.Controller()) + ","
	tests := []struct {
		name    string
		file    []byte
		list    string
		verdict vc.Verdict
		found   string
	}{
		{"not listed", withEntry(url), `"revokedCredential":[{"id":"` + yours + `"}]`, vc.Valid, "-UNSIGNED=warn , =pass "},
		{"listed", withEntry(url), issuer + `"revokedCredential":[{"id":"` + mine + `"}]`, vc.Invalid, "-UNSIGNED=warn , -REVOKED=fail "},
		{"listed as revoked", withEntry(url), `"revokedCredential":[{"id":"` + mine + `","revoked":true}]`, vc.Invalid, "-UNSIGNED=warn , -REVOKED=fail "},
		{"listed as not revoked", withEntry(url), `"revokedCredential":[{"id":"` + mine + `","revoked":false}]`, vc.Valid, "-UNSIGNED=warn , =pass "},
		{"a list of somebody else", withEntry(url), `"issuer":"did:example:other","revokedCredential":[]`, vc.Indeterminate, "-LIST-ISSUER=unknown "},
		{"a malformed list", withEntry(url), `"revokedCredential":{}`, vc.Indeterminate, "-LIST-REVOCATIONS=unknown "},
		{"over plain http", withEntry("http://status.example/revocations"), `"revokedCredential":[]`, vc.Indeterminate, "-UNREACHABLE=unknown "},
		{"a credential without id", withEntry(url, "/id", ""), `"revokedCredential":[]`, vc.Indeterminate, "-UNSIGNED=warn , =unknown "},
		{"not to be had", withEntry(url + "2"), `"revokedCredential":[]`, vc.Indeterminate, "-UNREACHABLE=unknown "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			requireStatus(t, checkWith(t, listing(tt.list), tt.file, anyone()), tt.verdict, tt.found)
		})
	}
}

// Each credential of a presentation has its own status.
func TestStatusInPresentation(t *testing.T) {
	s := newListKeeper(t, status.Revocation)
	first, index := s.issue()
	second, _ := s.issue()
	require.NoError(t, s.list.Revoke(t.Context(), index))
	s.publish()
	doc, err := vc.ParseDocument(fmt.Appendf(nil, `{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"],
"holder": %q, "verifiableCredential": [%s, %s]}`, s.key.Controller(), s.sign(first), s.sign(second)), vc.Limits{})
	require.NoError(t, err)
	file, err := dataintegrity.Sign(t.Context(), vc.Env{}, doc, dataintegrity.EdDSAJCS2022, s.key.Key(), dataintegrity.Options{Created: now, Purpose: vc.Authentication})
	require.NoError(t, err)
	r := s.check(file.Bytes(), anyone())
	require.Equal(t, vc.Invalid, r.Verdict)
	require.Len(t, r.Credentials, 2)
	requireStatus(t, r.Credentials[0], vc.Invalid, "-REVOKED=fail ")
	requireStatus(t, r.Credentials[1], vc.Valid, "=pass ")
}

// issuerOfSample answers for the issuer of the published sample, whose address
// never existed: the key is the one that the fragment of its method spells.
type issuerOfSample struct{ method string }

func (s issuerOfSample) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	controller, fragment, _ := strings.Cut(s.method, "#")
	if id != controller {
		return nil, vc.ErrUnreachable
	}
	key, err := multikey.Public(fragment)
	return &vc.Controller{ID: id, Methods: []vc.Method{{ID: s.method, Type: "Multikey", Controller: id, Key: key}},
		Purposes: map[string][]string{vc.AssertionMethod: {s.method}}}, err
}

// The published sample of 1EdTech names entry 23 of its list by a number, and
// the list has a name other than its address. Without the key, which cannot
// be had, nobody asks for the list; with it, the list is one of another name
// and so says nothing of this entry. Either way the sample stays undecided.
func TestPublishedRevokedSample(t *testing.T) {
	folder := []string{"data", "samples", "ob3", "bit-string-list"}
	list := testkit.ReadShared(t, append(folder, "testlist")...)
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	require.NoError(t, err)
	for _, name := range []string{"credential-status-revoked.json", "credential-status-revoked-blank-nodes.json"} {
		file := testkit.ReadShared(t, append(folder, name)...)
		doc, err := vc.ParseDocument(file, vc.Limits{})
		require.NoError(t, err)
		fetcher := &counter{Fetcher: vc.StaticFetcher{doc.Lookup("/credentialStatus/statusListCredential").Text(): list}}
		requireStatus(t, checkWith(t, fetcher, file, anyone()), vc.Indeterminate, "-ENTRY-INDEX-TEXT=warn /statusListIndex, =unknown ")
		require.Empty(t, fetcher.urls)

		env := vc.Env{Fetcher: fetcher, Resolver: issuerOfSample{doc.Lookup("/proof/verificationMethod").Text()}}
		patient := anyone()
		patient.MaxListAge = 100 * 365 * 24 * time.Hour // it states no end
		r, err := proof.NewVerifier(env, registry).Verify(t.Context(), file, patient)
		require.NoError(t, err)
		requireStatus(t, r, vc.Indeterminate, "-ENTRY-INDEX-TEXT=warn /statusListIndex, -LIST-ID=unknown ")
		require.Equal(t, vc.Valid, r.Axes[vc.Authentic])

		// What the list holds at the entry is right all the same.
		entry, _ := status.ReadEntry(doc.Get("credentialStatus"))
		published, problems := status.ReadPublished(document(string(list)), status.Limits{})
		require.Empty(t, problems)
		value, err := published.Value(entry)
		require.NoError(t, err)
		require.Equal(t, uint64(1), value)
	}
}
