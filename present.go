package mikromerit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// ErrPresent says that a credential cannot stand in a presentation.
var ErrPresent = errors.New("PRESENT")

// PresentOptions are the options of [Present].
type PresentOptions struct {
	SignOptions
	Domain    []string // whom it is for
	Challenge string   // the value that the verifier gave
	Unsigned  bool     // make a mere container, which does not show who presents
}

// Present puts credentials into a presentation and signs it with the holder's key.
// Tokens, COSE messages and sealed credentials go in as enveloped credentials, all others as they are. With the suite
// kb+jwt it makes no presentation but binds one SD-JWT.
func Present(ctx context.Context, key *keys.Private, o PresentOptions, credentials ...*proof.Secured) (*proof.Secured, error) {
	if o.Unsigned {
		doc, err := presentation(key, credentials, o.Env.Limits)
		if err != nil {
			return nil, err
		}
		return proof.Open(doc.Bytes(), o.Env.Limits)
	}
	signer, err := newSigner(key, forPresentations, o.SignOptions)
	if err != nil {
		return nil, err
	}
	if signer.name == keyBinding.name {
		return signer.bind(ctx, o, credentials)
	}
	if err := checkAnswers(credentials, o.Challenge); err != nil {
		return nil, err
	}
	doc, err := presentation(key, credentials, o.Env.Limits)
	if err != nil {
		return nil, err
	}
	var r signRequest
	r.Purpose, r.Domain, r.Challenge = vc.Authentication, o.Domain, o.Challenge
	return signer.sign(ctx, doc, r)
}

// bind adds a key binding JWT to an SD-JWT.
func (s *signer) bind(ctx context.Context, o PresentOptions, files []*proof.Secured) (*proof.Secured, error) {
	switch {
	case len(files) != 1 || !IsSDJWT(files[0]):
		return nil, fmt.Errorf("%w: a kb+jwt binds one SD-JWT; give one, or use another suite for a presentation", ErrPresent)
	case len(o.Domain) != 1 || o.Challenge == "":
		return nil, fmt.Errorf("%w: a kb+jwt names one verifier and answers its challenge; give one domain and a challenge", ErrPresent)
	case s.algorithm != "":
		return nil, fmt.Errorf("%w: a kb+jwt leaves no choice of algorithm", ErrSuite)
	}
	return jose.Bind(ctx, s.env, files[0], s.key.Signer(), jose.Binding{Domain: o.Domain[0], Challenge: o.Challenge})
}

// presentation puts credentials into an unsigned presentation.
func presentation(holder *keys.Private, files []*proof.Secured, limits vc.Limits) (vc.Document, error) {
	members := make([]string, len(files))
	for i, file := range files {
		member, err := presentedJSON(file)
		if err != nil {
			return vc.Document{}, fmt.Errorf("credential %d: %w", i+1, err)
		}
		members[i] = member
	}
	text := `{"@context":["` + vc.ContextV2 + `"],"type":["` + vc.TypePresentation + `"]`
	if holder != nil {
		text += `,"holder":` + quote(holder.Controller())
	}
	doc, err := vc.ParseDocument([]byte(text+`,"verifiableCredential":[`+strings.Join(members, ",")+`]}`), limits)
	if err != nil {
		return doc, err
	}
	if broken, _ := splitByLevel(vc.CheckPresentation(doc)); len(broken) > 0 {
		return doc, &RulesError{broken}
	}
	return doc, nil
}

// checkAnswers checks that no credential was derived as the answer to another challenge
// than that of the presentation.
func checkAnswers(files []*proof.Secured, challenge string) error {
	for i, file := range files {
		for _, p := range file.Proofs() {
			header := string(dataintegrity.PresentationHeader(p))
			switch {
			case header == "" || header == challenge:
			case challenge == "":
				return fmt.Errorf("credential %d: %w: it was derived as the answer to a challenge, and the presentation answers none; give the challenge to the presentation, too", i+1, ErrPresent)
			default:
				return fmt.Errorf("credential %d: %w: it was derived as the answer to another challenge than that of the presentation; derive it again for this one, or for none", i+1, ErrPresent)
			}
		}
	}
	return nil
}

// presentedJSON returns the JSON of a credential in a presentation.
func presentedJSON(file *proof.Secured) (string, error) {
	switch {
	case isPresentation(file):
		return "", fmt.Errorf("%w: it is a presentation; give the credentials in it", ErrPresent)
	case HoldsBaseProof(file):
		return "", fmt.Errorf("%w: it carries a base proof, with which the verifier could reveal everything; derive from it first", ErrPresent)
	}
	switch file.Format() {
	case proof.DataIntegrity, proof.Enveloped:
		return strings.TrimSpace(string(file.Bytes())), nil
	case proof.JWS, proof.SDJWT:
		envelope, err := jose.Envelope(file)
		return envelope.String(), err
	case proof.COSE:
		envelope, err := cose.Envelope(file)
		return envelope.String(), err
	case proof.JAdES:
		envelope, err := jades.Envelope(file)
		return envelope.String(), err
	case proof.Unsecured:
		return "", fmt.Errorf("%w: it carries no proof, so it shows nothing; have it signed first", ErrPresent)
	}
	return "", fmt.Errorf("%w: a presentation has no place for a credential that is secured so; send the file on its own", ErrPresent)
}

func isPresentation(file *proof.Secured) bool {
	return typeContains(file.Document().Get("type"), vc.TypePresentation) || typeContains(file.Document().Lookup("/vp/type"), vc.TypePresentation)
}

// IsSDJWT reports whether a file is an SD-JWT, in an envelope or not.
func IsSDJWT(file *proof.Secured) bool {
	return len(file.Proofs()) == 1 && file.Proofs()[0].Suite == "SD-JWT"
}

// HasBaseProof reports whether a file carries a base proof of a cryptosuite with
// selective disclosure, which only its holder should have.
func HasBaseProof(file *proof.Secured) bool {
	return slices.ContainsFunc(file.Proofs(), dataintegrity.IsBase)
}

// HoldsBaseProof reports whether a file, or a credential that stands inside it, carries
// a base proof; see [HasBaseProof].
func HoldsBaseProof(file *proof.Secured) bool {
	return HasBaseProof(file) || dataintegrity.HoldsBase(DocumentOf(file).Root())
}
