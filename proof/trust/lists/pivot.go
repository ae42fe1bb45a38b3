package lists

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// maxPivots bounds how many pivots are fetched. The Commission begins anew with each
// publication in the Official Journal.
const maxPivots = 16

// pivots returns the addresses of the pivots of a list of lists, the oldest first. A
// pivot is a list of lists of the past that announced new signers, signed by those
// before. The newest one names the pivots of its time before the Official Journal, the
// latest first. Nobody vouches for what it says yet, so only addresses at the host of
// the list itself are asked.
func (l *List) pivots(location string) []string {
	at, err := url.Parse(location)
	if err != nil {
		return nil
	}
	var out []string
	for _, uri := range l.URIs {
		u, err := url.Parse(uri)
		if err == nil && strings.HasSuffix(u.Path, ".xml") && u.Scheme == at.Scheme && u.Host == at.Host && u.User == nil && uri != location && len(out) < maxPivots {
			out = append(out, uri)
		}
	}
	slices.Reverse(out)
	return out
}

// follow finds those who may sign a list of lists that none of the known ones signed:
// each pivot that one of them signed says who comes next. It returns the signers and
// how many pivots led to them; nobody when the pivots do not lead to the signer of the
// list.
func (r *refresher) follow(data []byte, p Pointer, by Signers) (Signers, int) {
	top, err := readVerified(data)
	if err != nil {
		return Signers{}, 0
	}
	followed, last := 0, 0
	for _, location := range top.pivots(p.Location) {
		answer, err := r.source.Get(r.ctx, location, Version{}, maxOfLists)
		if err != nil {
			continue
		}
		pivot, err := r.check(answer.Data, "EU", p, by)
		if err != nil || pivot.Sequence <= last || pivot.Sequence > top.Sequence {
			continue
		}
		if next := pivot.announced(); len(next.Digests) > 0 {
			by, last = next, pivot.Sequence
			followed++
		}
	}
	if followed == 0 {
		return Signers{}, 0
	}
	if _, err := Read(data, by); err != nil {
		return Signers{}, 0
	}
	return by, followed
}

// announced returns those whom a list of lists names as its own signers.
func (l *List) announced() Signers {
	var out Signers
	for _, p := range l.Pointers {
		if p.Type != TypeOfLists || p.Territory != "EU" || p.MIME != MIMEList {
			continue
		}
		for _, c := range p.Signers {
			if digest := Digest(c); !slices.Contains(out.Digests, digest) {
				out.Digests = append(out.Digests, digest)
			}
		}
	}
	return out
}

// unknownSigner is the error about a list of lists that nobody signed who is known.
func unknownSigner(err error, pivots int) error {
	tried := "it names no pivots that could lead there"
	if pivots > 0 {
		tried = fmt.Sprintf("its %d pivots do not lead there", pivots)
	}
	return fmt.Errorf("%w; %s. Take the digests of those who sign it now from the Official Journal, and name them (--signer)", err, tried)
}
