package jsonld

import (
	"errors"

	"github.com/piprate/json-gold/ld"
)

// goldOptions keep json-gold in JSON-LD 1.1 mode and away from network and
// files: no URL is ever given to it, and its loader refuses all.
var goldOptions = &ld.JsonLdOptions{ProcessingMode: ld.JsonLd_1_1, DocumentLoader: refuseLoader{}}

type refuseLoader struct{}

func (refuseLoader) LoadDocument(string) (*ld.RemoteDocument, error) {
	return nil, errors.New("json-gold loads nothing")
}

// parse makes json-gold create the term definitions. A panic becomes an error.
func parse(in *ld.Context, d *definition, override bool) (out *ld.Context, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, ld.NewJsonLdError(ld.InvalidLocalContext, nil)
		}
	}()
	if override {
		out, err = parseOverriding(in, d)
	} else {
		out, err = parseKeeping(in, d)
	}
	if err != nil {
		return nil, err
	}
	for name, protected := range d.nulls { // json-gold does not protect these
		if protected {
			out.Protected[name] = true
		}
	}
	return out, nil
}

// parseKeeping parses a context that must keep protected terms as they are.
// json-gold checks that, except for terms that are or become null and for the
// prefix flag.
func parseKeeping(in *ld.Context, d *definition) (*ld.Context, error) {
	for name := range d.terms {
		_, becomesNull := d.nulls[name]
		if in.Protected[name] && becomesNull != (in.TermDefinitions[name] == nil) {
			return nil, ld.NewJsonLdError(ld.ProtectedTermRedefinition, nil)
		}
	}
	out, err := in.Parse(d.terms)
	if err != nil {
		return nil, err
	}
	for name := range d.terms {
		if in.Protected[name] && isPrefix(in.TermDefinitions[name]) != isPrefix(out.TermDefinitions[name]) {
			return nil, ld.NewJsonLdError(ld.ProtectedTermRedefinition, nil)
		}
	}
	return out, nil
}

func isPrefix(term *ld.TermDefinition) bool { return term != nil && term.Prefix != nil && *term.Prefix }

// parseOverriding parses a property-scoped context, which may redefine
// protected terms (section 4.1.2, override protected). json-gold allows that
// only inside its own expansion; so it is given the terms without protection,
// and those that were not redefined get it back.
func parseOverriding(in *ld.Context, d *definition) (*ld.Context, error) {
	open := ld.CopyContext(in)
	clear(open.Protected)
	for name, term := range open.TermDefinitions {
		if term != nil && term.Protected {
			bare := *term
			bare.Protected = false
			open.TermDefinitions[name] = &bare
		}
	}
	out, err := open.Parse(d.terms)
	if err != nil {
		return nil, err
	}
	for name := range in.Protected {
		if _, redefined := d.terms[name]; redefined {
			continue
		}
		out.Protected[name] = true
		out.TermDefinitions[name] = in.TermDefinitions[name]
	}
	return out, nil
}
