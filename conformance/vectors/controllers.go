package vectors

import (
	"crypto/ed25519"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// specControllers is where it stands how the key is found that a proof names.
const specControllers = "https://www.w3.org/TR/cid-1.0/#retrieve-verification-method"

// controlledWay is a way to name an issuer whose keys stand in a document that a
// verifier gets, and to sign in that name.
type controlledWay struct {
	slug, suite, media string
	address            func(base, name string) (id, url string)
	sign               func(b bench, document string, by signatory) (string, error)
}

// controlledWays lists the ways.
var controlledWays = []controlledWay{
	{"did-web", "eddsa-rdfc-2022", "application/vc", webDID, embeddedProof},
	{"https", "eddsa-rdfc-2022", "application/vc", webURL, embeddedProof},
	{"did-web", "vc+jwt", "application/vc+jwt", webDID, asToken},
	{"https", "vc+jwt", "application/vc+jwt", webURL, asToken},
}

// webDID names somebody by a did:web, whose document lies below the base (did:web
// method, "Read").
func webDID(base, name string) (id, address string) {
	host, folder, _ := strings.Cut(base[strings.Index(base, "//")+2:]+"/"+name, "/")
	id = "did:web:" + strings.ReplaceAll(host, ":", "%3A") + ":" + strings.ReplaceAll(folder, "/", ":")
	return id, (&url.URL{Scheme: "https", Host: host, Path: "/" + folder + "/did.json"}).String()
}

// webURL names somebody by the address of the document.
func webURL(base, name string) (id, address string) { return base + "/" + name, base + "/" + name }

func embeddedProof(b bench, document string, by signatory) (string, error) {
	doc, err := vc.ParseDocument([]byte(document), vc.Limits{})
	if err != nil {
		return "", err
	}
	doc, err = b.sign(doc, dataintegrity.EdDSARDFC2022, by, dataintegrity.Options{Created: b.made})
	return doc.String(), err
}

func asToken(_ bench, document string, by signatory) (string, error) {
	signer, err := newTokenSigner("key", by.key.Signer)
	if err != nil {
		return "", err
	}
	signer.kid = by.key.Method
	return signer.sign(signer.header("vc+jwt", false), document)
}

// controllers returns the vectors of credentials whose issuer says in a document of
// its own which keys it signs with. Each has documents at addresses of their own, so
// that one server can serve them all.
func controllers(o Options) ([]Vector, error) {
	b, err := newBench()
	if err != nil {
		return nil, err
	}
	var all []Vector
	for _, way := range controlledWays {
		for _, row := range controlledRows() {
			v, err := way.vector(b, o.Base, row)
			if err != nil {
				return nil, fmt.Errorf("vectors: %s by %s: %w", row.name, way.slug, err)
			}
			all = append(all, v)
		}
	}
	return all, nil
}

// vector signs a credential in the name of an issuer, and writes its document.
func (w controlledWay) vector(b bench, base string, row controlledRow) (Vector, error) {
	good := "controllers/" + w.suite + "/" + w.slug + row.form
	v := Vector{
		ID: good, Pair: good, Suite: w.suite, Format: "vcdm2", Operation: VerifyCredential, Accept: row.rule == "",
		Because: row.because, Spec: specControllers, MediaType: w.media, Resources: make(map[string][]byte),
	}
	if row.rule != "" {
		rule, err := ruleFor(w.suite, row.rule)
		if err != nil {
			return v, err
		}
		v.ID, v.Rule, v.Level = good+"/"+row.name, row.rule, rule.Level
		if row.rule != "PROOF-METHOD" {
			v.Spec = rule.Spec
		}
		if row.level != "" {
			v.Level = row.level
		}
		if row.spec != "" {
			v.Spec = row.spec
		}
	}
	name := strings.ReplaceAll(v.ID, "+", "-")
	issuer, err := signatoryOf("issuer", ed25519Key)
	if err != nil {
		return v, err
	}
	stranger, err := signatoryOf("stranger", ed25519Key)
	if err != nil {
		return v, err
	}
	nobody, err := neutralKey()
	if err != nil {
		return v, err
	}
	id, address := w.address(base, name)
	strange, strangeAddress := w.address(base, name+"-stranger")
	words := strings.NewReplacer("{issuer}", id, "{stranger}", strange, "{key}", issuer.fragment(), "{other-key}", stranger.fragment(), "{nobodys-key}", nobody)
	for at, page := range map[string]string{address: row.page, strangeAddress: row.strangerPage} {
		if page != "" {
			v.Resources[at] = []byte(words.Replace(page))
		}
	}
	by := issuer
	if row.byStranger {
		by = stranger
	}
	by.key.Method = words.Replace(row.method)
	text, err := w.sign(b, minimalDraft(id), by)
	if err == nil && row.byNobody {
		text, err = neutrallySigned(text)
	}
	v.Document = []byte(text)
	return v, err
}

// neutralPoint is the encoding of the neutral point of the curve of Ed25519: with it
// as key and as R, and with zero as S, a signature fits everything.
var neutralPoint = append([]byte{1}, make([]byte, ed25519.PublicKeySize-1)...)

// neutralKey is the point as a key.
func neutralKey() (string, error) { return base58(append([]byte{0xed, 0x01}, neutralPoint...)) }

// neutrallySigned puts that signature in the place of the right one.
func neutrallySigned(file string) (string, error) {
	signature := append(slices.Clone(neutralPoint), make([]byte, 32)...)
	if !strings.HasPrefix(file, "{") {
		input, _ := cutSignature(file)
		return input + "." + jws.Encode(signature), nil
	}
	value, err := base58(signature)
	if err != nil {
		return "", err
	}
	return edited(file, "/proof/proofValue", quote(value))
}
