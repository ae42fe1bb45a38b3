package ob3

import "github.com/go-json-experiment/json/jsontext"

// Achievement is the class of the same name of Open Badges 3.0: what can be
// earned.
type Achievement struct {
	ID                string                  `json:"id,omitzero"`
	Type              List[string]            `json:"type,omitempty"`
	AchievementType   string                  `json:"achievementType,omitzero"`
	Name              string                  `json:"name"`
	Description       string                  `json:"description,omitzero"`
	Criteria          *Criteria               `json:"criteria,omitzero"` // required
	InLanguage        string                  `json:"inLanguage,omitzero"`
	HumanCode         string                  `json:"humanCode,omitzero"`
	Version           string                  `json:"version,omitzero"`
	Image             *Image                  `json:"image,omitzero"`
	Creator           *Profile                `json:"creator,omitzero"`
	CreditsAvailable  *float64                `json:"creditsAvailable,omitzero"`
	FieldOfStudy      string                  `json:"fieldOfStudy,omitzero"`
	Specialization    string                  `json:"specialization,omitzero"`
	Tag               List[string]            `json:"tag,omitempty"`
	OtherIdentifier   List[IdentifierEntry]   `json:"otherIdentifier,omitempty"`
	Alignment         List[Alignment]         `json:"alignment,omitempty"`
	ResultDescription List[ResultDescription] `json:"resultDescription,omitempty"`
	Related           List[Related]           `json:"related,omitempty"`
	Endorsement       List[jsontext.Value]    `json:"endorsement,omitempty"`
	EndorsementJWT    List[string]            `json:"endorsementJwt,omitempty"`
	Unknown           jsontext.Value          `json:",embed"`
}

// Criteria is the class of the same name: what must be done,
// on a web page, as a text, or both. The class has no type member.
type Criteria struct {
	ID        string         `json:"id,omitzero"`
	Narrative string         `json:"narrative,omitzero"` // Markdown
	Unknown   jsontext.Value `json:",embed"`
}

// Alignment is the class of the same name: an entry of a
// framework that the achievement or a result is aligned with.
type Alignment struct {
	Type              List[string]   `json:"type,omitempty"`
	TargetType        string         `json:"targetType,omitzero"`
	TargetName        string         `json:"targetName,omitzero"`
	TargetURL         string         `json:"targetUrl,omitzero"`
	TargetCode        string         `json:"targetCode,omitzero"`
	TargetDescription string         `json:"targetDescription,omitzero"`
	TargetFramework   string         `json:"targetFramework,omitzero"`
	Unknown           jsontext.Value `json:",embed"`
}

// Related is the class of the same name: another version or
// translation of the achievement.
type Related struct {
	ID         string         `json:"id,omitzero"`
	Type       List[string]   `json:"type,omitempty"`
	InLanguage string         `json:"inLanguage,omitzero"`
	Version    string         `json:"version,omitzero"`
	Unknown    jsontext.Value `json:",embed"`
}

// Result is the class of the same name: what this learner
// reached. Status is required when the ResultDescription is of type Status.
type Result struct {
	ID                string          `json:"id,omitzero"`
	Type              List[string]    `json:"type,omitempty"`
	ResultDescription string          `json:"resultDescription,omitzero"` // id of one of the achievement
	Value             string          `json:"value,omitzero"`
	Status            string          `json:"status,omitzero"`
	AchievedLevel     string          `json:"achievedLevel,omitzero"` // id of a RubricCriterionLevel
	Alignment         List[Alignment] `json:"alignment,omitempty"`
	Unknown           jsontext.Value  `json:",embed"`
}

// ResultDescription is the class of the same name: what
// results are possible.
type ResultDescription struct {
	ID                   string                     `json:"id,omitzero"`
	Type                 List[string]               `json:"type,omitempty"`
	Name                 string                     `json:"name,omitzero"`
	ResultType           string                     `json:"resultType,omitzero"`
	AllowedValue         List[string]               `json:"allowedValue,omitempty"` // from low to high
	ValueMin             string                     `json:"valueMin,omitzero"`
	ValueMax             string                     `json:"valueMax,omitzero"`
	RequiredValue        string                     `json:"requiredValue,omitzero"`
	RequiredLevel        string                     `json:"requiredLevel,omitzero"`
	RubricCriterionLevel List[RubricCriterionLevel] `json:"rubricCriterionLevel,omitempty"`
	Alignment            List[Alignment]            `json:"alignment,omitempty"`
	Unknown              jsontext.Value             `json:",embed"`
}

// RubricCriterionLevel is the class of the same name: one
// step of a scale.
type RubricCriterionLevel struct {
	ID          string          `json:"id,omitzero"`
	Type        List[string]    `json:"type,omitempty"`
	Name        string          `json:"name,omitzero"`
	Level       string          `json:"level,omitzero"`
	Points      string          `json:"points,omitzero"`
	Description string          `json:"description,omitzero"`
	Alignment   List[Alignment] `json:"alignment,omitempty"`
	Unknown     jsontext.Value  `json:",embed"`
}
