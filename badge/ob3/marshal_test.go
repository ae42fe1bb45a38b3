package ob3

import (
	stdjson "encoding/json"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

// Whoever marshals a struct with encoding/json gets the same members as from
// the package's own writer: no member named Unknown, nothing left out.
func TestEveryClassIsTheSameForEncodingJSON(t *testing.T) {
	doc := good(t)
	whole, err := ParseAchievementCredential(doc)
	require.NoError(t, err)
	text, err := stdjson.Marshal(whole)
	require.NoError(t, err)
	require.JSONEq(t, doc.String(), string(text))

	kept := jsontext.Value(`{"own":{"b":[1.0]}}`)
	for _, class := range []any{
		AchievementCredential{Unknown: kept}, AchievementSubject{Unknown: kept}, Evidence{Unknown: kept}, Image{Unknown: kept},
		Achievement{Unknown: kept}, Criteria{Unknown: kept}, Alignment{Unknown: kept}, Related{Unknown: kept},
		Result{Unknown: kept}, ResultDescription{Unknown: kept}, RubricCriterionLevel{Unknown: kept},
		EndorsementCredential{Unknown: kept}, EndorsementSubject{Unknown: kept}, Profile{Unknown: kept}, Address{Unknown: kept},
		GeoCoordinates{Unknown: kept}, IdentityObject{Unknown: kept}, IdentifierEntry{Unknown: kept}, Service{Unknown: kept},
		CredentialStatus{Unknown: kept, Others: []CredentialStatus{{ID: "x:y"}}}, RelatedResource{Unknown: kept}, Proof{Unknown: kept},
		Contexts{"x:y"}, List[Image]{{ID: "x:y", Unknown: kept}},
	} {
		own, err := json.Marshal(class)
		require.NoError(t, err)
		theirs, err := stdjson.Marshal(class)
		require.NoError(t, err)
		require.JSONEq(t, string(own), string(theirs), "%T", class)
		require.NotContains(t, string(theirs), "Unknown")
	}
}
