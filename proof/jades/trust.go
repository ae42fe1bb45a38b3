package jades

import (
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// checkTrust looks for a chain from the signer's certificate to an anchor.
// Whether the certificates were valid is another question: see checkPeriod.
func (v *verification) checkTrust() {
	outcome := v.findChain()
	status, detail := vc.Unknown, ""
	switch {
	case v.vouched:
		status, detail = vc.Pass, "The certificate leads to one that you trust."
	case outcome == trust.Refused:
		detail = "The certificate leads to one that you trust only over one that forbids it or that cannot be understood."
	case len(v.anchors.Certificates()) == 0 && v.job.Policy.Trust.Services == nil:
		detail = "You named no certificates to trust, so nobody vouches for the one of this seal. Name them with --anchor FILE or --trust FILE."
	default:
		detail = "The certificate does not lead to one that you trust. Name its authority with --anchor FILE or --trust FILE if you do."
	}
	if remark := v.job.Policy.Trust.Services.Remark(); !v.vouched && remark != "" {
		detail += " " + strings.ToUpper(remark[:1]) + remark[1:] + "."
	}
	if !v.vouched && v.job.Policy.Trust.Any {
		status = vc.NotAsked
	}
	v.add(&ruleTrust, status, v.protected(), detail)
}

// findChain builds the chain for the time at which the seal is judged or, when
// certificates have expired by then, for one at which the signer's was valid.
// When no chain leads to an anchor, the path is as far as the certificates of
// the seal reach. The outcome is that for the time at which the seal is judged,
// unless a chain was found.
func (v *verification) findChain() trust.Outcome {
	best, _ := v.bestTime()
	moments := []time.Time{best}
	if claimed, found := v.signingTime(); found == "" {
		moments = append(moments, claimed)
	}
	path, outcome := v.pathFor(v.leaf, v.untrusted(), best, moments...)
	v.path, v.vouched, v.refused = path, path != nil, outcome == trust.Refused
	if path == nil {
		v.path = trust.Path(v.leaf, v.untrusted())
	}
	return outcome
}

// checkPeriod checks that the certificates were valid when the seal was made,
// as far as that is proven.
func (v *verification) checkPeriod() {
	at, proven := v.bestTime()
	status, detail := vc.Pass, "The certificates are valid now."
	if proven {
		detail = "The certificates were valid when the seal is proven to have existed (" + timeText(at) + ")."
	}
	for i, c := range v.path {
		whose := "The signer's certificate"
		if i > 0 {
			whose = "A certificate above the signer's"
		}
		switch {
		case at.Before(c.NotBefore):
			status, detail = vc.Unknown, whose+" is not valid yet at "+timeText(at)+", the time at which the seal is judged."
			if i == 0 {
				status = vc.Fail
			}
		case !at.After(c.NotAfter):
			continue
		case proven:
			status, detail = vc.Unknown, whose+" had expired before the earliest time at which the seal is proven to have existed."
		default:
			status, detail = vc.Unknown, whose+" has expired, and no time stamp that you trust proves that the seal was made before. Name the time-stamp authority with --anchor FILE if the seal has one."
		}
		break
	}
	v.add(&rulePeriod, status, v.protected(), detail)
}
