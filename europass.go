package mikromerit

import (
	"context"
	"fmt"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// CheckList returns what the Commission's viewer shows about a Europass credential,
// with our own answers beside it; see [edc.CheckList]. ok is false for other formats.
func (r *Result) CheckList() (list edc.CheckList, ok bool) { return edc.NewCheckList(r.Result) }

// PresentEuropass puts sealed Europass credentials into a European Digital
// Presentation, as the Commission's viewer exports them: each with the outcome of the
// checks that the verifier finds now. The sealed files go in as they are, so that the
// receiver can verify each of them; the presentation itself is not sealed, and the
// checks in it are only what you say.
func (v *Verifier) PresentEuropass(ctx context.Context, files ...[]byte) (vc.Document, error) {
	var p edc.Presentation
	for i, file := range files {
		r, err := v.Verify(ctx, file)
		if err != nil {
			return vc.Document{}, fmt.Errorf("credential %d: %w", i+1, err)
		}
		list, ok := r.CheckList()
		switch {
		case !ok:
			return vc.Document{}, fmt.Errorf("credential %d: %w: it is no Europass credential", i+1, ErrPresent)
		case r.Format != proof.JAdES:
			return vc.Document{}, fmt.Errorf("credential %d: %w: it carries no seal, so it shows nothing; have it sealed first", i+1, ErrPresent)
		}
		p.Credentials = append(p.Credentials, r.File.Bytes())
		for _, item := range list.Items {
			p.Checks = append(p.Checks, edc.VerificationCheck{Check: item.Check, Colour: item.Colour, Description: item.Description, Subject: r.Document.Get("id").Text()})
		}
	}
	if len(files) == 0 {
		return vc.Document{}, fmt.Errorf("%w: there is no credential to present", ErrPresent)
	}
	return p.Encode()
}
