package jades

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

var ruleLevel = vc.Rule{Code: "SEAL-LEVEL", Axis: vc.InForce, Level: vc.Should, Spec: specJAdES + "#6",
	Text: "A seal should have the components of the level that was asked for."}

// raising is a seal on its way to a higher level. Nothing that it holds of the
// file is ever changed: components are only added.
type raising struct {
	gatherer
	payload, protected, value string // as they stand in the file

	clear    bool     // components are plain JSON, not base64url
	entries  []string // all entries of etsiU, as an archive time stamp covers them
	added    []string // those that are new, in JSON
	stamps   []stamp
	level    Level
	findings []vc.Finding
}

// stamp is a time stamp that the seal has.
type stamp struct {
	name  string
	token *trust.Timestamp
}

func newRaising(env vc.Env, leaf *x509.Certificate, o ExtendOptions) *raising {
	return &raising{gatherer: newGatherer(env, leaf, o)}
}

func (r *raising) add(rule *vc.Rule, status vc.Status, detail string) {
	r.findings = append(r.findings, rule.Finding(status, "", detail))
}

// raise adds components until the seal has a level or a service fails, which
// only a finding says. An error is that of a context that has ended.
func (r *raising) raise(ctx context.Context, to Level) error {
	archived := r.level == LTA
	for _, step := range []struct {
		level Level
		take  func(context.Context) error
	}{{T, r.stampSignature}, {LT, r.addValues}, {LTA, r.archive}} {
		if step.level > to || step.level <= r.level && !(step.level == LTA && archived) {
			continue
		}
		err := step.take(ctx)
		if ended := ctx.Err(); ended != nil {
			return ended
		}
		if err != nil {
			r.add(&ruleLevel, vc.Warn, fmt.Sprintf("The seal is at level %s and not %s: %s", r.level, to, sentence(err)))
			return nil
		}
		r.level = step.level
	}
	r.add(&ruleLevel, vc.Pass, fmt.Sprintf("The seal is at level %s.", r.level))
	return nil
}

// sentence returns an error as a sentence.
func sentence(err error) string {
	return strings.TrimSuffix(vc.Plain(err.Error()), ".") + "."
}

// stampSignature makes a seal of level T: a time stamp over the signature (TS
// 119 182-1 clause 5.3.4).
func (r *raising) stampSignature(ctx context.Context) error {
	if r.now().After(r.leaf.NotAfter) {
		return errors.New("SEAL-PERIOD: the signer's certificate has expired, so a time stamp of now proves nothing")
	}
	token, err := r.stamp(ctx, "sigTst", r.value)
	if err != nil {
		return err
	}
	r.addComponents(stampComponent("sigTst", token))
	return nil
}

// addValues makes a seal of level LT: the certificates and the revocation data
// that validation needs.
func (r *raising) addValues(ctx context.Context) error {
	found, missing := r.gather(ctx, r.subjects(), false)
	if len(missing) > 0 {
		return errors.New(strings.Join(missing, "; "))
	}
	r.keep(found)
	r.addComponents(found.components()...)
	return nil
}

// archive makes a seal of level LTA, or renews it: an archive time stamp over
// all that the seal has (clause 5.3.6), after what is needed to validate the
// time stamps before it.
func (r *raising) archive(ctx context.Context) error {
	renewed := slices.ContainsFunc(r.stamps, func(s stamp) bool { return s.name == "arcTst" })
	if last := len(r.stamps) - 1; r.now().After(r.stamps[last].token.Authority.NotAfter) {
		r.add(&ruleTimestamp, vc.Warn, "The certificate of the authority of the last time stamp expired before this renewal. What the time stamp proved until then, the new one cannot bring back.")
	}
	found, missing := r.gather(ctx, r.subjects(), renewed)
	if len(missing) > 0 {
		// An archive time stamp preserves what is there all the same.
		r.add(&ruleRevocationData, vc.Warn, "The archive time stamp covers a seal that lacks something: "+strings.Join(missing, "; ")+".")
	}
	r.keep(found)
	values := found.stampComponents()
	entries := slices.Clone(r.entries)
	for _, v := range values {
		entries = append(entries, entryText(v))
	}
	token, err := r.stamp(ctx, "arcTst", r.archived(entries)...)
	if err != nil {
		return err
	}
	r.addComponents(append(values, stampComponent("arcTst", token))...)
	r.level = LTA
	return r.addLast(ctx)
}

// archived returns what an archive time stamp after some entries covers (clause
// 5.3.6.2).
func (r *raising) archived(entries []string) []string {
	return append([]string{r.payload, ".", r.protected, ".", r.value, "."}, entries...)
}

// addLast adds what the archive time stamp itself needs, unless the seal has it
// already because the same authority made an earlier one.
func (r *raising) addLast(ctx context.Context) error {
	last := r.stamps[len(r.stamps)-1]
	found, missing := r.gather(ctx, []subject{{last.token.Authority, last.token.Time}}, false)
	if len(missing) > 0 {
		r.add(&ruleRevocationData, vc.Warn, "For the archive time stamp the seal lacks something: "+strings.Join(missing, "; ")+".")
	}
	r.keep(found)
	r.addComponents(found.stampComponents()...)
	return nil
}

// subjects returns whose certificates must be validated, and for when: the
// signer's for the earliest proven time, that of each time stamp for its own.
func (r *raising) subjects() []subject {
	best := r.now()
	var out []subject
	for _, s := range r.stamps {
		if s.name != "adoTst" && s.token.Time.Before(best) {
			best = s.token.Time
		}
		out = append(out, subject{s.token.Authority, s.token.Time})
	}
	return slices.Insert(out, 0, subject{r.leaf, best})
}

// stamp gets a time stamp and checks it before anything relies on it.
func (r *raising) stamp(ctx context.Context, name string, covered ...string) ([]byte, error) {
	const hash = crypto.SHA256
	h := hash.New()
	for _, part := range covered {
		h.Write([]byte(part))
	}
	der, err := r.services.Timestamp(ctx, hash, h.Sum(nil))
	if err != nil {
		return nil, err
	}
	token, err := trust.ParseTimestamp(der, r.pool...)
	if err != nil {
		return nil, err
	}
	now := r.now()
	switch {
	case !token.Covers(covered...):
		return nil, errors.New("SEAL-TIMESTAMP: the time-stamp service stamped something else than it was asked to")
	case token.Time.After(now.Add(clockSkew)) || token.Time.Before(now.Add(-clockSkew)):
		return nil, fmt.Errorf("SEAL-TIMESTAMP: the time-stamp service says that it is %s, and the clock here says %s", timeText(token.Time), timeText(now))
	}
	r.pool = append(r.pool, token.Certificates...)
	if _, vouched := r.chain(ctx, token.Authority, token.Time); !vouched && len(r.anchors.Certificates()) > 0 {
		return nil, errors.New("SEAL-TIMESTAMP: the certificate of the time-stamp authority does not lead to one that you trust (--anchor FILE)")
	}
	r.stamps = append(r.stamps, stamp{name, token})
	return der, nil
}

// addComponents adds components at the end.
func (r *raising) addComponents(components ...string) {
	for _, c := range components {
		r.added = append(r.added, entryOf(c, r.clear))
		r.entries = append(r.entries, entryText(c))
	}
}
