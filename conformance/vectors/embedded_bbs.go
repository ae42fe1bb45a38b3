package vectors

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// bbs2023 is bbs-2023, under which one proof is made of one signature over all
// statements, and is another one each time.
var bbs2023 = selectiveKind{
	derived: 0x03, spec: specBBS2023, chance: true,
	parts: func(d *derivedValue) []any {
		return []any{&d.Proof, &d.Labels, &d.MandatoryIndexes, &d.SelectiveIndexes, &d.PresentationHeader}
	},
	tamperings: slices.Concat(bbsTamperings, pointTamperings(), scalarTamperings()),
	operators: []operator{
		{slug: "base-of-a-stranger", rule: "PROOF-VALUE", because: "It is a base proof that a stranger made in the name of the issuer. The key in it is the stranger's.", make: func(g good) ([]embeddedCopy, error) { return one(g.madeByStranger()) }},
		{slug: "forged", rule: "PROOF-SIGNATURE", spec: specBBSDraft + "section-3.6.4", make: forgedProofs},
	},
}

const (
	specBBS2023  = "https://www.w3.org/TR/vc-di-bbs/#verify-derived-proof-bbs-2023"
	specBBSDraft = "https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-bbs-signatures#"
	// specHeader is where verifiers are told to look at the presentation header. That is a
	// recommendation.
	specHeader = specBBSDraft + "section-6.4"
)

// bbsValue is what only the derived values of bbs-2023 have (vc-di-bbs section 3.3.6).
type bbsValue struct {
	Proof              []byte
	SelectiveIndexes   []int
	PresentationHeader []byte
}

// The parts of a BBS proof: three points, three scalars, one for each hidden message,
// and the challenge.
const (
	bbsPoint  = 48
	bbsScalar = 32
	bbsHidden = 3*bbsPoint + 3*bbsScalar // where the scalars of hidden messages begin
)

// bbsTamperings are what is done to the labels, the indexes and the length of the proof.
var bbsTamperings = []tampering{
	{"label-beyond", "There is a label for a node that does not exist.", passed, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Labels[99] = uint64(99) }},
	{"label-large", "The label of a node is larger than the number of all nodes.", shaped, func(d *derivedValue, _ derivedValue, n []uint32) { d.Labels[n[0]] = uint64(1 << 20) }},
	{"label-negative", "The label of a node is negative.", misfit, func(d *derivedValue, _ derivedValue, n []uint32) { d.Labels[n[0]] = -1 }},
	{"label-bytes", "The label of a node is 32 bytes, as in ecdsa-sd-2023.", misfit, func(d *derivedValue, _ derivedValue, n []uint32) { d.Labels[n[0]] = make([]byte, 32) }},

	{"indexes-exchanged", "The numbers of the mandatory statements and of the others are exchanged.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.MandatoryIndexes, d.SelectiveIndexes = d.SelectiveIndexes, d.MandatoryIndexes
	}},
	{"mandatory-left-to-holder", "A statement that was mandatory is marked as one of the others.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) { d.free() }},
	{"other-made-mandatory", "A statement that was not mandatory is marked as such.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) { d.bind() }},
	{"selective-shifted", "The numbers of the revealed statements are those of the next ones.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) {
		for i := range d.SelectiveIndexes {
			d.SelectiveIndexes[i]++
		}
		d.extend()
	}},
	{"selective-exchanged", "The numbers of the revealed statements are not in ascending order.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.SelectiveIndexes[0], d.SelectiveIndexes[1] = d.SelectiveIndexes[1], d.SelectiveIndexes[0]
	}},
	{"selective-twice", "The number of a revealed statement stands twice.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.SelectiveIndexes = slices.Insert(d.SelectiveIndexes, 0, d.SelectiveIndexes[0])
	}},
	{"selective-alike", "Two revealed statements have the same number.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.SelectiveIndexes[1] = d.SelectiveIndexes[0] }},
	{"selective-missing", "A revealed statement has no number.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.SelectiveIndexes = d.SelectiveIndexes[1:] }},
	{"selective-more", "There is a number too many.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.SelectiveIndexes = append(d.SelectiveIndexes, d.SelectiveIndexes[len(d.SelectiveIndexes)-1]+1)
	}},
	{"selective-none", "No revealed statement has a number.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.SelectiveIndexes = []int{} }},
	{"selective-beyond", "The number of a revealed statement is that after the last one.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.SelectiveIndexes[len(d.SelectiveIndexes)-1] = d.signed()
	}},
	{"selective-far-beyond", "The number of a revealed statement is larger than any there could be.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.SelectiveIndexes[len(d.SelectiveIndexes)-1] = 1 << 62
	}},
	{"selective-negative", "The number of a revealed statement is negative.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.SelectiveIndexes[0] = -1 }},
	{"selective-of-another", "The numbers of the revealed statements, and the proof, are those of another badge.", shaped, func(d *derivedValue, o derivedValue, _ []uint32) {
		d.SelectiveIndexes, d.Proof = o.SelectiveIndexes, o.Proof
	}},

	{"proof-of-another", "The proof is that of another badge.", shaped, func(d *derivedValue, o derivedValue, _ []uint32) { d.Proof = o.Proof }},
	{"proof-in-another", "All but the proof is that of another badge.", shaped, func(d *derivedValue, o derivedValue, _ []uint32) {
		o.Proof = d.Proof
		*d = o
	}},
	{"proof-empty", "The proof is empty.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Proof = []byte{} }},
	{"proof-short", "The proof is a byte too short.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Proof = d.Proof[:len(d.Proof)-1] }},
	{"proof-long", "The proof is a byte too long.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Proof = append(d.Proof, 0) }},
	{"proof-extended", "The proof hides a statement more than there was.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) { d.extend() }},
	{"proof-truncated", "The proof hides a statement less than there was.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.Proof = slices.Delete(d.Proof, bbsHidden, bbsHidden+bbsScalar)
	}},
	{"proof-bare", "The proof hides nothing.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.Proof = slices.Delete(d.Proof, bbsHidden, len(d.Proof)-bbsScalar)
	}},
	{"proof-exchanged", "Two scalars of hidden statements are exchanged.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.Proof = slices.Concat(d.Proof[:bbsHidden], d.Proof[bbsHidden+bbsScalar:bbsHidden+2*bbsScalar], d.Proof[bbsHidden:bbsHidden+bbsScalar], d.Proof[bbsHidden+2*bbsScalar:])
	}},
	{"header-added", "A presentation header was added.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) { d.PresentationHeader = []byte(givenChallenge) }},
}

// signed is how many statements were signed one by one, as far as the value shows.
func (d *derivedValue) signed() int {
	hidden, _ := bbs.Hidden(len(d.Proof))
	return hidden + len(d.SelectiveIndexes)
}

// extend adds the scalar of a hidden statement to the proof.
func (d *derivedValue) extend() {
	d.Proof = slices.Insert(d.Proof, bbsHidden, d.Proof[bbsHidden:bbsHidden+bbsScalar]...)
}

// free marks a mandatory statement as one that the holder chose to reveal, in the place
// of one that is hidden: the number of all stays as it was.
func (d *derivedValue) free() {
	for i, index := range d.MandatoryIndexes {
		place, before := index-i, -1 // where it stands among the others
		if place > 0 && place <= len(d.SelectiveIndexes) {
			before = d.SelectiveIndexes[place-1]
		}
		if place < len(d.SelectiveIndexes) && d.SelectiveIndexes[place] > before+1 {
			d.MandatoryIndexes = slices.Delete(d.MandatoryIndexes, i, i+1)
			d.SelectiveIndexes = slices.Insert(d.SelectiveIndexes, place, before+1)
			d.Proof = slices.Delete(d.Proof, bbsHidden, bbsHidden+bbsScalar)
			return
		}
	}
}

// bind marks the first statement that the holder chose to reveal as mandatory.
func (d *derivedValue) bind() {
	index := 0
	for slices.Contains(d.MandatoryIndexes, index) {
		index++
	}
	at, _ := slices.BinarySearch(d.MandatoryIndexes, index)
	d.MandatoryIndexes = slices.Insert(d.MandatoryIndexes, at, index)
	d.SelectiveIndexes = d.SelectiveIndexes[1:]
	d.extend()
}

// pointTamperings alter each of the three points of a proof. None of what they become
// is a point that a proof may have, but for the negative, which belongs to no proof.
func pointTamperings() []tampering {
	var all []tampering
	for i, name := range []string{"a-bar", "b-bar", "d"} {
		for _, row := range []struct {
			slug, words string
			change      func(point []byte)
		}{
			{"identity", "the identity", func(p []byte) { copy(p, append([]byte{0xc0}, make([]byte, bbsPoint-1)...)) }},
			{"negative", "the negative of itself", func(p []byte) { p[0] ^= 0x20 }},
			{"outside", "a point of the curve outside the group", func(p []byte) { copy(p, append([]byte{0x80}, make([]byte, bbsPoint-1)...)) }},
			{"beyond", "a number that is no coordinate", func(p []byte) { copy(p, append([]byte{0x9f}, bytes.Repeat([]byte{0xff}, bbsPoint-1)...)) }},
			{"uncompressed", "marked as not compressed", func(p []byte) { p[0] &^= 0x80 }},
			{"zeros", "all zeros", func(p []byte) { clear(p) }},
		} {
			all = append(all, tampering{name + "-" + row.slug, fmt.Sprintf("The %s point of the proof is %s.", ordinals[i], row.words), shaped, func(d *derivedValue, _ derivedValue, _ []uint32) {
				row.change(d.Proof[i*bbsPoint : (i+1)*bbsPoint])
			}})
		}
	}
	return all
}

var ordinals = []string{"first", "second", "third"}

// scalarTamperings alter each scalar of a proof, of those of hidden statements the
// first. A scalar is larger than zero and smaller than the order of the group, and plus
// the order it is the same one to who calculates without a look.
func scalarTamperings() []tampering {
	order, _ := new(big.Int).SetString(bbsOrder, 16)
	var all []tampering
	for i, name := range []string{"e", "r1", "r3", "hidden", "challenge"} {
		words := "scalar for a hidden statement"
		switch {
		case i < len(ordinals):
			words = ordinals[i] + " scalar"
		case name == "challenge":
			words = "challenge"
		}
		for _, row := range []struct {
			slug, words string
			change      func(n *big.Int) *big.Int
		}{
			{"zero", "zero", func(*big.Int) *big.Int { return new(big.Int) }},
			{"order", "the order of the group", func(*big.Int) *big.Int { return order }},
			{"plus-order", "larger by the order of the group", func(n *big.Int) *big.Int { return n.Add(n, order) }},
			{"plus-one", "larger by one", func(n *big.Int) *big.Int { return n.Add(n, big.NewInt(1)) }},
		} {
			all = append(all, tampering{name + "-" + row.slug, fmt.Sprintf("The %s of the proof is %s.", words, row.words), shaped, func(d *derivedValue, _ derivedValue, _ []uint32) {
				at := 3*bbsPoint + i*bbsScalar
				if name == "challenge" {
					at = len(d.Proof) - bbsScalar
				}
				scalar := d.Proof[at : at+bbsScalar]
				row.change(new(big.Int).SetBytes(scalar)).FillBytes(scalar)
			}})
		}
	}
	return all
}

// bbsOrder is the order of the groups of BLS12-381.
const bbsOrder = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001"

// forgery is what a proof is made of behind which there is no signature.
type forgery struct {
	good
	base, whole vc.Document // what a stranger made in the name of the issuer, all of it revealed
	a           []byte      // the point in the place of that of a signature
}

// forgedProofs are of a badge that its issuer never signed. What is forged follows the
// protocol, so that all but one step of the verification comes out right.
func forgedProofs(g good) ([]embeddedCopy, error) {
	base, err := g.madeByStranger()
	if err != nil {
		return nil, err
	}
	whole, err := g.derive(base, dataintegrity.DeriveOptions{Reveal: []string{""}})
	if err != nil {
		return nil, err
	}
	out := []embeddedCopy{{slug: "by-a-stranger", because: "A stranger signed, and names the key of the issuer.", text: whole.String()}}
	for _, f := range []struct{ slug, because, a string }{
		{"without-signature", "Nobody signed: with any point for the signature all comes out right but the pairing.", bbsGenerator},
		{"identity", "Nobody signed: with the identity for the signature all comes out right, the pairing too.", bbsIdentity},
	} {
		a, err := hex.DecodeString(f.a)
		if err != nil {
			return nil, err
		}
		doc, err := g.bench.keep(whole, f.a+" in "+whole.String(), func() (vc.Document, error) {
			if g.bench.forge == nil {
				return vc.Document{}, errors.New("vectors: only a test forges a proof")
			}
			return g.bench.forge(forgery{g, base, whole, a})
		})
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: f.slug, because: f.because, text: doc.String()})
	}
	return out, nil
}

// madeByStranger returns the badge with the base proof of a stranger, who names the key
// of the issuer.
func (g good) madeByStranger() (vc.Document, error) {
	by := g.stranger
	by.key.Method = g.issuer.key.Method
	return g.bench.signSelective(g.unsigned, by, g.options)
}

// The points that a forger may take: the generator of the group, and the identity.
const (
	bbsGenerator = "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"
	bbsIdentity  = "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
)

// answered returns the vectors of credentials whose holder answers the challenge of a
// verifier by the presentation header: of one that stands alone, and of some that are
// presented.
func answered(b bench) ([]Vector, error) {
	g, err := b.good(bbsSuite(), draftOf("badge"))
	if err != nil {
		return nil, err
	}
	g.id, g.challenge = "di/"+g.suite.slug+"/answered", givenChallenge
	g.reveals = dataintegrity.DeriveOptions{Reveal: revealedPointers, PresentationHeader: []byte(givenChallenge)}
	if g.base, err = b.signSelective(g.unsigned, g.issuer, g.options); err != nil {
		return nil, err
	}
	if g.file, err = g.derive(g.base, g.reveals); err != nil {
		return nil, err
	}
	all, err := g.vectors(answerOperators)
	if err != nil {
		return nil, err
	}
	for _, row := range []struct {
		slug, answer string
	}{{"presented", givenChallenge}, {"presented-unanswered", ""}} {
		made, err := b.presentedBBS(row.slug, row.answer)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

func bbsSuite() embeddedSuite {
	return embeddedSuites[slices.IndexFunc(embeddedSuites, func(s embeddedSuite) bool { return s.selective == &bbs2023 })]
}

// answerOperators are answers to other challenges, and answers that were changed.
var answerOperators = []operator{
	{slug: "replayed", rule: "PROOF-CHALLENGE", because: "Its presentation header answers the challenge of another verifier, who may have passed it on.", level: vc.Should, spec: specHeader, make: answering(otherChallenge)},
	{slug: "unanswered", rule: "PROOF-CHALLENGE", because: "Its presentation header is empty, so that it answers no challenge.", level: vc.Should, spec: specHeader, make: answering("")},
	{slug: "in-capitals", rule: "PROOF-CHALLENGE", because: "Its presentation header is the challenge that was given, but in capitals.", level: vc.Should, spec: specHeader, make: answering(strings.ToUpper(givenChallenge))},
	{slug: "longer", rule: "PROOF-CHALLENGE", because: "Its presentation header only begins like the challenge that was given.", level: vc.Should, spec: specHeader, make: answering(givenChallenge + otherChallenge)},
	{slug: "header-put-in", rule: "PROOF-SIGNATURE", because: "The presentation header was put into a proof that was made for another one.", make: withHeader(otherChallenge, givenChallenge)},
	{slug: "header-added", rule: "PROOF-SIGNATURE", because: "The presentation header was put into a proof that was made without one.", make: withHeader("", givenChallenge)},
	{slug: "header-altered", rule: "PROOF-SIGNATURE", because: "The presentation header was changed.", make: withHeader(givenChallenge, otherChallenge)},
	{slug: "header-removed", rule: "PROOF-SIGNATURE", because: "The presentation header was taken away.", make: withHeader(givenChallenge, "")},
}

// answering derives a proof with another presentation header.
func answering(header string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		g.reveals.PresentationHeader = []byte(header)
		return one(g.derive(g.base, g.reveals))
	}
}

// withHeader derives a proof with one presentation header, and then puts another in its
// place.
func withHeader(made, shown string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		g.reveals.PresentationHeader = []byte(made)
		doc, err := g.derive(g.base, g.reveals)
		if err != nil {
			return nil, err
		}
		at := g.proofAt() + "/proofValue"
		value, err := g.suite.selective.read(doc.Lookup(at).Text())
		if err != nil {
			return nil, err
		}
		value.PresentationHeader = []byte(shown)
		text, err := g.suite.selective.text(value)
		if err != nil {
			return nil, err
		}
		return one(edit(doc, at, quote(text)))
	}
}

// presentedBBS returns the vectors of a presentation with a credential whose holder
// answers by the presentation header as well, or not. Who verifies both may find that
// the credential was made for somebody else.
func (b bench) presentedBBS(slug, answer string) ([]Vector, error) {
	g, err := b.presentation(embeddedSuites[0], bbsSuite())
	if err != nil {
		return nil, err
	}
	g.id = "di/" + g.inner.suite.slug + "/" + slug
	g.inner.reveals = dataintegrity.DeriveOptions{Reveal: []string{""}, PresentationHeader: []byte(answer)}
	if g.inner.base, err = b.signSelective(g.inner.unsigned, g.inner.issuer, g.inner.options); err != nil {
		return nil, err
	}
	if g.inner.file, err = g.inner.derive(g.inner.base, g.inner.reveals); err != nil {
		return nil, err
	}
	if g.unsigned, err = edit(g.unsigned, presented, g.inner.file.String()); err != nil {
		return nil, err
	}
	if g.file, err = g.sign(g.unsigned, g.issuer, g.options); err != nil {
		return nil, err
	}
	all, err := g.vectors([]operator{
		{slug: "replayed", rule: "NESTED-CREDENTIAL", because: "The presentation header of the credential in it answers the challenge of another verifier.", level: vc.Should, spec: specHeader, make: nestedOf(answering(otherChallenge))},
		{slug: "header-put-in", rule: "NESTED-CREDENTIAL", because: "The presentation header was put into the credential in it.", make: nestedOf(withHeader(otherChallenge, givenChallenge))},
		{slug: "base", rule: "NESTED-CREDENTIAL", because: "The credential in it is the one with the base proof, which is for the holder only.", make: nestedOf(func(g good) ([]embeddedCopy, error) { return one(g.base, nil) })},
	})
	for i := range all {
		all[i].Suite = string(g.inner.suite.cryptosuite) // that of the presentation is not in question
	}
	return all, err
}
