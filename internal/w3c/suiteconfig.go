package main

import (
	"encoding/json"
	"strings"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
)

// endpoint is one endpoint in the configuration of the suites.
type endpoint struct {
	ID       string          `json:"id"`
	Endpoint string          `json:"endpoint"`
	Tags     []string        `json:"tags"`
	Keys     []string        `json:"supportedEcdsaKeyTypes,omitempty"`
	Supports *supports       `json:"supports,omitempty"`
	Options  json.RawMessage `json:"options,omitempty"`
}

type supports struct {
	VC []string `json:"vc"`
}

// offer says for which suites an issuer counts.
type offer struct {
	path string
	tags []string
	keys []string
	vc   []string
}

var offers = []offer{
	{"eddsa-rdfc-2022", []string{"eddsa-rdfc-2022", "vc2.0"}, nil, []string{"1.1", "2.0"}},
	{"eddsa-jcs-2022", []string{"eddsa-jcs-2022"}, nil, []string{"1.1", "2.0"}},
	{"ecdsa-rdfc-2019-p256", []string{"ecdsa-rdfc-2019"}, []string{"P-256"}, []string{"1.1", "2.0"}},
	{"ecdsa-rdfc-2019-p384", []string{"ecdsa-rdfc-2019"}, []string{"P-384"}, []string{"1.1", "2.0"}},
	{"ecdsa-jcs-2019-p256", []string{"ecdsa-jcs-2019"}, []string{"P-256"}, []string{"1.1", "2.0"}},
	{"ecdsa-jcs-2019-p384", []string{"ecdsa-jcs-2019"}, []string{"P-384"}, []string{"1.1", "2.0"}},
	{"ecdsa-sd-2023", []string{"ecdsa-sd-2023"}, []string{"P-256"}, []string{"1.1", "2.0"}},
	{"bbs-2023", []string{"bbs-2023"}, nil, []string{"1.1", "2.0"}},
	{"Ed25519Signature2020", []string{"Ed25519Signature2020"}, nil, []string{"1.1", "2.0"}},
	{"enveloped", []string{"EnvelopingProof"}, nil, []string{"2.0"}},
	{"bitstring", []string{"BitstringStatusList"}, nil, []string{"2.0"}},
}

// suiteConfig returns the file localConfig.cjs of the suites.
//
// Two endpoints never share an object for their options: the suites write into it.
func suiteConfig(base string, conforming bool, suites []vcapi.Suite) string {
	const name = "mikromerit"
	var issuers []endpoint
	var first string
	for _, o := range offers {
		for _, s := range suites {
			if s.Path == o.path {
				first = s.Key.Controller()
				path := s.Path
				if path == "bitstring" && !conforming {
					path = "miscount"
				}
				issuers = append(issuers, endpoint{ID: first, Endpoint: base + "/" + path + "/credentials/issue", Tags: o.tags, Keys: o.keys, Supports: &supports{o.vc}})
			}
		}
	}
	all := []string{"eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023", "bbs-2023", "Ed25519Signature2020", "vc2.0", "EnvelopingProof", "BitstringStatusList"}
	at := func(path string, options json.RawMessage, tags ...string) endpoint {
		return endpoint{ID: first, Endpoint: base + path, Tags: tags, Keys: []string{"P-256", "P-384"}, Supports: &supports{[]string{"1.1", "2.0"}}, Options: options}
	}
	// The token in the tests is meant for this audience, and a verifier that is
	// another one must refuse it (RFC 7519 section 4.1.3).
	audience := json.RawMessage(`{"domain": "example.com"}`)
	verifiers := []endpoint{at("/credentials/verify", nil, all...)}
	if !conforming {
		all = all[:len(all)-1]
		verifiers = []endpoint{at("/credentials/verify", nil, all...), at("/miscount/credentials/verify", nil, "BitstringStatusList")}
	}
	text, err := json.MarshalIndent(map[string]any{
		"settings": map[string]bool{"enableInteropTests": true, "testAllImplementations": false},
		"implementations": []any{map[string]any{
			"name": name, "implementation": name,
			"issuers":     issuers,
			"verifiers":   verifiers,
			"vpVerifiers": []endpoint{at("/presentations/verify", nil, "vc2.0"), at("/presentations/verify", audience, "EnvelopingProof")},
			"vcHolders":   []endpoint{at("/credentials/derive", nil, "ecdsa-sd-2023", "bbs-2023", "vcHolder")},
			"jose-cose":   map[string]any{"features": map[string]bool{"credential_jose": true, "credential_sdjwt": true, "credential_cose": true, "presentation_jose": true, "presentation_sdjwt": true, "presentation_cose": true}},
		}},
	}, "", "  ")
	if err != nil {
		return "" // strings and booleans always have a JSON form
	}
	return "module.exports = " + strings.TrimSpace(string(text)) + ";\n"
}
