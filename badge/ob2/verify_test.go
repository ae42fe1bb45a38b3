package ob2

import (
	"context"
	"crypto"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

func TestHosted(t *testing.T) {
	class := classText()
	forged := edit(t, class, "/name", `"Kapten"`)
	embedded := edit(t, awardText(), "/badge", class)
	foreignIssuer := `{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"https://evil.example/issuer","name":"E","url":"https://evil.example/","email":"e@evil.example"}`
	elsewhere := edit(t, awardText(), "/id", `"https://evil.example/a"`)
	lured := edit(t, edit(t, elsewhere, "/badge", class), "/badge/issuer", edit(t, issuerText(), "/verification", `{"allowedOrigins":"evil.example"}`))
	for _, tt := range []struct {
		name  string
		text  string
		serve map[string]string
		gone  string
		want  vc.Verdict
		codes []string
	}{
		{name: "as hosted", text: awardText(), want: vc.Valid},
		{name: "by address", text: hostedID, want: vc.Valid},
		{name: "class embedded here, address there", text: embedded, want: vc.Valid},
		{name: "forged class", text: edit(t, awardText(), "/badge", forged), want: vc.Invalid, codes: []string{"fail OB2-CLASS"}},
		{name: "forged class, real one not reachable", text: edit(t, awardText(), "/badge", forged), serve: map[string]string{classID: ""}, want: vc.Indeterminate, codes: []string{"unknown OB2-CLASS"}},
		{name: "member added to the class", text: edit(t, embedded, "/badge/extra", `1`), want: vc.Invalid, codes: []string{"fail OB2-CLASS"}},
		{name: "class of another issuer", text: edit(t, embedded, "/badge/issuer", foreignIssuer),
			serve: map[string]string{"https://evil.example/issuer": foreignIssuer}, want: vc.Invalid,
			codes: []string{"fail OB2-SCOPE", "fail OB2-CLASS", "fail ISSUER-TRUST"}},
		{name: "forged profile", text: edit(t, embedded, "/badge/issuer", edit(t, issuerText(), "/name", `"X"`)), want: vc.Invalid, codes: []string{"fail OB2-ISSUER-COPY"}},
		{name: "class embedded in both, edited since", text: edit(t, awardText(), "/badge", forged), serve: map[string]string{hostedID: edit(t, awardText(), "/badge", forged)},
			want: vc.Valid, codes: []string{"warn OB2-CLASS"}},
		{name: "another date", text: edit(t, awardText(), "/issuedOn", `"2018-06-07T10:00:00Z"`), want: vc.Invalid, codes: []string{"fail OB2-HOSTED"}},
		{name: "expiry taken out", text: edit(t, awardText(), "/expires", ""), want: vc.Invalid, codes: []string{"fail OB2-HOSTED"}},
		{name: "forged evidence", text: edit(t, awardText(), "/evidence/0", `{"id":"https://malmon.example/verk/17","narrative":"forged"}`), want: vc.Invalid, codes: []string{"fail OB2-HOSTED"}},
		{name: "not there", text: awardText(), serve: map[string]string{hostedID: ""}, want: vc.Indeterminate, codes: []string{"unknown OB2-HOSTED"}},
		{name: "gone", text: awardText(), gone: hostedID, want: vc.Invalid, codes: []string{"fail OB2-REVOKED"}},
		{name: "gone, by address", text: hostedID, gone: hostedID, want: vc.Invalid, codes: []string{"fail OB2-REVOKED"}},
		{name: "revoked", text: awardText(), serve: map[string]string{hostedID: `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + hostedID + `","revoked":true}`},
			want: vc.Invalid, codes: []string{"fail OB2-REVOKED"}},
		{name: "says itself that it was revoked", text: edit(t, awardText(), "/revoked", "true"), want: vc.Invalid, codes: []string{"fail OB2-REVOKED"}},
		{name: "hosted elsewhere", text: elsewhere, serve: map[string]string{"https://evil.example/a": elsewhere}, want: vc.Invalid, codes: []string{"fail OB2-SCOPE"}},
		{name: "hosted elsewhere with a profile that allows it", text: lured, serve: map[string]string{"https://evil.example/a": lured}, want: vc.Invalid,
			codes: []string{"fail OB2-SCOPE", "warn OB2-ISSUER-COPY"}},
		{name: "profile not reachable", text: awardText(), serve: map[string]string{issuerID: ""}, want: vc.Indeterminate,
			codes: []string{"unknown OB2-LINK", "unknown OB2-ISSUER", "unknown OB2-SCOPE"}},
		{name: "class names another id", text: awardText(), serve: map[string]string{classID: edit(t, class, "/id", `"https://malmon.example/other"`),
			"https://malmon.example/other": edit(t, class, "/id", `"https://malmon.example/third"`)}, want: vc.Invalid, codes: []string{"fail OB2-LINK-ID"}},
		{name: "signed, it says", text: edit(t, awardText(), "/verification/type", `"signed"`), want: vc.Invalid, codes: []string{"fail OB2-SIGNATURE"}},
		{name: "a hosted copy with another id", text: awardText(), serve: map[string]string{hostedID: edit(t, awardText(), "/id", `"https://malmon.example/awards/18"`)}, want: vc.Invalid, codes: []string{"fail OB2-HOSTED"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			served := web()
			for url, text := range tt.serve {
				if served[url] = []byte(text); text == "" {
					delete(served, url)
				}
			}
			r := verify(t, tt.text, goneFetcher{served, tt.gone}, trusted())
			require.Equal(t, tt.want, r.Verdict, "%v", r.Findings)
			found := unusual(r.Findings)
			for _, code := range tt.codes {
				require.Contains(t, found, code)
			}
			if tt.want == vc.Valid {
				require.Equal(t, tt.codes, found)
			}
		})
	}
}

func TestScope(t *testing.T) {
	for _, tt := range []struct {
		policy string
		want   string
	}{
		{`{"startsWith":"https://malmon.example/awards/"}`, "pass"},
		{`{"startsWith":["https://other.example/","https://malmon.example/awards/1"]}`, "pass"},
		{`{"startsWith":"https://malmon.example/other/"}`, "fail"},
		{`{"startsWith":"https://malmon.exam"}`, "fail"},
		{`{"startsWith":"https://"}`, "fail"},
		{`{"startsWith":"h"}`, "fail"},
		{`{"allowedOrigins":"malmon.example"}`, "pass"},
		{`{"allowedOrigins":["a.example","MALMON.example"]}`, "pass"},
		{`{"allowedOrigins":"example"}`, "fail"},
		{`{"allowedOrigins":"https://malmon.example/"}`, "fail"},
		{`{"type":"VerificationObject"}`, "pass"},
		{`{"startsWith":null}`, "pass"},
		{`[{"startsWith":"https://malmon.example/awards/"}]`, "pass"},
		// A restriction that cannot be read restricts in a way that is not known.
		{`{"startsWith":7}`, "unknown"},
		{`{"startsWith":[7,"https://malmon.example/other/"]}`, "unknown"},
		{`{"startsWith":[7,"https://malmon.example/awards/"]}`, "pass"},
		{`"https://malmon.example/policy"`, "unknown"},
		{`[{},{"startsWith":"https://malmon.example/other/"}]`, "unknown"},
	} {
		served := web()
		served[issuerID] = []byte(edit(t, issuerText(), "/verification", tt.policy))
		r := verify(t, awardText(), served, trusted())
		for _, f := range r.Findings {
			if f.Code == "OB2-SCOPE" {
				require.Equal(t, tt.want, f.Status.String(), tt.policy)
			}
		}
	}
	require.False(t, startsWith("https://a.example.org/x", "https://a.example"))
	require.False(t, startsWith("https://a.example@b.example/x", "https://a.example"))
}

func TestSigned(t *testing.T) {
	key, other := newRSA(t, 2048), newRSA(t, 2048)
	small, curve := newRSA(t, 1024), newEC(t)
	const rs256 = `{"alg":"RS256","typ":"JWT"}`
	good := signedText(t)
	withoutCreator := edit(t, good, "/verification", `{"type":"signed"}`)
	served := func(changes map[string]string) vc.StaticFetcher {
		w := web()
		w[keyID] = keyText(t, keyID, issuerID, key)
		for url, text := range changes {
			if w[url] = []byte(text); text == "" {
				delete(w, url)
			}
		}
		return w
	}
	evilIssuer := edit(t, edit(t, issuerText(), "/publicKey", `"https://evil.example/k"`), "/revocationList", "")
	evilKey := string(keyText(t, "https://evil.example/k", issuerID, other))
	evilClass := edit(t, classText(), "/issuer", evilIssuer)
	evil := edit(t, edit(t, good, "/badge", evilClass), "/verification/creator", `"https://evil.example/k"`)
	tampered := sign(t, good, rs256, "RS256", key)
	for _, tt := range []struct {
		name  string
		token string
		serve map[string]string
		want  vc.Verdict
		codes []string
	}{
		{"good", sign(t, good, rs256, "RS256", key), nil, vc.Valid, nil},
		{"no creator", sign(t, withoutCreator, rs256, "RS256", key), nil, vc.Valid, nil},
		{"P-256", sign(t, good, `{"alg":"ES256"}`, "ES256", curve), map[string]string{keyID: string(keyText(t, keyID, issuerID, curve))}, vc.Valid, nil},
		{"key in the profile", sign(t, good, rs256, "RS256", key), map[string]string{keyID: "",
			issuerID: edit(t, issuerText(), "/publicKey", `[{"id":"`+keyID+`","publicKeyPem":`+quote(pemOf(t, key))+`}]`)}, vc.Valid, nil},
		{"another key", sign(t, good, rs256, "RS256", other), nil, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"RS512", sign(t, good, `{"alg":"RS512"}`, "RS512", key), nil, vc.Indeterminate, []string{"unknown OB2-SIGNATURE"}},
		{"ES256K", sign(t, good, `{"alg":"ES256K"}`, "RS256", key), nil, vc.Indeterminate, []string{"unknown OB2-SIGNATURE"}},
		{"HS256", sign(t, good, `{"alg":"HS256"}`, "RS256", key), nil, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"no alg", sign(t, good, `{}`, "RS256", key), nil, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"alg lies", sign(t, good, `{"alg":"ES256"}`, "RS256", key), nil, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"none", sign(t, good, `{"alg":"none"}`, "RS256", key), nil, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"crit", sign(t, good, `{"alg":"RS256","crit":["x"],"x":1}`, "RS256", key), nil, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"tampered", tampered[:len(tampered)-3] + "AAA", nil, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"small key", sign1024(t, good, small), map[string]string{keyID: string(keyText(t, keyID, issuerID, small))}, vc.Invalid, []string{"fail OB2-KEY"}},
		{"key of another owner", sign(t, good, rs256, "RS256", key), map[string]string{keyID: string(keyText(t, keyID, "https://evil.example/", key))}, vc.Invalid, []string{"fail OB2-KEY"}},
		{"key not listed", sign(t, good, rs256, "RS256", key), map[string]string{issuerID: edit(t, issuerText(), "/publicKey", `"https://malmon.example/keys/2"`)}, vc.Invalid, []string{"fail OB2-KEY"}},
		{"key not reachable", sign(t, good, rs256, "RS256", key), map[string]string{keyID: ""}, vc.Indeterminate, []string{"unknown OB2-KEY"}},
		{"key and profile of the attacker in the badge", sign(t, evil, rs256, "RS256", other), map[string]string{"https://evil.example/k": evilKey}, vc.Invalid, []string{"fail OB2-KEY"}},
		{"old edition to get round the profile", sign(t, oldSigned(t, good), rs256, "RS256", other), map[string]string{"https://malmon.example/users/evil.pem": pemOf(t, other)}, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"hosted, it says", sign(t, awardText(), rs256, "RS256", key), nil, vc.Invalid, []string{"fail OB2-SIGNATURE"}},
		{"revoked by id", sign(t, edit(t, good, "/id", `"urn:uuid:2"`), rs256, "RS256", key), nil, vc.Invalid, []string{"fail OB2-REVOKED"}},
		{"revoked by text", sign(t, edit(t, good, "/id", `"urn:uuid:1"`), rs256, "RS256", key), nil, vc.Invalid, []string{"fail OB2-REVOKED"}},
		{"revoked by uid", sign(t, edit(t, good, "/uid", `"old-3"`), rs256, "RS256", key), nil, vc.Invalid, []string{"fail OB2-REVOKED"}},
		{"list not reachable", sign(t, good, rs256, "RS256", key), map[string]string{listID: ""}, vc.Indeterminate, []string{"unknown OB2-REVOKED"}},
		{"list of another issuer", sign(t, good, rs256, "RS256", key), map[string]string{listID: `{"id":"` + listID + `","issuer":"https://evil.example/","revokedAssertions":[]}`}, vc.Indeterminate, []string{"unknown OB2-REVOKED"}},
		{"no list", sign(t, good, rs256, "RS256", key), map[string]string{listID: `{"id":"` + listID + `"}`}, vc.Indeterminate, []string{"unknown OB2-REVOKED"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := verify(t, tt.token, served(tt.serve), trusted())
			require.Equal(t, tt.want, r.Verdict, "%v", r.Findings)
			for _, code := range tt.codes {
				require.Contains(t, unusual(r.Findings), code)
			}
		})
	}
}

// oldSigned is a badge that says that it is of 1.1, where the badge and not the
// profile names the key.
func oldSigned(tb testing.TB, text string) string {
	text = edit(tb, text, "/@context", `"https://w3id.org/openbadges/v1"`)
	text = edit(tb, text, "/verification", "")
	return edit(tb, text, "/verify", `{"type":"signed","url":"https://malmon.example/users/evil.pem"}`)
}

// sign1024 signs with a key that is too small for package jws.
func sign1024(tb testing.TB, text string, key crypto.Signer) string {
	return sign(tb, text, `{"alg":"RS256"}`, "RS256", newRSA(tb, 2048)) // the key is refused before the signature is looked at
}

func TestOldEditions(t *testing.T) {
	for e, text := range oldBadges {
		t.Run(e.String(), func(t *testing.T) {
			doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
			require.NoError(t, err)
			require.Equal(t, e, editionOf(doc.Root()))
			require.True(t, Is(doc))
			p := proof.NewPolicy(proof.AnyIssuer())
			p.Recipients = []string{"somebody@example.com", mail}
			if e == Edition05 {
				require.Equal(t, vc.Indeterminate, verify(t, text, oldWeb(e), p).Verdict)
			}
			if e > Edition05 { // which does not say where it is hosted
				require.Equal(t, vc.Valid, verify(t, text, oldWeb(e), p).Verdict)
			}
			r := verify(t, hostedID, oldWeb(e), p)
			require.Equal(t, vc.Valid, r.Verdict, "by address: %v", unusual(r.Findings))
			require.Equal(t, "Båtbyggare", get(r.Assertion.Badge.At, "name").Text())
			require.Equal(t, []int{2012, 2013, 2013}[e-Edition05], r.Assertion.issuedOn.Time().Year())
			require.NotEmpty(t, r.Assertion.Badge.Issuer.ID.Text)
		})
	}
	t.Run("signed 1.1", func(t *testing.T) {
		key := newRSA(t, 2048)
		text := edit(t, oldBadges[Edition11], "/verify", `{"type":"signed","url":"https://malmon.example/key.pem"}`)
		served := oldWeb(Edition11)
		served["https://malmon.example/key.pem"] = []byte(pemOf(t, key))
		token := sign(t, text, `{"alg":"RS256"}`, "RS256", key)
		r := verify(t, token, served, trusted())
		require.Equal(t, vc.Valid, r.Verdict, "%v", unusual(r.Findings))
		foreign := sign(t, edit(t, text, "/verify/url", `"https://evil.example/key.pem"`), `{"alg":"RS256"}`, "RS256", key)
		served["https://evil.example/key.pem"] = served["https://malmon.example/key.pem"]
		require.Equal(t, vc.Invalid, verify(t, foreign, served, trusted()).Verdict)
		delete(served, "https://malmon.example/key.pem")
		require.Equal(t, vc.Indeterminate, verify(t, token, served, trusted()).Verdict)
	})
}

func TestRecipient(t *testing.T) {
	hashed := func(identity, salt string) recipient {
		return recipient{identity: Field{Text: identity}, salt: Field{Text: salt}, hashed: true}
	}
	plain := func(kind, identity string) recipient {
		return recipient{kind: Field{Text: kind}, identity: Field{Text: identity}}
	}
	for _, tt := range []struct {
		r        recipient
		identity string
		want     bool
	}{
		// Published values of the 1EdTech examples.
		{hashed("sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "Kosher"), "a@example.com", true},
		{hashed("sha256$B5809D8A92F8858436D7E6B87C12EBC0AE1EAC4BAECC2C0B913AEE2C922EF399", "Kosher"), "A@Example.com", true},
		{hashed("sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", ""), "a@example.com", false},
		{hashed("md5$900150983cd24fb0d6963f7d28e17f72", ""), "abc", true},
		{hashed("md5$900150983cd24fb0d6963f7d28e17f72", "c"), "ab", true},
		{hashed("sha1$a9993e364706816aba3e25717850c26c9cd0d89d", ""), "abc", false},
		{hashed("abc", ""), "abc", false},
		{plain("email", "A@example.com"), "a@example.com", true},
		{plain("email", "A@example.com"), "b@example.com", false},
		{plain("url", "https://example.com/A"), "https://example.com/A", true},
		{plain("url", "https://example.com/A"), "https://example.com/a", false},
		{plain("email", ""), "", false},
		// However you write what you know: as a URL, with white space, and whatever
		// the badge has: a URL, or a hash of one.
		{plain("email", "A@example.com"), "mailto:a@example.com", true},
		{plain("email", "mailto:a@example.com"), "MAILTO:A@example.com", true},
		{plain("email", "mailto:a@example.com"), " a@example.com\n", true},
		{plain("telephone", "+46555555"), "tel:+46555555", true},
		{plain("telephone", "tel:+46555555"), "+46555555", true},
		{plain("id", "did:example:A"), "did:example:a", false},
		{plain("id", "mailto:a@example.com"), "mailto:a@example.com", true},
		{hashed(hashOf("a@example.com", "s"), "s"), "mailto:A@example.com", true},
		{hashed(hashOf("mailto:a@example.com", "s"), "s"), "a@example.com", true},
		{hashed(strings.ToUpper(hashOf("a@example.com", "s")), "s"), "a@example.com ", true},
		{hashed(hashOf("a@example.com", ""), ""), "", false},
		{hashed(hashOf("", ""), ""), " ", false},
		{hashed(hashOf("", ""), ""), "mailto:", false},
		{plain("email", ""), "mailto:", false},
	} {
		_, fits := tt.r.match(tt.identity)
		require.Equal(t, tt.want, fits, "%v", tt)
	}
	p := trusted()
	p.Recipients = []string{"else@example.com"}
	require.ErrorIs(t, verify(t, awardText(), web(), p).Err(), proof.ErrNotBound)
	p.Recipients = append(p.Recipients, "mailto:"+mail)
	r := verify(t, awardText(), web(), p)
	require.Equal(t, vc.Valid, r.Verdict)
	require.Equal(t, []proof.Match{{Pointer: "/recipient/identity", Kind: "email", Method: "sha256", Form: "in lower case"}}, r.Recipient)
	// A hash that is not known says nothing about whose badge it is.
	text := edit(t, awardText(), "/recipient/identity", `"sha3$00"`)
	served := web()
	served[hostedID] = []byte(text)
	require.Equal(t, vc.Indeterminate, verify(t, text, served, p).Axes[vc.Bound])
}

func TestTrust(t *testing.T) {
	nobody := verify(t, awardText(), web(), proof.Policy{})
	require.Equal(t, vc.Indeterminate, nobody.Verdict)
	require.Equal(t, vc.Valid, nobody.Axes[vc.Authentic])
	require.Contains(t, nobody.Err().Error(), "--issuer")
	require.Equal(t, vc.Invalid, verify(t, awardText(), web(), proof.NewPolicy(proof.Issuers("https://other.example/"))).Verdict)
	require.Equal(t, vc.Valid, verify(t, awardText(), web(), proof.NewPolicy(proof.AnyIssuer())).Verdict)
}

func TestDates(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{`1370599200`, "2013-06-07T10:00:00Z"}, {`1370599200.9`, "2013-06-07T10:00:00Z"}, {`"1370599200"`, "2013-06-07T10:00:00Z"}, {`1.3705992e9`, "2013-06-07T10:00:00Z"},
		{`"2013-06-07"`, "2013-06-07T00:00:00Z"}, {`"2013-06-07T10:00:00"`, "2013-06-07T10:00:00Z"}, {`"2013-06-07T10:00Z"`, "2013-06-07T10:00:00Z"},
		{`"2013-06-07T10:00:00+0200"`, "2013-06-07T10:00:00+02:00"}, {`"2013-06-07T10:00:00.123456+00:00"`, "2013-06-07T10:00:00.123456+00:00"},
		{`"2013-06-07 10:00:00"`, "2013-06-07T10:00:00Z"}, {`"2013-06-07T10:00:00-02"`, "2013-06-07T10:00:00-02:00"}, {`-1`, "1969-12-31T23:59:59Z"},
		{`"2013"`, ""}, {`"2013-13-07"`, ""}, {`"soon"`, ""}, {`1e30`, ""}, {`true`, ""}, {`""`, ""}, {`"2013-06-07T10"`, ""}, {`"NaN"`, ""}, {`"Infinity"`, ""}, {`null`, ""},
	} {
		doc, err := vc.ParseDocument([]byte(`{"d":`+tt.raw+`}`), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, tt.want, readMoment(doc.Get("d")).String(), tt.raw)
	}
}

func TestIs(t *testing.T) {
	for text, want := range map[string]Edition{
		`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"recipient":{},"badge":{}}`: 0,
		`{}`: 0,
		`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}`:                                  Edition20,
		`{"@context":["https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld"],"type":["Assertion"]}`:      Edition21,
		`{"@context":"https://openbadgespec.org/v2/context.json","@type":"Assertion","@id":"https://x.se"}`: Edition20,
		`{"recipient":"a@example.com","badge":{"issuer":{"origin":"https://x.se"}}}`:                        Edition05,
	} {
		doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, want, editionOf(doc.Root()), text)
		require.Equal(t, want != 0, Is(doc), text)
	}
	class, _ := vc.ParseDocument([]byte(classText()), vc.Limits{})
	require.False(t, Is(class))
	for e, name := range map[Edition]string{0: "unknown", Edition05: "0.5", Edition21: "2.1", 99: "unknown"} {
		require.Equal(t, name, e.String())
	}
}

// Of a badge that is given by its address, the file is what was found there, not
// what was put together from it: its digest must be that of what is hosted. A
// document that was taken from the address in its id is said to be from there.
func TestFileIsWhatWasReceived(t *testing.T) {
	r := verify(t, hostedID, web(), trusted())
	require.Equal(t, awardText(), string(r.File.Bytes()))
	require.True(t, r.Document.Lookup("/badge/issuer").IsObject())

	served := web()
	served["https://malmon.example/old"] = []byte(classText())
	a := read(t, edit(t, awardText(), "/badge", `"https://malmon.example/old"`), served)
	require.Equal(t, []string{classID, issuerID}, []string{a.Fetched[0].URL, a.Fetched[1].URL})
}

func TestReadErrors(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", "x", "a.b.c", classText(), "https://malmon.example/nothing"} {
		_, err := Read(t.Context(), []byte(text), ReadOptions{})
		require.Error(t, err, text)
	}
	_, err := Read(t.Context(), []byte(hostedID), ReadOptions{})
	require.ErrorIs(t, err, vc.ErrUnreachable)
	_, err = Read(t.Context(), []byte("{}"), ReadOptions{})
	require.ErrorIs(t, err, ErrNoBadge)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Verify(ctx, []byte(awardText()), vc.Env{Fetcher: web()}, trusted())
	require.ErrorIs(t, err, context.Canceled)
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		require.False(t, seen[r.Code], r.Code)
		seen[r.Code] = true
		require.NotEmpty(t, r.Text)
		require.NotEmpty(t, r.Spec)
	}
}

func BenchmarkVerifyHosted(b *testing.B) {
	served, p := web(), trusted()
	for b.Loop() {
		if r := verify(b, awardText(), served, p); r.Verdict != vc.Valid {
			b.Fatal(r.Findings)
		}
	}
}
