package mikromerit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// SealStep is one step of the validation of a seal, as EN 319 102-1 orders them.
type SealStep struct {
	Name   string    `json:"step"`
	Status vc.Status `json:"status"`
	Text   string    `json:"text"`
}

// sealBlocks are the steps that findings tell of, by the codes of their rules.
var sealBlocks = []struct {
	name  string
	codes []string
	clean string // what is said when all is well; "": what the findings say
}{
	{"Format", []string{
		"JWS-CRIT", "JWS-B64", "JWS-BESIDE", "JWS-PAYLOAD", "JADES-FORM", "JADES-HEADER", "JADES-ATTRIBUTES", "JADES-ETSIU", "JADES-SIGD",
		"JADES-POLICY", "JADES-COUNTER-SIGNATURE",
	}, "The file has the form of a seal, and every part that must be understood is."},
	{"Signing certificate", []string{"JADES-CERT-DIGEST", "JADES-KID", "SEAL-CERTIFICATE", "JWS-X5C", "SEAL-KEY-USAGE"},
		"The certificate is the one that the seal names, and its key may be used for seals."},
	{"Cryptography", []string{"JWS-ALG", "PROOF-SIGNATURE"}, ""},
	{"Chain", []string{"SEAL-TRUST", "SEAL-PERIOD"}, ""},
	{"Revocation", []string{"SEAL-REVOCATION", "SEAL-REVOCATION-DATA"}, ""},
}

// SealSteps returns what the validation of each seal of a file showed, step by step;
// none for a file without a seal.
func (r *Result) SealSteps() [][]SealStep {
	var all [][]SealStep
	for _, p := range r.Proofs {
		if p.Seal != nil {
			all = append(all, r.stepsOf(p))
		}
	}
	return all
}

func (r *Result) stepsOf(p proof.ProofResult) []SealStep {
	var steps []SealStep
	add := func(name string, status vc.Status, text string) {
		if text != "" {
			steps = append(steps, SealStep{name, status, text})
		}
	}
	for _, b := range sealBlocks {
		status, text := r.block(p, b.codes)
		if status == vc.Pass && b.clean != "" {
			text = b.clean
		}
		add(b.name, status, text)
	}
	for _, t := range p.Seal.Timestamps {
		status, text := timestampStep(t)
		add("Time stamp", status, text)
	}
	add("Certificate", vc.NotAsked, statementsText(p.Seal.Statements))
	if q := p.Seal.Qualified; q != nil {
		add("Trusted list", qualifiedStatus(q), qualifiedText(q))
	}
	status, text := r.identityStep(p)
	add("Issuer", status, text)
	add("Signing time", vc.NotAsked, timesText(p.Seal))
	add("Conclusion", indicationStatus(p.Seal.Indication), conclusionText(p.Seal))
	return steps
}

// block sums up the findings of a step: what the worst of them say.
func (r *Result) block(p proof.ProofResult, codes []string) (vc.Status, string) {
	worst := vc.NotAsked
	var texts []string
	for _, f := range r.Findings {
		if !slices.Contains(codes, f.Code) || p.Pointer != "" && strings.HasPrefix(f.Pointer, "/signatures/") && !strings.HasPrefix(f.Pointer+"/", p.Pointer+"/") {
			continue
		}
		switch {
		case texts == nil || weight(f.Status) > weight(worst):
			worst, texts = f.Status, []string{f.Detail}
		case f.Status == worst && !slices.Contains(texts, f.Detail):
			texts = append(texts, f.Detail)
		}
	}
	return worst, strings.Join(texts, " ")
}

// weight orders statuses from the best to the worst.
func weight(s vc.Status) int {
	return slices.Index([]vc.Status{vc.NotAsked, vc.Pass, vc.Warn, vc.Unknown, vc.Fail}, s)
}

// stampNames say what a time stamp is over, by the component that holds it.
var stampNames = map[string]string{
	"adoTst": "On the content, before it was sealed", "sigTst": "On the signature", "arcTst": "On the whole seal (archive)",
	"rfsTst": "On the signature and the references", "sigRTst": "On the references",
}

func timestampStep(t proof.TimestampEvidence) (vc.Status, string) {
	name := stampNames[t.Kind]
	if name == "" {
		name = t.Kind
	}
	if t.Time.IsZero() {
		return vc.Fail, name + ": it cannot be read."
	}
	text := name + ", " + t.Time.UTC().Format(time.RFC3339)
	if t.Authority != "" {
		text += ", by " + printable(t.Authority)
	}
	switch {
	case !t.Imprint:
		text += ": it was made for other bytes"
	case !t.Signature:
		text += ": it fits, but its own signature is wrong"
	default:
		text += ": it fits, and its own signature is right"
	}
	if t.Indication == proof.TotalPassed {
		return vc.Pass, text + "."
	}
	status := vc.Unknown
	if t.Indication == proof.TotalFailed || !t.Imprint || !t.Signature {
		status = vc.Fail
	}
	if t.SubIndication != "" {
		text += " (" + string(t.SubIndication) + ")"
	}
	return status, text + "."
}

// statementsText says what the certificate says about itself.
func statementsText(s trust.Statements) string {
	if !s.Compliance {
		return "It does not call itself qualified."
	}
	text := "It calls itself qualified (QcCompliance)"
	switch {
	case s.Seal:
		text += ", for electronic seals (QcType eSeal)"
	case s.Signature:
		text += ", for electronic signatures of a person"
	case s.Web:
		text += ", for web sites"
	}
	if s.Device {
		return text + ", with its key in a qualified device (QcSSCD)."
	}
	return text + "; it does not say that its key is in a qualified device (QcSSCD)."
}

func qualifiedText(q *trust.Qualification) string { return capitalise(printable(q.Reason)) + "." }

func qualifiedStatus(q *trust.Qualification) vc.Status {
	if q.GrantedOn.IsZero() {
		return vc.Warn
	}
	return vc.Pass
}

// identityStep compares whom the certificate names with what the document says of its
// issuer.
func (r *Result) identityStep(p proof.ProofResult) (vc.Status, string) {
	if len(p.Signer.Chain) == 0 {
		return vc.NotAsked, ""
	}
	s := trust.SubjectOf(p.Signer.Chain[0])
	named := partyText(strings.Join(s.Names, " / "), s.Organisation, strings.Join(s.Countries, ", "))
	issuer := r.Document.Get("issuer")
	claimed := partyText(issuerName(r.Document), firstText(issuer.Get("eIDASIdentifier").Get("notation")), countryIn(issuer))
	status, text := r.block(p, []string{"ISSUER-KEY", "SEAL-NAME", "SEAL-IDENTIFIERS"})
	if status == vc.Pass {
		text = ""
	}
	if named == claimed {
		return status, strings.TrimSpace(fmt.Sprintf("The certificate and the document name the same: %s. %s", named, text))
	}
	return status, strings.TrimSpace(fmt.Sprintf("The certificate names %s; the document says %s. %s", named, claimed, text))
}

func partyText(name, id, country string) string {
	if name == "" {
		name = "nobody"
	} else {
		name = "“" + printable(name) + "”"
	}
	if more := joinTexts(printable(id), printable(country)); more != "" {
		return name + " (" + more + ")"
	}
	return name
}

func timesText(s *proof.SealEvidence) string {
	claimed := "The seal does not say when it was made"
	if !s.ClaimedTime.IsZero() {
		claimed = "The seal says that it was made at " + s.ClaimedTime.UTC().Format(time.RFC3339)
	}
	if s.BestTime.IsZero() {
		return claimed + "; nothing proves that."
	}
	return claimed + "; a time stamp proves that it existed at " + s.BestTime.UTC().Format(time.RFC3339) + "."
}

func indicationStatus(i proof.Indication) vc.Status {
	switch i {
	case proof.TotalPassed:
		return vc.Pass
	case proof.TotalFailed:
		return vc.Fail
	}
	return vc.Unknown
}

// reasonWords say in plain words why a validation did not pass.
var reasonWords = map[proof.SubIndication]string{
	proof.FormatFailure:            "it does not have the form of a seal",
	proof.HashFailure:              "it was not made over this content",
	proof.SigCryptoFailure:         "the signature is wrong",
	proof.RevokedSub:               "its certificate was revoked before it was made",
	proof.ExpiredSub:               "its certificate had expired before it was made",
	proof.NotYetValidSub:           "it was made before its certificate was valid",
	proof.SigConstraintsFailure:    "a signed property is missing or not right",
	proof.ChainConstraintsFailure:  "a certificate of the chain may not do what it does",
	proof.CertificateChainFailure:  "its chain of certificates could not be validated as a whole, perhaps for want of revocation data",
	proof.CryptoConstraintsFailure: "it uses an algorithm that is too weak",
	proof.PolicyProcessingError:    "its signature policy cannot be read",
	proof.SignaturePolicyMissing:   "its signature policy is not at hand",
	proof.TimestampOrderFailure:    "its time stamps are not in order",
	proof.NoSigningCertificate:     "the certificate of the signer is not at hand",
	proof.NoCertificateChain:       "its certificate does not lead to one that you trust",
	proof.RevokedNoPOE:             "its certificate was revoked, and nothing proves that it was made before",
	proof.RevokedCANoPOE:           "a certificate above its own was revoked, and nothing proves that it was made before",
	proof.OutOfBoundsNoPOE:         "its certificate is not valid now, and nothing proves that it was made when it was",
	proof.OutOfBoundsNotRevoked:    "its certificate has expired without being revoked, and nothing proves that it was made before",
	proof.CryptoConstraintsNoPOE:   "it uses an algorithm that is too weak today, and nothing proves that it was made when it was not",
	proof.NoPOE:                    "nothing proves when it existed",
	proof.TryLater:                 "nothing at hand shows whether its certificate was revoked",
	proof.SignedDataNotFound:       "what it is about is not in the file",
}

// conclusionText says how the validation ended, in the words of the standard and in
// plain ones.
func conclusionText(s *proof.SealEvidence) string {
	text := string(s.Indication)
	if s.SubIndication != "" {
		text += ", " + string(s.SubIndication)
		if plain := reasonWords[s.SubIndication]; plain != "" {
			text += ": " + plain
		}
	}
	return text + "."
}

// SealLine sums up a seal in one line: its level, how its validation ended, and when
// it was made.
func SealLine(s *proof.SealEvidence) string {
	level := s.Level
	if level == "" {
		level = "below JAdES-BASELINE-B"
	}
	line := level + ": " + strings.TrimSuffix(conclusionText(s), ".")
	switch {
	case !s.BestTime.IsZero():
		line += "; proven to have existed at " + s.BestTime.UTC().Format(time.RFC3339)
	case !s.ClaimedTime.IsZero():
		line += "; by its own words of " + s.ClaimedTime.UTC().Format(time.RFC3339)
	}
	if q := s.Qualified; q != nil {
		line += "; " + capitalise(q.Level)
		if !q.GrantedOn.IsZero() {
			line += ", granted by " + printable(q.Territory) + " on " + q.GrantedOn.Format(time.DateOnly)
		}
	}
	return line + "."
}

// countryIn returns the country of the identifier of an issuer, or else of its first
// place.
func countryIn(issuer jsontree.Value) string {
	for _, pointer := range []string{"eIDASIdentifier/spatial", "location/address/countryCode"} {
		v := issuer
		for step := range strings.SplitSeq(pointer, "/") {
			for first := range v.Each() {
				v = first
				break
			}
			v = v.Get(step)
		}
		if country, ok := mc.CountryOf(idOf(v)); ok {
			return country.Alpha2
		}
	}
	return ""
}
