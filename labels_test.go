package mikromerit_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

type labels struct{}

func (labels) Lookup(_ context.Context, iri string) (vocabulary.Concept, bool) {
	return vocabulary.Concept{IRI: iri, Scheme: vocabulary.ESCOSkills, Code: "1", Label: "weld steel"}, true
}

// A caller's list of labels is shown, and the credential stays as it was read.
func TestInspectAsksForLabels(t *testing.T) {
	const file = `{"@context":["https://www.w3.org/2018/credentials/v1","http://data.europa.eu/snb/model/context/edc-ap"],
		"type":["VerifiableCredential","EuropeanDigitalCredential"],"credentialSubject":{"type":"Person","hasClaim":{"type":"LearningAchievement","title":{"sv":"Svetsning"},
		"specifiedBy":{"type":"Qualification","learningOutcome":{"type":"LearningOutcome","title":{"sv":"svetsa"},"relatedESCOSkill":{"id":"http://data.europa.eu/esco/skill/8f18f987-33e2-4228-9efb-65de25d03330","type":"Concept"}}}}}}`
	shown := func(o mikromerit.InspectOptions) (string, *mikromerit.Inspection) {
		i, err := new(mikromerit.Verifier).Inspect(context.Background(), []byte(file), o)
		require.NoError(t, err)
		text, err := json.Marshal(i.Sections)
		require.NoError(t, err)
		return string(text), i
	}
	plain, without := shown(mikromerit.InspectOptions{})
	named, with := shown(mikromerit.InspectOptions{Labels: labels{}})
	require.NotContains(t, plain, "weld steel")
	require.Contains(t, named, "weld steel")
	require.Equal(t, without.Credential, with.Credential)
}
