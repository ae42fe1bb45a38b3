package jose

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Type is what the metadata of a type of SD-JWT VC say about its claims (SD-JWT VC
// section 5). It is immutable.
type Type struct {
	VCT     string
	Name    string // for developers
	Extends string // the type that this one extends, or ""
	Claims  []TypeClaim

	integrity string // that of the type that it extends, or ""
}

// TypeClaim is what a type says about one or more claims.
type TypeClaim struct {
	Path      []PathStep
	Mandatory bool
	Holder    Withholding
}

// Withholding says whether the holder can withhold a claim.
type Withholding string

// The values of sd in type metadata.
const (
	MayWithhold    Withholding = "allowed" // as the issuer likes
	CanWithhold    Withholding = "always"
	CannotWithhold Withholding = "never"
)

// PathStep is a step of the path to a claim: the name of a member, the index of an
// element or, with All, every element.
type PathStep struct {
	Name  string
	Index int  // from 0, if Element is set
	All   bool // every element of an array

	Element bool // an element of an array
}

// The bounds of type metadata.
const (
	maxTypeClaims = 1_000
	maxPathSteps  = 32
	maxExtends    = 8
)

// ParseType reads the metadata of a type. What it does not know it ignores, as the
// specification demands.
func ParseType(doc vc.Document) (*Type, error) {
	t := &Type{VCT: doc.Get("vct").Text(), Name: doc.Get("name").Text(), Extends: doc.Get("extends").Text(), integrity: doc.Get("extends#integrity").Text()}
	if t.VCT == "" {
		return nil, errors.New("SDJWTVC-TYPE at /vct: the metadata of a type must name it in vct")
	}
	for _, name := range []string{"extends", "extends#integrity"} {
		if v := doc.Get(name); v.Exists() && (v.Kind() != jsontree.String || v.Text() == "") {
			return nil, fmt.Errorf("SDJWTVC-TYPE at /%s: it must be a string", name)
		}
	}
	claims := doc.Get("claims")
	switch {
	case !claims.Exists():
		return t, nil
	case claims.Kind() != jsontree.Array:
		return nil, errors.New("SDJWTVC-TYPE at /claims: the claims must be an array")
	case claims.Len() > maxTypeClaims:
		return nil, fmt.Errorf("SDJWTVC-TYPE at /claims: %w: there are more than %d claims", vc.ErrLimit, maxTypeClaims)
	}
	for v := range claims.Elements() {
		claim, err := parseTypeClaim(v)
		if err != nil {
			return nil, err
		}
		t.Claims = append(t.Claims, claim)
	}
	return t, nil
}

func parseTypeClaim(v jsontree.Value) (TypeClaim, error) {
	c := TypeClaim{Holder: MayWithhold}
	path, mandatory, sd := v.Get("path"), v.Get("mandatory"), v.Get("sd")
	if path.Kind() != jsontree.Array || path.Len() == 0 || path.Len() > maxPathSteps {
		return c, fmt.Errorf("SDJWTVC-TYPE at %s: each claim must have a path, an array of 1 to %d steps", v.Pointer(), maxPathSteps)
	}
	for step := range path.Elements() {
		s, err := parseStep(step)
		if err != nil {
			return c, err
		}
		c.Path = append(c.Path, s)
	}
	if mandatory.Exists() && mandatory.Kind() != jsontree.Bool {
		return c, fmt.Errorf("SDJWTVC-TYPE at %s: mandatory must be true or false", mandatory.Pointer())
	}
	c.Mandatory = mandatory.Kind() == jsontree.Bool && mandatory.Bool()
	switch w := Withholding(sd.Text()); {
	case !sd.Exists():
	case w == MayWithhold || w == CanWithhold || w == CannotWithhold:
		c.Holder = w
	default:
		return c, fmt.Errorf("SDJWTVC-TYPE at %s: sd must be always, allowed or never", sd.Pointer())
	}
	return c, nil
}

func parseStep(v jsontree.Value) (PathStep, error) {
	switch v.Kind() {
	case jsontree.String:
		return PathStep{Name: v.Text()}, nil
	case jsontree.Null:
		return PathStep{All: true, Element: true}, nil
	case jsontree.Number:
		if n, err := strconv.ParseUint(v.Raw(), 10, 31); err == nil {
			return PathStep{Index: int(n), Element: true}, nil
		}
	}
	return PathStep{}, fmt.Errorf("SDJWTVC-TYPE at %s: a step of a path must be a name, null or a whole number of 0 or more", v.Pointer())
}

// Disclosable returns JSON Pointers to the claims of a document that the type wants
// its holder to be able to withhold.
func (t *Type) Disclosable(claims vc.Document) (pointers []string) {
	for _, claim := range t.Claims {
		if claim.Holder != CanWithhold {
			continue
		}
		for _, v := range claim.selects(claims.Root(), nil).values {
			pointers = append(pointers, v.Pointer())
		}
	}
	return pointers
}

// extending returns a type with what it takes over from the type that it extends
// (SD-JWT VC section 5.5.5). found says what it must not change, or "".
func (t *Type) extending(base *Type) (joined *Type, found string) {
	out := *t
	out.Claims = nil
	for _, inherited := range base.Claims {
		if own := t.claimAt(inherited.Path); own != nil {
			switch {
			case inherited.Holder != MayWithhold && own.Holder != inherited.Holder && own.Holder != MayWithhold:
				return nil, "another sd than that of the type that is extended, for " + showPath(own.Path)
			case inherited.Holder == MayWithhold:
				inherited.Holder = own.Holder
			}
			inherited.Mandatory = inherited.Mandatory || own.Mandatory
		}
		out.Claims = append(out.Claims, inherited)
	}
	for _, own := range t.Claims {
		if base.claimAt(own.Path) == nil {
			out.Claims = append(out.Claims, own)
		}
	}
	return &out, ""
}

func (t *Type) claimAt(path []PathStep) *TypeClaim {
	for i := range t.Claims {
		if showPath(t.Claims[i].Path) == showPath(path) {
			return &t.Claims[i]
		}
	}
	return nil
}

// showPath writes a path as a JSON Pointer, with * for every element.
func showPath(path []PathStep) string {
	steps := make([]string, len(path))
	for i, s := range path {
		switch {
		case s.All:
			steps[i] = "*"
		case s.Element:
			steps[i] = strconv.Itoa(s.Index)
		default:
			steps[i] = s.Name
		}
	}
	return pointerOf(steps)
}
