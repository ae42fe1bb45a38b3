package web

import (
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// standing is what was found out about a credential: the words are ours.
type standing struct {
	Tone    string // good, calm, none, unsure or bad
	Title   string
	Signers []signer
	Notes   []string
	Claimed text // what the credential calls its issuer, if no signer has it
	Answers []answer
	Facts   []tile
	Asked   []asked // the check list of Europass
	Sealed  []text  // what is known of each seal
	Remark  text    // what we say of a signatory in a sentence of our own
	Fault   string  // why it could not be checked or read, in English
}

// signer is who made a proof. Name and ID do not come from the document.
type signer struct {
	Lead, Name, ID string
	Claims         string // what the document calls its issuer
	Vouch          string
	Trusted        bool
}

// answer is the answer to one of the five questions, with the checks behind it.
type answer struct {
	Question, Text, Tone string
	Count                string
	Checks               []check
	More                 int
}

// asked is one check of the list that Europass shows.
type asked struct {
	Name, Text text
	Tone       string
}

// check is one finding.
type check struct{ Status, Tone, Code, Detail, Pointer, Spec string }

// The tones of what is said.
const (
	toneGood   = "good"
	toneCalm   = "calm"
	toneNone   = "none"
	toneUnsure = "unsure"
	toneBad    = "bad"
)

// axisTones and statusTones are by vc.Verdict and vc.Status.
var (
	axisTones   = [...]string{vc.Indeterminate: toneUnsure, vc.Invalid: toneBad, vc.Valid: toneGood, vc.Unasked: toneNone}
	statusTones = [...]string{vc.Unknown: toneUnsure, vc.Fail: toneBad, vc.Pass: toneGood, vc.Warn: toneCalm, vc.NotAsked: toneNone}
)

// judge returns what was found out about a credential.
func (r *reader) judge(i *mikromerit.Inspection) *standing {
	words := &r.Phrases.Standing
	out := &standing{}
	if i.Err != nil {
		out.Fault = cleaned(vc.Plain(i.Err.Error()), maxTerm)
	}
	found := i.Result
	if found == nil {
		out.Tone, out.Title = toneUnsure, words.Unchecked
		return out
	}
	out.Tone, out.Title = r.band(found)
	r.sign(out, found, i)
	r.seal(out, found)
	if found.Document.IsZero() {
		return out
	}
	for _, axis := range vc.AllAxes() {
		out.Answers = append(out.Answers, r.answer(axis, found))
	}
	out.Facts = r.facts(i)
	return out
}

// band returns the verdict in a few words. Without anybody to vouch for the issuer a
// right signature is no praise: it calls for a look at who signed.
func (r *reader) band(found *mikromerit.Result) (tone, title string) {
	words := &r.Phrases.Standing
	axes := found.Axes
	switch {
	case found.Unsecured() && len(found.Credentials) == 0:
		return toneNone, words.Unsigned
	case axes[vc.Authentic] == vc.Invalid:
		return toneBad, words.NotGenuine
	case axes[vc.InForce] == vc.Invalid:
		return toneBad, words.NotInForce
	case axes[vc.Trusted] == vc.Invalid:
		return toneBad, words.Untrusted
	case found.Verdict == vc.Invalid:
		return toneBad, words.Failed
	case axes[vc.Authentic] != vc.Valid || axes[vc.InForce] == vc.Indeterminate:
		return toneUnsure, words.Unsettled
	case axes[vc.Trusted] != vc.Valid:
		return toneCalm, words.Open
	case found.Verdict == vc.Valid:
		return toneGood, words.Good
	}
	return toneUnsure, words.Unsettled
}

// sign says who signed, and what the document calls its issuer.
func (r *reader) sign(out *standing, found *mikromerit.Result, i *mikromerit.Inspection) {
	words := &r.Phrases.Standing
	presented := slices.Contains(typesOf(found.Document), vc.TypePresentation)
	vouch := words.NotVouched
	if found.Policy().Trust.Any {
		vouch = words.NotAsked
	}
	for _, s := range found.Signatories() {
		one := signer{Lead: words.SignedBy, Name: quotable(s.Name), ID: cleaned(s.ID, maxLine), Claims: quotable(s.Claims), Trusted: s.Trusted, Vouch: vouch}
		switch {
		case presented:
			one.Lead = words.PresentedBy
		case s.Sealed:
			one.Lead = words.SealedBy
		}
		if one.Name == one.ID {
			one.Name = ""
		}
		switch {
		case s.Trusted:
			one.Vouch = words.Trusted
		case presented:
			one.Vouch = ""
		}
		if one.ID == "" && one.Name == "" {
			one.ID = words.AnyKey
		}
		out.Signers = append(out.Signers, one)
		if len(out.Signers) == maxItems {
			break
		}
	}
	if len(out.Signers) > 0 {
		return
	}
	r.signNot(out, found, i)
}

// signNot says why nobody is named as the signatory.
func (r *reader) signNot(out *standing, found *mikromerit.Result, i *mikromerit.Inspection) {
	words := &r.Phrases.Standing
	var claimed string
	if i.Credential != nil {
		claimed = r.party(&i.Credential.Envelope.Issuer).Text
	}
	authentic := found.Axes[vc.Authentic]
	hosted := found.Edition != 0 && found.Format == proof.Unsecured
	switch {
	case found.Legacy != nil: // Headline says it, in English
		out.Remark = text{Lang: r.lang("en"), Text: cleaned(found.Headline(), maxTerm)}
		return
	case len(found.Credentials) > 0 && len(found.Proofs) == 0:
		out.Notes = append(out.Notes, words.SeveralApart)
		return
	case hosted && authentic == vc.Valid && i.Credential != nil:
		one := signer{Lead: words.HostedBy, ID: cleaned(i.Credential.Envelope.Issuer.ID, maxLine), Vouch: words.NotVouched, Claims: quotable(claimed)}
		if found.Axes[vc.Trusted] == vc.Valid {
			one.Vouch, one.Trusted = words.Trusted, true
		}
		out.Signers = append(out.Signers, one)
		return
	case found.Unsecured():
		out.Notes = append(out.Notes, words.Nobody, words.UnsignedNote)
	case authentic == vc.Invalid:
		out.Notes = append(out.Notes, words.NobodyShown)
	default:
		out.Notes = append(out.Notes, words.Unknown)
	}
	out.Claimed = text{Text: quotable(claimed)}
}

// colourTones are by the outcome of a check of Europass.
var colourTones = map[edc.Colour]string{edc.Green: toneGood, edc.Red: toneBad, edc.Grey: toneNone}

// stepsShown are the steps of a validation that people ask for: when it was sealed, and
// what the certificate and the trusted lists say of whoever sealed.
var stepsShown = []string{"Certificate", "Trusted list", "Signing time"}

// seal says what is known of the seals of a file, and what Europass asks about it.
func (r *reader) seal(out *standing, found *mikromerit.Result) {
	english := func(s string) text { return text{Lang: r.lang("en"), Text: cleaned(s, maxTerm)} }
	for _, p := range found.Proofs {
		if p.Seal != nil && len(out.Sealed) < maxItems {
			out.Sealed = append(out.Sealed, english(mikromerit.SealLine(p.Seal)))
		}
	}
	for _, steps := range found.SealSteps() {
		for _, step := range steps {
			if slices.Contains(stepsShown, step.Name) && len(out.Sealed) < maxItems {
				out.Sealed = append(out.Sealed, english(step.Name+": "+step.Text))
			}
		}
	}
	if list, ok := found.CheckList(); ok && found.Format == proof.JAdES {
		for _, item := range list.Items {
			out.Asked = append(out.Asked, asked{r.text(item.Check.Name(), maxLine), r.text(item.Description, maxTerm), colourTones[item.Colour]})
		}
	}
}

// maxChecks is how many checks are shown of one question.
const maxChecks = 40

func (r *reader) answer(axis vc.Axis, found *mikromerit.Result) answer {
	words := &r.Phrases.Standing
	verdict := found.Axes[axis]
	out := answer{Question: words.Question[axis], Text: words.Answer[axis][verdict], Tone: axisTones[verdict]}
	count := 0
	for _, f := range found.Findings {
		if f.Axis != axis {
			continue
		}
		if count++; len(out.Checks) == maxChecks {
			out.More++
			continue
		}
		spec, _ := safeAddress(f.Spec)
		out.Checks = append(out.Checks, check{
			Status: words.Status[f.Status], Tone: statusTones[f.Status], Code: f.Code, Detail: cleaned(f.Detail, maxTerm), Pointer: cleaned(f.Pointer, maxLine), Spec: spec,
		})
	}
	if count > 0 {
		out.Count = sprintf(words.Checks, count)
	}
	return out
}

// facts are what a person who knows the formats wants to see.
func (r *reader) facts(i *mikromerit.Inspection) []tile {
	words := &r.Phrases.Standing
	proofs := i.Result.Proofs
	one := func(s string) list { return listOf(1, func(int) text { return plain(s) }) }
	return filled([]tile{
		{words.Format, listOf(1, func(int) text { return text{Lang: r.lang("en"), Text: cleaned(i.Format, maxLine)} })},
		{words.Suite, firstOf(8, len(proofs), func(n int) text {
			return plain(proofs[n].Suite + ": " + words.Status[map[vc.Verdict]vc.Status{vc.Valid: vc.Pass, vc.Invalid: vc.Fail}[proofs[n].Verdict]])
		})},
		{words.Method, firstOf(8, len(proofs), func(n int) text { return plain(proofs[n].Method) })},
		{"id", one(i.Result.Document.Get("id").Text())},
	})
}

// typesOf returns the types of a document.
func typesOf(doc vc.Document) (all []string) {
	for kind := range doc.Get("type").Each() {
		all = append(all, kind.Text())
	}
	return all
}
