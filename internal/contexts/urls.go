package contexts

// The addresses of the built-in contexts, as documents name them.
const (
	CredentialsV1             = "https://www.w3.org/2018/credentials/v1"
	CredentialsV2             = "https://www.w3.org/ns/credentials/v2"
	CredentialsUndefinedTerms = "https://www.w3.org/ns/credentials/undefined-terms/v2" // OptIn
	CredentialsExamples       = "https://www.w3.org/ns/credentials/examples/v2"        // OptIn

	DataIntegrityV1 = "https://w3id.org/security/data-integrity/v1"
	DataIntegrityV2 = "https://w3id.org/security/data-integrity/v2"
	Ed25519V2020    = "https://w3id.org/security/suites/ed25519-2020/v1"
	Multikey        = "https://w3id.org/security/multikey/v1"
	JWK             = "https://w3id.org/security/jwk/v1"
	DID             = "https://www.w3.org/ns/did/v1"

	OpenBadges20         = "https://w3id.org/openbadges/v2"
	OpenBadges300        = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
	OpenBadges301        = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
	OpenBadges302        = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
	OpenBadges303        = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	OpenBadgesExtensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
	CLR200               = "https://purl.imsglobal.org/spec/clr/v2p0/context.json"
	CLR201               = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"

	EuropassEDC = "http://data.europa.eu/snb/model/context/edc-ap"

	// EuMicroCredential is this module's own: what a European
	// micro-credential says that Open Badges has no term for.
	EuMicroCredential = "https://mikromerit.github.io/ns/eumc/v1"
)
