package badge

import (
	"github.com/mikromerit/mikromerit/internal/contexts"
)

// ExtensionContext is the JSON-LD context of the terms by which a badge says
// what Open Badges has no member for. It stands after those of Open Badges.
const ExtensionContext = contexts.EuMicroCredential

// The types of the extension context, each beside its Open Badges type.
const (
	typeEuCredential  = "EuMicroCredential"
	typeEuSubject     = "EuMicroCredentialSubject"
	typeEuAchievement = "EuMicroCredentialAchievement"
	typeEuProfile     = "EuMicroCredentialProfile"
)

// vocabulary is the namespace of the Open Badges 3.0 vocabulary.
const vocabulary = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"

// residueModel is the member of the residue that holds the entries.
const residueModel = "microcredential"
