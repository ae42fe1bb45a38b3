package vectors

import (
	"fmt"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// embeddedSuite is a way of making embedded proofs.
type embeddedSuite struct {
	slug        string // in ids of vectors
	cryptosuite dataintegrity.Cryptosuite
	key         keyKind
	statements  bool           // it signs RDF statements, not the JSON
	typed       bool           // it is named by the type of the proof, without a cryptosuite
	selective   *selectiveKind // what is verified is derived from what was signed; nil: it is not
}

// embeddedSuites lists the suites of embedded proofs.
var embeddedSuites = []embeddedSuite{
	{slug: "eddsa-rdfc-2022", cryptosuite: dataintegrity.EdDSARDFC2022, key: ed25519Key, statements: true},
	{slug: "eddsa-jcs-2022", cryptosuite: dataintegrity.EdDSAJCS2022, key: ed25519Key},
	{slug: "ecdsa-rdfc-2019", cryptosuite: dataintegrity.ECDSARDFC2019, key: p256Key, statements: true},
	{slug: "ecdsa-rdfc-2019-p384", cryptosuite: dataintegrity.ECDSARDFC2019, key: p384Key, statements: true},
	{slug: "ecdsa-jcs-2019", cryptosuite: dataintegrity.ECDSAJCS2019, key: p256Key},
	{slug: "ecdsa-jcs-2019-p384", cryptosuite: dataintegrity.ECDSAJCS2019, key: p384Key},
	{slug: "ecdsa-sd-2023", cryptosuite: dataintegrity.ECDSASD2023, key: p256Key, statements: true, selective: &ecdsaSD},
	{slug: "bbs-2023", cryptosuite: dataintegrity.BBS2023, key: blsKey, statements: true, selective: &bbs2023},
	{slug: "ed25519signature2020", cryptosuite: dataintegrity.Ed25519Signature2020, key: ed25519Key, statements: true, typed: true},
}

// good is a document that a verifier must accept, with what is needed to spoil it.
type good struct {
	id       string
	suite    embeddedSuite
	draft    draft
	unsigned vc.Document
	file     vc.Document
	options  dataintegrity.Options
	issuer   signatory
	stranger signatory
	bench    bench
	// operation, challenge and domain are what a verifier of a presentation is asked
	// and gave.
	operation         Operation
	challenge, domain string
	inner             *good // the credential that is presented
	// base is the document that a derived proof was made of, where reveals says which
	// parts of it.
	base    vc.Document
	reveals dataintegrity.DeriveOptions
	// resources are what the document refers to, and the others are entries for a
	// list in which it is revoked and for one that is nowhere.
	resources        map[string][]byte
	revoked, nowhere string
}

// embedded returns the vectors of credentials with embedded proofs.
func embedded(o Options) ([]Vector, error) {
	b, err := newBench()
	if err != nil {
		return nil, err
	}
	// The kept proofs are of the published set. With another base some are made anew,
	// and then a few vectors differ each time.
	b.base, b.record = o.Base, o.Base != DefaultBase
	return embeddedOn(b)
}

// embeddedOn makes the vectors on a bench.
func embeddedOn(b bench) ([]Vector, error) {
	var all []Vector
	for _, suite := range embeddedSuites {
		for _, d := range drafts {
			g, err := b.good(suite, d)
			if err != nil {
				return nil, fmt.Errorf("vectors: %s of %s: %w", d.slug, suite.slug, err)
			}
			made, err := g.vectors(embeddedOperators)
			if err != nil {
				return nil, err
			}
			all = append(all, made...)
		}
	}
	for _, more := range []func(bench) ([]Vector, error){proofLists, revealed, answered, records, revocable, texts, dates, changedContexts, exchanged, twins, proofs} {
		made, err := more(b)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// good signs a draft.
func (b bench) good(suite embeddedSuite, d draft) (good, error) {
	issuer, err := signatoryOf(b.role, suite.key)
	if err != nil {
		return good{}, err
	}
	stranger, err := signatoryOf("stranger", suite.key)
	if err != nil {
		return good{}, err
	}
	unsigned, err := vc.ParseDocument([]byte(d.text(issuer.id)), vc.Limits{})
	if err != nil {
		return good{}, err
	}
	g := good{
		id: "di/" + suite.slug + "/" + d.slug, suite: suite, draft: d, issuer: issuer, stranger: stranger, bench: b, operation: VerifyCredential,
		options: dataintegrity.Options{Created: b.made, Array: d.array},
	}
	if g.unsigned, err = b.prepare(unsigned, suite); err != nil {
		return good{}, err
	}
	g.file, err = g.sign(g.unsigned, g.issuer, g.options)
	return g, err
}

// sign makes what a verifier is shown: a signed document or, under a suite for
// selective disclosure, one that reveals all of a signed document.
func (g good) sign(doc vc.Document, by signatory, o dataintegrity.Options) (vc.Document, error) {
	if g.suite.selective == nil {
		return g.bench.sign(doc, g.suite.cryptosuite, by, o)
	}
	base, err := g.bench.signSelective(doc, by, o)
	if err != nil {
		return vc.Document{}, err
	}
	return g.derive(base, dataintegrity.DeriveOptions{Reveal: []string{""}})
}

// by is the member that names who signed.
func (g good) by() string {
	if g.operation == VerifyPresentation {
		return "holder"
	}
	return "issuer"
}

// proofAt is where the proof stands in the file.
func (g good) proofAt() string {
	if g.draft.array {
		return "/proof/0"
	}
	return "/proof"
}

// vector returns the good document as a vector.
func (g good) vector() Vector {
	return Vector{
		ID: g.id, Pair: g.id, Suite: string(g.suite.cryptosuite), Format: g.draft.format, Operation: g.operation,
		Challenge: g.challenge, Domain: g.domain, Accept: true, Because: "It is signed by its issuer, in force, and whole.", Spec: g.draft.spec,
		MediaType: "application/vc", Document: g.file.Bytes(), Resources: g.resources,
	}
}

// vectors returns the good document and what the operators make of it.
func (g good) vectors(operators []operator) ([]Vector, error) {
	all := []Vector{g.vector()}
	for _, o := range operators {
		if o.only != nil && !o.only(g) {
			continue
		}
		copies, err := o.make(g)
		if err != nil {
			return nil, fmt.Errorf("vectors: %s/%s: %w", g.id, o.slug, err)
		}
		for _, c := range copies {
			v, err := o.vector(g.bench.rules, all[0], c)
			if err != nil {
				return nil, fmt.Errorf("vectors: %s/%s: %w", g.id, o.slug, err)
			}
			all = append(all, v)
		}
	}
	return all, nil
}
