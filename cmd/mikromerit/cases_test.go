package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// answer is what verify must say of a file: its exit status, and the code of
// the finding that decides, or of an axis that is answered apart from the
// verdict.
type answer struct {
	status int
	code   string // the finding that keeps it from being valid; "" when it is
	breach string // a breach of the rules of the format, which decides nothing
}

// cases are the right answers for small inputs that other software makes, when
// nobody asks who the issuer is. Each stands for a kind of file.
var cases = map[string]answer{
	// Sound badges, and such that break a rule of their format: what they owe to
	// the format is another question than whether they are genuine.
	"00-control.json":                     {exitValid, "", ""},
	"01-subject-without-id.json":          {exitValid, "", "OB3-SUBJECT"},
	"02-subject-only-name.json":           {exitValid, "", "OB3-SUBJECT"},
	"04-achievementType-Program.json":     {exitValid, "", "OB3-ENUM"},
	"05-v1-bitstring-status-context.json": {exitIndeterminate, "STATUS", ""},
	"07-inline-context.json":              {exitValid, "", ""},
	"08-empty-array.json":                 {exitValid, "", "OB3-EMPTY"},
	"09-null-member.json":                 {exitValid, "", ""},
	"recipient-mailto-id.json":            {exitValid, "", ""},
	"ob3-with-source-to-edc.json":         {exitValid, "", ""},
	"inline-context-ed25519-2020.json":    {exitValid, "", ""},

	// Keys and algorithms: what is not supported is not known, never wrong.
	"11-es512.jwt":                {exitValid, "", ""},
	"didkey-jwk-jcs-pub.jwt":      {exitValid, "", ""},
	"didweb-credential.json":      {exitIndeterminate, "PROOF-METHOD", ""},
	"kid-is-jwk-thumbprint.jwt":   {exitValid, "", ""},
	"kid-is-jwk-url.jwt":          {exitIndeterminate, "PROOF-METHOD", ""},
	"proof-set-one-unknown.json":  {exitInvalid, "PROOF-METHOD", ""}, // bbs-2023 is known by now, and its key is none
	"proof-suite-typo.json":       {exitIndeterminate, "PROOF-SUITE", ""},
	"jwt-old-typ.jwt":             {exitValid, "", ""},
	"jwt-es256-der-signature.jwt": {exitInvalid, "PROOF-SIGNATURE", ""},

	// Selective disclosure.
	"eudi-learning-credential.dc+sd-jwt": {exitIndeterminate, "ISSUER-KEY", ""},
	"sd-base-nothing-mandatory.json":     {exitInvalid, "PROOF-VALUE", ""},

	// What holds credentials is read.
	"presentation-unsigned.json":         {exitValid, "", ""},
	"presentation-signed-inspect.json":   {exitInvalid, "VALID-UNTIL", ""},
	"wrapper-array-of-badges.json":       {exitValid, "", ""},
	"wrapper-ob3-api-response.json":      {exitValid, "", ""},
	"wrapper-quoted-jwt.json":            {exitValid, "", ""},
	"wrapper-statuslist.json":            {exitValid, "", ""},
	"status-entry-for-wrapped-list.json": {exitIndeterminate, "STATUS", ""},

	// Badges of Open Badges 2 count where they are hosted.
	"ob2-expires-null.json": {exitIndeterminate, "OB2-HOSTED", ""},
	"ob2-hosted.json":       {exitIndeterminate, "OB2-HOSTED", ""},
	"ob2-hosted-ects.json":  {exitIndeterminate, "OB2-HOSTED", ""},

	// Drafts that nobody has signed.
	"20-esco-alignment.json":             {exitInvalid, "PROOF-NONE", ""},
	"base-draft.json":                    {exitInvalid, "PROOF-NONE", ""},
	"default-badge-proposal.json":        {exitInvalid, "PROOF-NONE", ""},
	"draft-inline-context.json":          {exitInvalid, "PROOF-NONE", ""},
	"draft-own-context.json":             {exitInvalid, "PROOF-NONE", ""},
	"draft-statuslist2021-context.json":  {exitInvalid, "PROOF-NONE", ""},
	"draft-vc11-without-di-context.json": {exitInvalid, "PROOF-NONE", ""},
	"dutch-2026-profile.json":            {exitInvalid, "PROOF-NONE", ""},
	"edc-own-draft.json":                 {exitInvalid, "PROOF-NONE", ""},
	"plain-swedish-style-badge.json":     {exitInvalid, "PROOF-NONE", ""},

	// What is no credential is an error, whose message says what it is.
	"didweb-multikey-without-prefix.did.json":   {exitError, "FORMAT-NOTHING", ""},
	"didweb-ok.did.json":                        {exitError, "FORMAT-NOTHING", ""},
	"didweb-old-key-removed.did.json":           {exitError, "FORMAT-NOTHING", ""},
	"key-ed25519-2020-privateKeyMultibase.json": {exitError, "FORMAT-NOTHING", ""},
	"key-jwks-of-one.json":                      {exitError, "FORMAT-NOTHING", ""},
	"kid-is-jwk-url.issuer-profile.json":        {exitError, "FORMAT-NOTHING", ""},
	"kid-is-jwk-url.jwk.json":                   {exitError, "FORMAT-NOTHING", ""},
	"ob2-badgeclass.json":                       {exitError, "FORMAT-PART", ""},
	"ob2-issuer-profile.json":                   {exitError, "FORMAT-PART", ""},
	"document.pdf":                              {exitError, "FORMAT-PDF", ""},
	"picture.jpg":                               {exitError, "FORMAT-JPEG", ""},
	"jwt-two-parts.jwt":                         {exitError, "JWS-FORM", ""},
	"ob2-padded-signature.jws":                  {exitError, "JWS-FORM", ""},
}

// pending are the cases that get a wrong answer today, because what they need
// is not built yet.
var pending = map[string]bool{}

// caseNames lists the files of the folder that are inputs.
func caseNames(t *testing.T) []string {
	entries, err := os.ReadDir(testkit.Shared(t, "cases"))
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasSuffix(e.Name(), ".md") && !strings.HasSuffix(e.Name(), ".sh") {
			names = append(names, e.Name())
		}
	}
	return names
}

// Every small input gets the right exit status for the right reason.
func TestVerifyCases(t *testing.T) {
	for _, name := range caseNames(t) {
		t.Run(name, func(t *testing.T) {
			want, known := cases[name]
			require.True(t, known, "give the case its answer")
			if pending[name] {
				t.Skip("pending")
			}
			b := newBench(t)
			b.clock = func() time.Time { return time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC) }
			b.run("verify", "--any-issuer", "--json", b.put(name, testkit.ReadShared(t, "cases", name)))
			require.Equal(t, want.status, b.status, b.out)
			l := b.lines()[0]
			if want.code != "" {
				require.True(t, l.decidedBy(want.code), b.out)
			}
			if want.breach != "" {
				require.Equal(t, "invalid", l.Axes["conformant"])
				require.True(t, l.has(want.breach, "fail"), b.out)
			}
		})
	}
}

// decidedBy reports whether a finding that is not good was made, here or in a
// credential inside.
func (l line) decidedBy(code string) bool {
	if l.has(code, "fail") || l.has(code, "unknown") {
		return true
	}
	for _, inner := range l.Credentials {
		if inner.decidedBy(code) {
			return true
		}
	}
	return false
}
