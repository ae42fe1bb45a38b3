package edc

import (
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A viewer shows the names of codes, so that every code of a list that we know has
// one: countries, levels, credit systems.
func TestCodesHaveNames(t *testing.T) {
	c := norraby(t)
	c.Envelope.Issuer.Locations = []mc.Location{{Addresses: []mc.Address{{Country: mc.Country{Alpha2: "SE"}}}}}
	c.Definition.Levels = []mc.Level{{Kind: mc.LevelEQF, EQF: 5}}
	amount, err := mc.ParseDecimal("7.5")
	require.NoError(t, err)
	c.Definition.Workload = []mc.Workload{{Kind: mc.WorkloadCredits, Amount: amount}}
	doc, _, _ := plainly(t, c, EncodeOptions{CreditFramework: "ECTS"})
	for pointer, name := range map[string]string{
		"/issuer/location/address/countryCode": "Sweden", "/credentialSubject/hasClaim/specifiedBy/eqfLevel": "Level 5",
		"/credentialSubject/hasClaim/specifiedBy/creditPoint/framework": "European Credit Transfer System",
	} {
		require.Equal(t, `{"en":"`+name+`"}`, doc.Lookup(pointer+"/prefLabel").Raw(), pointer)
	}
}

// The country of a number is not taken from an address whose code and name are those of
// different countries.
func TestContradictoryCountry(t *testing.T) {
	c := norraby(t)
	c.Envelope.Issuer.Locations = []mc.Location{{Addresses: []mc.Address{{Country: mc.Country{Alpha2: "IR", Concept: mc.Concept{Label: mc.Text("en", "Ireland")}}}}}}
	c.Envelope.Issuer.Identifiers = []mc.Identifier{{Scheme: mc.IdentRegistration, Value: "17"}}
	doc, _, _ := plainly(t, c, EncodeOptions{})
	require.False(t, doc.Lookup("/issuer/registration").Exists())
	require.Equal(t, "17", doc.Lookup("/issuer/identifier/notation").Text())
	found := mc.Observe(c)
	require.Len(t, found, 1)
	require.Equal(t, mc.CodeCountry, found[0].Code)
	require.True(t, found[0].IsContradiction())
	require.Equal(t, "the code of the country is IR (Iran), but the name is that of IE (Ireland)", found[0].Detail)
}
