package plain

import (
	"sync"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

type (
	class[T any] = mapping.Class[T]
	row[T any]   = mapping.Row[T]
	node         = mapping.Node
	path         = mc.Path
)

// Format is the name of the format in reports and residues.
const Format = "vc"

// The contexts of a document.
const (
	CredentialsContext = "https://www.w3.org/ns/credentials/v2"
	// ExtensionContext has the terms by which a credential says what the data model has
	// no member for. It stands after that of the data model.
	ExtensionContext = contexts.EuMicroCredential
)

// The types of nodes.
const (
	typeCredential  = "VerifiableCredential"
	typeEu          = "EuMicroCredential"
	typeSubject     = "EuMicroCredentialSubject"
	typeAchievement = "EuMicroCredentialAchievement"
	typeProfile     = "EuMicroCredentialProfile"
)

// tables holds the classes of the format. They refer to each other, so they are made
// together; afterwards they never change.
type tables struct {
	format mapping.Format

	concept        class[mc.Concept]
	country        class[mc.Country]
	page           class[mc.WebResource]
	period         class[mc.Period]
	note           class[mc.Note]
	identification class[mc.Identifier]
	place          class[mc.Location]
	contact        class[mc.ContactPoint]
	party          class[mc.Party]

	credits       class[mc.Workload]
	load          class[mc.Workload]
	level         class[mc.Level]
	outcome       class[mc.LearningOutcome]
	quality       class[mc.QualityAssurance]
	supervision   class[mc.Supervision]
	grading       class[mc.GradingScheme]
	assessment    class[mc.AssessmentSpec]
	result        class[mc.AssessmentResult]
	course        class[mc.ActivitySpec]
	activity      class[mc.Activity]
	right         class[mc.EntitlementSpec]
	entitlement   class[mc.Entitlement]
	reference     class[mc.CredentialRef]
	stackability  class[mc.Stackability]
	participation class[mc.Participation]
	definition    class[mc.Definition]

	status     class[mc.Status]
	service    class[mc.SchemaRef]
	evidence   class[mc.Evidence]
	original   class[mc.Provenance]
	mandate    class[mc.Mandate]
	provenance class[mc.Provenance]
	subject    class[mc.Credential]
	credential class[mc.Credential]
}

// schema are the tables; they are made when first needed.
var schema = sync.OnceValue(func() *tables {
	s := &tables{format: mapping.Format{
		Name: Format, IsLocal: isLocal, IsGlobal: isGlobal, TableOrder: true, TypeAlias: true,
		Dangling: "a reference to a node that is not in the document",
		Refused:  "no type fits",
		Derived:  "follows from what stands here",
		Texts:    languageMap,
		Head:     appendHead,
	}}
	s.defineValues()
	s.defineParties()
	s.defineLearning()
	s.defineProvenance()
	s.defineSubject()
	s.defineCredential()
	return s
})

// appendHead writes the id and the type of a node.
func appendHead(dst []byte, n *node) []byte {
	dst = append(dst, '{')
	if n.Class == typeCredential {
		dst = appendStrings(append(dst, `"@context":`...), []string{CredentialsContext, ExtensionContext})
	}
	if n.ID != "" {
		if n.Class == typeCredential {
			dst = append(dst, ',')
		}
		dst = jsontree.AppendString(append(dst, `"id":`...), n.ID)
	}
	if n.Class == "" {
		return dst
	}
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	dst = append(dst, `"type":`...)
	types := []string{n.Class}
	if n.Class == typeCredential {
		types = append(types, typeEu)
	}
	if more, ok := n.State.([]string); ok {
		types = append(types, more...)
	}
	if len(types) == 1 {
		return jsontree.AppendString(dst, n.Class)
	}
	return appendStrings(dst, types)
}
