package edc

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// The lines of a sheet have labels that people understand, and not the names that
// fields have in the model. Two fields of one part never have the same label.
func TestFieldsHaveWords(t *testing.T) {
	// What stands in members of its own, or has no text.
	unsaid := []string{"hash", "content", "accreditation", "citizenship", "gender", "birthDate", "birthInstant", "birthPlace", "label", "endorsements", "target"}
	for _, part := range []any{
		mc.Address{}, mc.Alignment{}, mc.Concept{}, mc.ContactPoint{}, mc.CredentialRef{}, mc.Evidence{}, mc.Geo{}, mc.Grade{}, mc.GradingScheme{},
		mc.Identifier{}, mc.Location{}, mc.Media{}, mc.Note{}, mc.Party{}, mc.Period{}, mc.Person{}, mc.Supervision{}, mc.WebResource{}, mc.Workload{},
		mc.AwardClass{}, mc.IssuingRight{}, mc.Origin{}, mc.Partner{}, mc.ValidationStep{},
	} {
		words := map[string]string{}
		for i := range reflect.TypeOf(part).NumField() {
			name := mc.FieldName(reflect.TypeOf(part).Field(i).Name)
			if slices.Contains(unsaid, name) {
				continue
			}
			require.Contains(t, fieldsInWords(), name, "%T", part)
			word := fieldsInWords().in("en", name)
			require.Empty(t, words[word], "%T: %s and %s are both %s", part, name, words[word], word)
			words[word] = name
		}
	}
}

// A word is read back as the value that it was written for.
func TestWordsForValuesAreUnique(t *testing.T) {
	of := map[string]string{}
	for key, all := range valuesInWords() {
		for _, word := range all {
			require.Contains(t, []string{"", key}, of[word], word)
			of[word] = key
		}
	}
}
