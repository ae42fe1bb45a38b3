package ob3

import (
	"slices"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
)

// Format is the format id of Open Badges 3.0.
const Format = "ob3"

// The JSON-LD contexts of a badge, in this order. The order of the first two is
// fixed by the specification.
const (
	CredentialsContext = contexts.CredentialsV2
	Context            = contexts.OpenBadges303
	OneEdTechContext   = contexts.OpenBadgesExtensions // when a 1EdTech status, schema or refresh type is used
)

// Is reports whether doc claims to be an Open Badge 3.0: a credential whose
// type lists OpenBadgeCredential or AchievementCredential. Whether it is a
// correct one is for [Check] to say.
func Is(doc vc.Document) bool {
	var types []string
	for t := range doc.Get("type").Each() {
		types = append(types, t.Text())
	}
	return slices.Contains(types, datamodel.TypeCredential) &&
		(slices.Contains(types, TypeBadge) || slices.Contains(types, TypeAchievement))
}
