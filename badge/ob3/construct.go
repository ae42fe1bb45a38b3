package ob3

import (
	"time"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// NewAchievementCredential returns a badge with everything that Open Badges
// requires and the name of its achievement, which wallets show. The id is an
// absolute URI, such as a fresh urn:uuid; validFrom is written in UTC and
// whole seconds.
func NewAchievementCredential(id string, issuer Profile, validFrom time.Time, subject AchievementSubject) *AchievementCredential {
	return &AchievementCredential{
		Context: Contexts{CredentialsContext, Context}, ID: id, Type: List[string]{datamodel.TypeCredential, TypeBadge},
		Name: subject.Achievement.Name, Issuer: issuer, ValidFrom: Moment(validFrom), Subject: subject,
	}
}

// NewEndorsementCredential returns an endorsement with everything that Open
// Badges requires.
func NewEndorsementCredential(id, name string, issuer Profile, validFrom time.Time, subject EndorsementSubject) *EndorsementCredential {
	return &EndorsementCredential{
		Context: Contexts{CredentialsContext, Context}, ID: id, Type: List[string]{datamodel.TypeCredential, TypeEndorsement},
		Name: name, Issuer: issuer, ValidFrom: Moment(validFrom), Subject: subject,
	}
}

// Moment writes a point in time as a badge states it: in UTC and whole
// seconds, since the claims of a VC-JWT hold no fractions.
func Moment(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// NewAchievementSubject returns a learner with an id, a DID or URL, and what the
// learner achieved.
func NewAchievementSubject(id string, achievement Achievement) AchievementSubject {
	return AchievementSubject{ID: id, Type: List[string]{"AchievementSubject"}, Achievement: achievement}
}

// NewIdentifiedSubject returns a learner who has no id but an identifier, such
// as an e-mail address, and what the learner achieved.
func NewIdentifiedSubject(identifier IdentityObject, achievement Achievement) AchievementSubject {
	return AchievementSubject{Identifier: List[IdentityObject]{identifier}, Type: List[string]{"AchievementSubject"}, Achievement: achievement}
}

// NewEndorsementSubject returns the endorsement of what has the id; the comment
// is Markdown and may be empty.
func NewEndorsementSubject(id, comment string) EndorsementSubject {
	return EndorsementSubject{ID: id, Type: List[string]{"EndorsementSubject"}, EndorsementComment: comment}
}

// NewAchievement returns what can be earned. The criteria are those of
// [CriteriaText] or [CriteriaAt].
func NewAchievement(id, name, description string, criteria Criteria) Achievement {
	return Achievement{ID: id, Type: List[string]{"Achievement"}, Name: name, Description: description, Criteria: &criteria}
}

// CriteriaText returns criteria that are written out, in Markdown.
func CriteriaText(markdown string) Criteria { return Criteria{Narrative: markdown} }

// CriteriaAt returns criteria that stand on a web page.
func CriteriaAt(url string) Criteria { return Criteria{ID: url} }

// NewProfile returns an organisation or person; the id is a DID or URL.
func NewProfile(id, name string) Profile {
	return Profile{ID: id, Type: List[string]{"Profile"}, Name: name}
}

// NewImage returns a picture, PNG or SVG, by its URL or as a data URI.
func NewImage(id string) *Image { return &Image{ID: id, Type: "Image"} }

// NewEvidence returns evidence; the id is a URL or data URI and may be empty.
func NewEvidence(id, name string) Evidence {
	return Evidence{ID: id, Type: List[string]{"Evidence"}, Name: name}
}

// NewIdentityObject returns an identifier of a learner in clear; kind is a term
// of [IdentifierType].
func NewIdentityObject(kind, identifier string) IdentityObject {
	return IdentityObject{Type: "IdentityObject", IdentityType: kind, IdentityHash: identifier}
}

// NewHashedIdentity returns an identifier of a learner as its SHA-256, so that
// only those who know it recognise it. The salt keeps others from trying all
// likely identifiers once for many badges; it may be empty. The identifier is
// hashed as it is given: who looks for "A@example.com" does not find
// "a@example.com".
func NewHashedIdentity(kind, identifier, salt string) IdentityObject {
	digest := mc.HashedIdentity(mc.IdentOther, identifier, salt).Value
	return IdentityObject{Type: "IdentityObject", Hashed: true, IdentityType: kind, IdentityHash: digest, Salt: salt}
}

// NewIdentifierEntry returns an identifier of an organisation or achievement;
// kind is a term of [IdentifierType].
func NewIdentifierEntry(kind, identifier string) IdentifierEntry {
	return IdentifierEntry{Type: "IdentifierEntry", IdentifierType: kind, Identifier: identifier}
}

// NewAlignment returns an entry of a framework.
func NewAlignment(targetName, targetURL string) Alignment {
	return Alignment{Type: List[string]{"Alignment"}, TargetName: targetName, TargetURL: targetURL}
}

// NewRelated returns another version or translation of an achievement.
func NewRelated(id string) Related { return Related{ID: id, Type: List[string]{"Related"}} }

// NewResultDescription returns what results are possible; resultType is a term
// of [ResultType].
func NewResultDescription(id, name, resultType string) ResultDescription {
	return ResultDescription{ID: id, Type: List[string]{"ResultDescription"}, Name: name, ResultType: resultType}
}

// NewRubricCriterionLevel returns one step of a scale.
func NewRubricCriterionLevel(id, name string) RubricCriterionLevel {
	return RubricCriterionLevel{ID: id, Type: List[string]{"RubricCriterionLevel"}, Name: name}
}

// NewResult returns what a learner reached, of a result description of the
// achievement.
func NewResult(resultDescription, value string) Result {
	return Result{Type: List[string]{"Result"}, ResultDescription: resultDescription, Value: value}
}

// NewStatusResult returns the status that a learner reached, of a result
// description whose type is Status; status is a term of [ResultStatusType].
func NewStatusResult(resultDescription, status string) Result {
	return Result{Type: List[string]{"Result"}, ResultDescription: resultDescription, Status: status}
}

// NewAddress returns an address to be filled in.
func NewAddress() *Address { return &Address{Type: List[string]{"Address"}} }

// NewGeoCoordinates returns a place in degrees of WGS 84.
func NewGeoCoordinates(latitude, longitude float64) *GeoCoordinates {
	return &GeoCoordinates{Type: "GeoCoordinates", Latitude: latitude, Longitude: longitude}
}
