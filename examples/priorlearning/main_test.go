package main

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

var env = vc.Env{Clock: func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }}

// read returns the credential that a file holds, as anybody who does not know our
// extension reads it.
func read(t *testing.T, file []byte) (*mikromerit.Inspection, *mc.Credential) {
	t.Helper()
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = env
	found, err := verifier.Inspect(t.Context(), file, mikromerit.InspectOptions{})
	require.NoError(t, err)
	require.NotNil(t, found.Credential)
	return found, found.Credential
}

func TestPriorLearning(t *testing.T) {
	var out bytes.Buffer
	badge, draft, err := run(t.Context(), &out, env, "../data/test-key.json")
	require.NoError(t, err)
	require.Equal(t, `11 of 11 mandatory and 3 of 5 optional elements present
fi-he: valid
  SHOULD EUMC-FI-HE-CREDITS: The workload should be 1 to 59 ECTS credits; found credits of another framework only.
  SHOULD EUMC-FI-HE-LEVEL: The level should be one of the EQF or of the Finnish framework; found nothing.
  SHOULD EUMC-FI-HE-COUNTRY: The issuer should be in Finland; found another value.
no-mini: valid
`, out.String()[:bytes.Index(out.Bytes(), []byte("badge:"))])

	found, _ := read(t, badge)
	require.NoError(t, found.Result.Err(), "the badge is signed and valid")
	require.Contains(t, fmt.Sprint(found.Sections), "Form of participation: onsite")
	for name, file := range map[string][]byte{"badge": badge, "draft": draft} {
		_, c := read(t, file)
		require.Equal(t, mc.RouteValidation, c.Award.Route, name)
		require.Len(t, c.Award.Validation, 4, name)
		for i, phase := range mc.Phases() {
			require.Equal(t, phase, c.Award.Validation[i].Phase, name)
			require.NotEmpty(t, c.Award.Validation[i].By, name)
			require.NotEmpty(t, c.Award.Validation[i].Methods, name)
		}
		for language, title := range map[string]string{"nb": "Vinterhogst og terrengkjøring", "se": "Dálvečuohppan ja meahccevuodjin", "sv": "Vinteravverkning och terrängkörning"} {
			require.Equal(t, []string{title}, c.Definition.Title.In(language), name)
		}
		require.Equal(t, "http://data.europa.eu/snb/qdr/c_12ece3d4", c.Definition.Levels[0].Value.IRI, "NKR 5.1 in the %s", name)
		require.Zero(t, c.Definition.Levels[0].EQF, "no level of the EQF is derived")
		require.Equal(t, "11 of 11 mandatory and 3 of 5 optional elements present", mc.AnnexISummary(mc.AnnexI(c)), name)
	}
}

// A contradiction is reported: the law of the model sees a validation that nobody took.
func TestValidationOfACourseIsReported(t *testing.T) {
	c := validated("did:web:vestre-aas.example")
	require.Empty(t, mikromerit.Observe(c))
	c.Award.Route = mc.RouteCourse
	require.NotEmpty(t, mikromerit.Observe(c))
}

func TestRefusesWithoutAKey(t *testing.T) {
	_, _, err := run(t.Context(), &bytes.Buffer{}, env, "main.go")
	require.Error(t, err)
}
