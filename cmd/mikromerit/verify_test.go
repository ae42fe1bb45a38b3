package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// line is a line of verify --json, as somebody else would read it.
type line struct {
	File     string            `json:"file"`
	Format   string            `json:"format"`
	Baked    string            `json:"baked"`
	Edition  string            `json:"edition"`
	At       string            `json:"at"`
	Verdict  string            `json:"verdict"`
	Derived  bool              `json:"derived"`
	Axes     map[string]string `json:"axes"`
	Findings []struct {
		Code    *string `json:"code"`
		Axis    *string `json:"axis"`
		Status  *string `json:"status"`
		Level   string  `json:"level"`
		Pointer *string `json:"pointer"`
		Detail  *string `json:"detail"`
		Spec    string  `json:"spec"`
		Type    string  `json:"type"`
	} `json:"findings"`
	Europass json.RawMessage `json:"europass"`
	Headline string          `json:"headline"`
	SignedBy []struct {
		ID, Name, Claims string
		Sealed, Trusted  bool
	} `json:"signedBy"`
	Settle []string `json:"settle"`
	Proofs []struct {
		Seal                                                    json.RawMessage `json:"seal"`
		Suite, Pointer, Verdict, VerificationMethod, Controller string
	} `json:"proofs"`
	Credentials  []line `json:"credentials"`
	Endorsements []line `json:"endorsements"`
	Pointer      string `json:"pointer"` // of a nested one
}

// lines reads the output of verify --json and checks its form.
func (b *bench) lines() []line {
	b.t.Helper()
	var all []line
	for text := range strings.Lines(b.out) {
		require.True(b.t, strings.HasSuffix(text, "\n"))
		var l line
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.DisallowUnknownFields()
		require.NoError(b.t, decoder.Decode(&l), text)
		require.NotEmpty(b.t, l.Findings, text)
		require.NotNil(b.t, l.Proofs, text)
		for _, f := range l.Findings {
			require.NotNil(b.t, f.Pointer, text)
			require.NotEmpty(b.t, *f.Code, text)
			require.Contains(b.t, []string{"pass", "fail", "unknown", "warn", "not-asked"}, *f.Status)
			require.Contains(b.t, axisNames, *f.Axis)
			require.Contains(b.t, []string{"", "MUST", "SHOULD"}, f.Level)
			require.Regexp(b.t, `^(?s:\p{Lu}.*[.?])$`, *f.Detail, "a sentence")
		}
		all = append(all, l)
	}
	return all
}

// axisNames are the five questions in the output for machines.
var axisNames = []string{"authentic", "in-force", "trusted", "bound", "conformant"}

// has reports whether a finding with this code and status was made.
func (l line) has(code, status string) bool {
	for _, f := range l.Findings {
		if *f.Code == code && *f.Status == status {
			return true
		}
	}
	return false
}

// signedFile signs a credential and returns its path and the issuer's DID.
func signedFile(b *bench, name, suite string, make func(issuer string) []byte) (file, did string) {
	b.t.Helper()
	key, did := b.key("key-" + name)
	draft := b.put("draft-"+name, make(quoted(did)))
	b.run("issue", "--suite", suite, "--key", key, "-o", b.path(name), draft)
	require.Equal(b.t, exitValid, b.status, b.err)
	return b.path(name), did
}

// What is no credential at all is neither valid nor invalid: it is an error,
// which says what the file is. What is meant as a credential and is faulty or
// unsigned is invalid.
func TestVerifyBadInput(t *testing.T) {
	none := "eyJhbGciOiJub25lIn0.e30."
	nested := strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)
	for _, test := range []struct {
		name, content         string
		format, verdict, code string
		status                int
	}{
		{"empty", "", "unknown", "error", "FORMAT-EMPTY", exitError},
		{"blank", " \n\t", "unknown", "error", "FORMAT-EMPTY", exitError},
		{"truncated", string(credential(`"did:example:a"`))[:200], "unknown", "error", "JSON-SYNTAX", exitError},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unknown", "error", "BAKE-CHUNK", exitError},
		{"drawing", "<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown", "error", "BAKE-NONE", exitError},
		{"drawing with entities", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>", "unknown", "error", "BAKE-ENTITY", exitError},
		{"broken drawing", "<svg xmlns='http://www.w3.org/2000/svg'>", "unknown", "error", "BAKE-XML", exitError},
		{"page", "<html></html>", "unknown", "error", "FORMAT-XML", exitError},
		{"PDF", "%PDF-1.7\n", "unknown", "error", "FORMAT-PDF", exitError},
		{"JPEG", "\xff\xd8\xff\xe0", "unknown", "error", "FORMAT-JPEG", exitError},
		{"archive", "PK\x03\x04", "unknown", "error", "FORMAT-ZIP", exitError},
		{"UTF-16", "\xff\xfe{\x00}\x00", "unknown", "error", "FORMAT-UTF16", exitError},
		{"byte order mark", "\xef\xbb\xbf{}", "unknown", "error", "FORMAT-BOM", exitError},
		{"certificate", "-----BEGIN CERTIFICATE-----", "unknown", "error", "FORMAT-PEM", exitError},
		{"random", "\x00\x01\xfe\xff", "unknown", "error", "JSON-", exitError},
		{"text", "hello", "unknown", "error", "JSON-SYNTAX", exitError},
		{"array", "[]", "unknown", "error", "FORMAT-NOTHING", exitError},
		{"numbers", "[1, 2]", "unknown", "error", "FORMAT-NOTHING", exitError},
		{"duplicate", `{"a":1,"a":2}`, "unknown", "error", "JSON-DUPLICATE-NAME", exitError},
		{"trailing", `{} {}`, "unknown", "error", "JSON-TRAILING", exitError},
		{"object", `{}`, "unknown", "error", "FORMAT-NOTHING", exitError},
		// A context lists the names of a badge, and is none.
		{"context of badges", `{"@context":{"badge":"x:badge","recipient":"x:recipient","verify":"x:verify"}}`, "unknown", "error", "FORMAT-NOTHING", exitError},
		{"key", `{"kty":"OKP","crv":"Ed25519","x":""}`, "unknown", "error", "FORMAT-NOTHING", exitError},
		{"unsecured", string(credential(`"did:example:a"`)), "unsecured", "invalid", "PROOF-NONE", exitInvalid},
		{"alg none", none, "jws", "invalid", "", exitInvalid},
		{"two parts", "eyJhbGciOiJFZERTQSJ9.e30", "unknown", "error", "JWS-FORM", exitError},
		{"padding", "eyJhbGciOiJFZERTQSJ9.e30.AA==", "unknown", "error", "JWS-FORM", exitError},
		{"folded", "eyJhbGciOiJFZERTQSJ9.\ne30.AA", "unknown", "error", "JWS-FORM", exitError},
		{"encrypted", "eyJhbGciOiJFZERTQSJ9.AA.AA.AA.AA", "unknown", "error", "JWS-FORM", exitError},
		{"envelope", `{"payload":"","signatures":[]}`, "unknown", "error", "JWS-SERIALISATION", exitError},
		{"nested", nested, "unknown", "error", "JSON-DEPTH", exitError},
		{"nested payload", string(testkit.Seal([]byte(nested), testkit.SealOptions{})), "unknown", "error", "JSON-DEPTH", exitError},
		{"large", `"` + strings.Repeat("a", maxFile) + `"`, "unknown", "error", "JSON-SIZE", exitError},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			check := func(file string) {
				require.Equal(t, test.status, b.status)
				require.Equal(t, test.verdict == "error", b.err != "", "only an error speaks up")
				lines := b.lines()
				require.Len(t, lines, 1)
				require.Equal(t, file, lines[0].File)
				require.Equal(t, test.format, lines[0].Format)
				require.Equal(t, test.verdict, lines[0].Verdict)
				codes := ""
				for _, f := range lines[0].Findings {
					codes += *f.Code + " "
					if test.verdict == "error" {
						require.NotEmpty(t, f.Spec, "explain knows the codes of what cannot be judged, too: %s", *f.Code)
					}
				}
				require.Contains(t, codes, test.code)
			}
			file := b.put("file", []byte(test.content))
			b.run("verify", "--any-issuer", "--json", file)
			check("file")
			b.stdin = test.content
			b.run("verify", "--any-issuer", "--json", "-")
			check("-")
			b.run("verify", "--any-issuer", file)
			require.Equal(t, test.status, b.status)
			require.True(t, strings.HasPrefix(b.out, "file: "+test.verdict), b.out)
		})
	}
}

func TestVerifyUnreadableFiles(t *testing.T) {
	b := newBench(t)
	b.run("verify", "--any-issuer", "--json", b.path("none.json"), b.dir)
	require.Equal(t, exitError, b.status)
	lines := b.lines()
	require.Len(t, lines, 1, "the folder is empty")
	for _, l := range lines {
		require.Equal(t, "unknown", l.Format)
		require.Equal(t, "error", l.Verdict)
		require.True(t, l.has("FILE-READ", "unknown"))
	}
	b.run("verify", "--any-issuer", b.path("none.json"))
	require.Equal(t, "none.json: error\n", b.out)
	require.Equal(t, "mikromerit: none.json cannot be read: there is no such file; check its name\n", b.err)
}

func TestVerifyStandardInputOnce(t *testing.T) {
	b := newBench(t)
	b.stdin = `{"credentialSubject":{}}`
	b.run("verify", "--any-issuer", "--json", "-", "-")
	require.Equal(t, exitError, b.status)
	lines := b.lines()
	require.Equal(t, "invalid", lines[0].Verdict)
	require.Equal(t, "error", lines[1].Verdict)
	require.Contains(t, b.err, "standard input cannot be read: it was read already")
}

func TestVerifySigned(t *testing.T) {
	for _, suite := range []string{"eddsa-jcs-2022", "eddsa-rdfc-2022"} {
		t.Run(suite, func(t *testing.T) {
			b := newBench(t)
			file, did := signedFile(b, "signed.json", suite, credential)
			b.run("verify", "--any-issuer", "--json", file)
			require.Equal(t, exitValid, b.status, b.out)
			l := b.lines()[0]
			require.Equal(t, "data-integrity", l.Format)
			require.Equal(t, "valid", l.Verdict)
			require.True(t, l.has("PROOF-SIGNATURE", "pass"))
			require.True(t, l.has("ISSUER-KEY", "pass"))
			require.True(t, l.has("ISSUER-TRUST", "not-asked"))
			require.Equal(t, suite, l.Proofs[0].Suite)
			require.Equal(t, did, l.Proofs[0].Controller)

			b.run("verify", "--json", "--issuer", did, file)
			require.Equal(t, exitValid, b.status)
			require.True(t, b.lines()[0].has("ISSUER-TRUST", "pass"))
			b.run("verify", "--json", "--issuer", "did:example:somebody", file)
			require.Equal(t, exitInvalid, b.status)
			require.True(t, b.lines()[0].has("ISSUER-TRUST", "fail"))
			b.run("verify", "--any-issuer", "--json", "--now", "2026-05-04T11:59:59Z", file)
			require.Equal(t, exitInvalid, b.status)
			require.True(t, b.lines()[0].has("VALID-FROM", "fail"))

			tampered := strings.Replace(b.get("signed.json"), "Fjord", "Fjell", 1)
			b.run("verify", "--any-issuer", "--json", b.put("tampered.json", []byte(tampered)))
			require.Equal(t, exitInvalid, b.status)
			require.True(t, b.lines()[0].has("PROOF-SIGNATURE", "fail"))

			unknown := strings.Replace(b.get("signed.json"), suite, "eddsa-rot13-2022", 1)
			b.run("verify", "--any-issuer", "--json", b.put("unknown.json", []byte(unknown)))
			require.Equal(t, exitIndeterminate, b.status)
			require.True(t, b.lines()[0].has("PROOF-SUITE", "unknown"))
		})
	}
}

// A key that is not the issuer's makes a right signature worthless.
func TestVerifyForeignKey(t *testing.T) {
	b := newBench(t)
	other, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	doc, err := vc.ParseDocument(credential(quoted("did:example:school")), vc.Limits{})
	require.NoError(t, err)
	signed, err := dataintegrity.Sign(t.Context(), vc.Env{Clock: b.clock}, doc, dataintegrity.EdDSARDFC2022,
		other.Key(), dataintegrity.Options{})
	require.NoError(t, err)
	file := b.put("foreign.json", signed.Bytes())
	b.run("verify", "--any-issuer", "--json", file)
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("ISSUER-KEY", "fail"))
	require.True(t, b.lines()[0].has("PROOF-SIGNATURE", "pass"))
	b.run("verify", "--any-issuer", "--json", "--unsafe-allow-foreign-keys", file)
	require.Equal(t, exitValid, b.status)
	require.True(t, b.lines()[0].has("ISSUER-KEY", "warn"))
}

func TestVerifyContextUnknown(t *testing.T) {
	b := newBench(t)
	signedFile(b, "signed.json", "eddsa-rdfc-2022", credential)
	text := strings.Replace(b.get("signed.json"), `credentials/v2"]`, `credentials/v2", "https://vestre-aas.example/context"]`, 1)
	b.run("verify", "--any-issuer", "--json", b.put("other.json", []byte(text)))
	require.Equal(t, exitIndeterminate, b.status)
	require.True(t, b.lines()[0].has("JSONLD-CONTEXT-UNKNOWN", "unknown"), b.out)
}

func TestVerifySealed(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "sealed.json", sealable())
	b.run("verify", "--any-issuer", "--json", file)
	require.Equal(t, exitIndeterminate, b.status, b.out)
	l := b.lines()[0]
	require.Equal(t, "jades", l.Format)
	require.True(t, l.has("ISSUER-TRUST", "not-asked"))
	require.True(t, l.has("PROOF-SIGNATURE", "pass"))

	b.run("verify", "--json", "--anchor", anchor, file)
	require.Equal(t, exitIndeterminate, b.status, "nothing shows whether the certificate was revoked")
	require.Equal(t, "valid", b.lines()[0].Axes["trusted"])
	require.True(t, b.lines()[0].has("SEAL-REVOCATION", "unknown"), b.out)
	b.ok("verify", "--json", "--anchor", anchor, "--unsafe-allow-unknown-revocation", file)
	require.True(t, b.lines()[0].has("SEAL-REVOCATION", "warn"))

	forged := testkit.Seal(sealable(), testkit.SealOptions{Forge: func(p *testkit.SealParts) {
		p.Payload = strings.Replace(p.Payload, "Ingrid", "Astrid", 1)
	}})
	b.run("verify", "--json", "--anchor", anchor, b.put("forged.json", forged))
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("PROOF-SIGNATURE", "fail"))
}

// The worst of several files counts, and the order of the files is kept.
func TestVerifySeveral(t *testing.T) {
	b := newBench(t)
	valid, _ := signedFile(b, "valid.json", "eddsa-jcs-2022", credential)
	open, _ := sealed(b, "open.json", sealable())
	invalid := b.put("invalid.json", credential(quoted("did:example:a")))
	missing := b.path("missing.json")
	for _, test := range []struct {
		want  int
		files []string
	}{
		{exitValid, []string{valid, valid}},
		{exitIndeterminate, []string{valid, open, valid}},
		{exitInvalid, []string{open, invalid, open}},
		{exitInvalid, []string{invalid, open}},
		{exitError, []string{missing, invalid, open, valid}},
	} {
		b.run(append([]string{"verify", "--any-issuer", "--json"}, test.files...)...)
		require.Equal(t, test.want, b.status)
		lines := b.lines()
		require.Len(t, lines, len(test.files))
		for i, l := range lines {
			require.Equal(t, test.files[i], b.path(l.File))
		}
	}
}

func TestVerifyText(t *testing.T) {
	b := newBench(t)
	valid, _ := signedFile(b, "valid.json", "eddsa-jcs-2022", credential)
	b.run("verify", "--any-issuer", valid, b.put("{}.json", credential(quoted("did:example:a"))))
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.out, "valid.json: valid (embedded proof, Data Integrity)\nSigned by did:key:")
	require.Contains(t, b.out, "\n  authentic: yes, in force: yes, trusted: -, bound: -, conformant: yes\n  ok    PROOF-")
	require.Contains(t, b.out, "\n\n{}.json: invalid (no proof)\nNobody signed it.\n  authentic: NO, in force: yes, trusted: -, bound: -, conformant: yes\n  FAIL  PROOF-NONE ")
	for _, l := range strings.Split(b.out, "\n") {
		require.LessOrEqual(t, len(l), defaultWidth, l)
	}
}

// Every change to a signed file is noticed, and none of them is an error of
// the command. Under eddsa-jcs-2022 only the order of members means nothing.
func TestVerifyMutants(t *testing.T) {
	b := newBench(t)
	signedFile(b, "signed.json", "eddsa-jcs-2022", openBadge)
	files := []string{"verify", "--any-issuer", "--json"}
	var names []string
	for mutant := range testkit.Mutants([]byte(b.get("signed.json"))) {
		if mutant.Mutation != testkit.Reorder {
			files = append(files, b.put(strconv.Itoa(len(names)), mutant.Text))
			names = append(names, mutant.String())
		}
	}
	b.run(files...)
	lines := b.lines()
	require.Len(t, lines, len(names))
	require.Greater(t, len(names), 100)
	for i, l := range lines {
		require.NotEqual(t, "valid", l.Verdict, names[i])
		if l.Verdict == "error" { // then it is no credential any more
			require.Regexp(t, "^(FORMAT|JSON)-", *l.Findings[0].Code, names[i])
		}
	}
}

// What is wrong with a credential in a presentation is said, not only that
// something is.
func TestVerifyPresentation(t *testing.T) {
	b := newBench(t)
	_, did := b.key("key.json")
	signedFile(b, "inner.json", "eddsa-jcs-2022", credential)
	tampered := strings.Replace(b.get("inner.json"), "Fjord", "Fjell", 1)
	doc, err := vc.ParseDocument([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"`+did+`",
		"verifiableCredential":[`+b.get("inner.json")+","+tampered+"]}"), vc.Limits{})
	require.NoError(t, err)
	holder, err := keys.Parse([]byte(b.get("key.json")))
	require.NoError(t, err)
	signed, err := dataintegrity.Sign(t.Context(), vc.Env{Clock: b.clock}, doc, dataintegrity.EdDSAJCS2022,
		holder.Key(), dataintegrity.Options{})
	require.NoError(t, err)
	file := b.put("presentation.json", signed.Bytes())
	b.run("verify", "--any-issuer", "--json", file)
	require.Equal(t, exitInvalid, b.status)
	nested := b.lines()[0].Credentials
	require.Len(t, nested, 2)
	require.Equal(t, "valid", nested[0].Verdict)
	require.Equal(t, "/verifiableCredential/1", nested[1].Pointer)
	require.True(t, nested[1].has("PROOF-SIGNATURE", "fail"))
	b.run("verify", "--any-issuer", file)
	require.Contains(t, b.out, "\n\n/verifiableCredential/1: invalid (embedded proof, Data Integrity)\n")
}
