package contexts

// The addresses of the built-in contexts, as documents name them.
const (
	CredentialsV1             = "https://www.w3.org/2018/credentials/v1"
	CredentialsV2             = "https://www.w3.org/ns/credentials/v2"
	CredentialsStatus         = "https://www.w3.org/ns/credentials/status/v1"
	CredentialsUndefinedTerms = "https://www.w3.org/ns/credentials/undefined-terms/v2" // see Caution
	CredentialsExamplesV1     = "https://www.w3.org/2018/credentials/examples/v1"      // see Caution
	CredentialsExamplesV2     = "https://www.w3.org/ns/credentials/examples/v2"        // see Caution
	StatusList2021            = "https://w3id.org/vc/status-list/2021/v1"
	RevocationList2020        = "https://w3id.org/vc-revocation-list-2020/v1"
	RenderMethodV1            = "https://w3id.org/vc/render-method/v1"
	RenderMethodV2RC1         = "https://w3id.org/vc/render-method/v2rc1"
	RenderMethodV2RC2         = "https://w3id.org/vc/render-method/v2rc2"

	DataIntegrityV1 = "https://w3id.org/security/data-integrity/v1"
	DataIntegrityV2 = "https://w3id.org/security/data-integrity/v2"
	Ed25519V2020    = "https://w3id.org/security/suites/ed25519-2020/v1"
	Ed25519V2018    = "https://w3id.org/security/suites/ed25519-2018/v1"
	JWS2020         = "https://w3id.org/security/suites/jws-2020/v1"
	Secp256k1V2019  = "https://w3id.org/security/suites/secp256k1-2019/v1"
	X25519V2020     = "https://w3id.org/security/suites/x25519-2020/v1"
	X25519V2019     = "https://w3id.org/security/suites/x25519-2019/v1"
	MerkleProof2019 = "https://w3id.org/security/suites/merkle-2019/v1"
	ChainedProof    = "https://w3id.org/security/suites/chained-2021/v1"
	SecurityV1      = "https://w3id.org/security/v1"
	SecurityV2      = "https://w3id.org/security/v2"
	Multikey        = "https://w3id.org/security/multikey/v1"
	JWK             = "https://w3id.org/security/jwk/v1"
	DID             = "https://www.w3.org/ns/did/v1"

	OpenBadges20         = "https://w3id.org/openbadges/v2"
	OpenBadges30Beta     = "https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json"
	OpenBadges300        = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
	OpenBadges301        = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
	OpenBadges302        = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
	OpenBadges303        = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	OpenBadgesExtensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
	CLR200               = "https://purl.imsglobal.org/spec/clr/v2p0/context.json"
	CLR201               = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"

	Blockcerts20      = "https://w3id.org/blockcerts/v2"
	Blockcerts21      = "https://w3id.org/blockcerts/v2.1"
	Blockcerts30Alpha = "https://w3id.org/blockcerts/v3.0-alpha"
	Blockcerts30Beta  = "https://w3id.org/blockcerts/v3.0-beta"
	Blockcerts30      = "https://w3id.org/blockcerts/v3"
	Blockcerts31      = "https://w3id.org/blockcerts/v3.1"
	Blockcerts32      = "https://w3id.org/blockcerts/v3.2"
	DCC               = "https://w3id.org/dcc/v1"
	Educredential     = "https://raw.githubusercontent.com/educredentials/obv3-examples/refs/heads/main/contexts/educredential.json" // see Caution

	CitizenshipV1    = "https://w3id.org/citizenship/v1"
	CitizenshipV2    = "https://w3id.org/citizenship/v2"
	CitizenshipV4RC1 = "https://w3id.org/citizenship/v4rc1"
	VDL              = "https://w3id.org/vdl/v1"
	VDLAAMVA         = "https://w3id.org/vdl/aamva/v1"
	ODRL             = "https://www.w3.org/ns/odrl.jsonld"

	EuropassEDC = "http://data.europa.eu/snb/model/context/edc-ap"

	// EuMicroCredential is this module's own: what a European
	// micro-credential says that Open Badges has no term for.
	EuMicroCredential = "https://mikromerit.github.io/ns/eumc/v1"

	// ELM is this module's own as well: the European Learning Model beside
	// VC 2.0, whose context cannot be combined with that of Europass.
	ELM = "https://mikromerit.github.io/ns/elm/v1"
)
