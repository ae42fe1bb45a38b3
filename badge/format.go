package badge

import (
	"slices"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
)

// Format is the format id of Open Badges 3.0.
const Format = "ob3"

// The JSON-LD contexts of a badge that Encode writes, in this order. The order
// of the first two is fixed by the specification.
const (
	CredentialsContext = contexts.CredentialsV2
	Context            = contexts.OpenBadges303
	ExtensionContext   = contexts.EuMicroCredential    // when an extension term is used
	OneEdTechContext   = contexts.OpenBadgesExtensions // when a 1EdTech status, schema or refresh type is used
)

// vocabulary is the namespace of the Open Badges 3.0 vocabulary.
const vocabulary = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"

// The types of a badge. The context makes both the same class; Encode writes
// OpenBadgeCredential.
const (
	typeCredential  = "VerifiableCredential"
	typeBadge       = "OpenBadgeCredential"
	typeAchievement = "AchievementCredential"
)

// The types of the extension context, each beside its Open Badges type.
const (
	typeEuCredential  = "EuMicroCredential"
	typeEuSubject     = "EuMicroCredentialSubject"
	typeEuAchievement = "EuMicroCredentialAchievement"
	typeEuProfile     = "EuMicroCredentialProfile"
)

// Is reports whether doc claims to be an Open Badge 3.0: a credential whose
// type lists OpenBadgeCredential or AchievementCredential. Whether it is a
// correct one is for [Check] to say.
func Is(doc vc.Document) bool {
	var types []string
	for t := range doc.Get("type").Each() {
		types = append(types, t.Text())
	}
	return slices.Contains(types, typeCredential) &&
		(slices.Contains(types, typeBadge) || slices.Contains(types, typeAchievement))
}
