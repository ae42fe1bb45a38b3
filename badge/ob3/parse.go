package ob3

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/internal/lenient"
	"github.com/mikromerit/mikromerit/vc"
)

// ParseAchievementCredential reads a badge into its structs. It is lenient
// where issuers are careless and the meaning is clear: a single value stands
// for a list of one and a list of one for a single value, an id for the
// profile, image, criteria or evidence that it names, a number for a text.
// Members that Open Badges does not know are kept, at every depth. Members
// without a value (null, an empty text or array) are not.
//
// The error says that the document is no badge, or where something stands that
// the structs have no place for. Whether the badge is right is for [Check].
func ParseAchievementCredential(doc vc.Document) (*AchievementCredential, error) {
	c := new(AchievementCredential)
	return c, parse(doc, c, TypeBadge, TypeAchievement)
}

// ParseEndorsementCredential reads an endorsement, as
// [ParseAchievementCredential] does a badge.
func ParseEndorsementCredential(doc vc.Document) (*EndorsementCredential, error) {
	c := new(EndorsementCredential)
	return c, parse(doc, c, TypeEndorsement)
}

// Document writes the badge. It is not checked; see [Check].
func (c *AchievementCredential) Document() (vc.Document, error) { return write(c) }

// Document writes the endorsement. It is not checked; see [Check].
func (c *EndorsementCredential) Document() (vc.Document, error) { return write(c) }

func parse(doc vc.Document, into any, types ...string) error {
	if !datamodel.Lists(doc.Get("type"), datamodel.TypeCredential) || !datamodel.Lists(doc.Get("type"), types...) {
		return fmt.Errorf("OB3-TYPE at /type: the document is no credential of the type %s", types[0])
	}
	return lenient.Unmarshal(doc.Bytes(), into)
}

func write(c any) (vc.Document, error) {
	src, err := json.Marshal(c, jsontext.PreserveRawStrings(true))
	if err != nil {
		return vc.Document{}, fmt.Errorf("OB3-WRITE: %w", err)
	}
	return vc.ParseDocument(src, vc.Limits{})
}
