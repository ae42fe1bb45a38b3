package broken

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// The kinds of proof values of selective disclosure, by their third byte.
const (
	ecdsaDerived = 0x01
	bbsDerived   = 0x03
)

// The lengths of points and scalars in a BBS proof.
const (
	bbsPoint  = 48
	bbsScalar = 32
)

// proofValue is a proof value of selective disclosure.
type proofValue struct {
	kind  byte
	parts []cbor.RawMessage
}

// valuesWith returns what a reader makes of a document who changes the value of its first
// proof, and says whether that is another one then. All else stays as it is.
func valuesWith(change func(v *proofValue) bool) func(text []byte) []byte {
	return func(text []byte) []byte {
		doc, err := vc.ParseDocument(text, vc.Limits{})
		if err != nil {
			return text
		}
		for _, at := range []string{"/proof/proofValue", "/proof/0/proofValue"} {
			value, ok := readValue(doc.Lookup(at).Text())
			if !ok || !change(&value) {
				continue
			}
			body, err := cbor.Marshal(value.parts)
			if err != nil {
				continue
			}
			return edited(text, at, `"u`+base64.RawURLEncoding.EncodeToString(append([]byte{0xd9, 0x5d, value.kind}, body...))+`"`)
		}
		return text
	}
}

func readValue(text string) (v proofValue, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(text, "u"))
	if err != nil || len(raw) < 4 || raw[0] != 0xd9 || raw[1] != 0x5d {
		return v, false
	}
	v.kind = raw[2]
	return v, cbor.Unmarshal(raw[3:], &v.parts) == nil && len(v.parts) == 5
}

// bytes returns a part that is bytes, or nil.
func (v *proofValue) bytes(part int) (content []byte) {
	const byteString = 2
	if v.parts[part][0]>>5 != byteString || cbor.Unmarshal(v.parts[part], &content) != nil {
		return nil
	}
	return content
}

// asSet takes the numbers of the mandatory statements for a set, of which some may be of
// no statement at all.
func asSet(v *proofValue) bool {
	part, ok := map[byte]int{ecdsaDerived: 4, bbsDerived: 2}[v.kind]
	var indexes []int
	if !ok || cbor.Unmarshal(v.parts[part], &indexes) != nil {
		return false
	}
	const most = 1 << 20
	indexes = slices.DeleteFunc(indexes, func(i int) bool { return i < 0 || i > most })
	slices.Sort(indexes)
	return v.replace(part, slices.Compact(indexes))
}

// replace puts another content in the place of a part, and reports whether it is another
// one.
func (v *proofValue) replace(part int, content any) bool {
	text, err := cbor.Marshal(content)
	if err != nil || bytes.Equal(text, v.parts[part]) {
		return false
	}
	v.parts[part] = text
	return true
}

// reduced takes each scalar of a BBS proof modulo the order of the group.
func reduced(v *proofValue) bool {
	proof := v.bytes(0)
	if v.kind != bbsDerived || len(proof) < 3*bbsPoint || (len(proof)-3*bbsPoint)%bbsScalar != 0 {
		return false
	}
	order, _ := new(big.Int).SetString("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16)
	for at := 3 * bbsPoint; at < len(proof); at += bbsScalar {
		scalar := proof[at : at+bbsScalar]
		n := new(big.Int).SetBytes(scalar)
		n.Mod(n, order).FillBytes(scalar)
	}
	return v.replace(0, proof)
}

// asBaseline takes a proof with an optional feature of bbs-2023 for one without.
func asBaseline(v *proofValue) bool {
	optional := v.kind > bbsDerived && v.kind%2 == 1
	if optional {
		v.kind = bbsDerived
	}
	return optional
}

// derivedFrom reveals all of what has a base proof, or returns false. With bbs-2023 that
// takes that the proof holds by the key in it, whosever that is.
func derivedFrom(text []byte) ([]byte, bool) {
	file, err := mikromerit.Open(text, vc.Limits{})
	if err != nil || !mikromerit.HasBaseProof(file) {
		return nil, false
	}
	all, err := dataintegrity.Derive(context.Background(), vc.Env{}, file, dataintegrity.DeriveOptions{Reveal: []string{""}})
	if err != nil {
		return nil, false
	}
	return all.Bytes(), true
}

func derivedOrAsItIs(text []byte) []byte {
	if all, ok := derivedFrom(text); ok {
		return all
	}
	return text
}

// holdsByOwnKey reports whether a base proof holds by the key that stands in it.
func holdsByOwnKey(r conformance.Request) bool {
	doc, err := vc.ParseDocument(r.Document, vc.Limits{})
	if err != nil || proof.IsMessage(r.Document) || !strings.Contains(doc.Get("proof").Raw(), string(dataintegrity.BBS2023)) {
		return false
	}
	_, ok := derivedFrom(r.Document)
	return ok
}

// beginsWith reports whether the first points of a BBS proof are these. Nobody with a
// signature comes to the generator or the identity, and no step but one tells a proof
// apart that was forged with them.
func beginsWith(points ...string) func(conformance.Request) bool {
	return func(r conformance.Request) bool {
		doc, err := vc.ParseDocument(r.Document, vc.Limits{})
		if err != nil {
			return false
		}
		begin, err := hex.DecodeString(strings.Join(points, ""))
		if err != nil {
			return false
		}
		for p := range doc.Get("proof").Each() {
			if v, ok := readValue(p.Get("proofValue").Text()); ok && v.kind == bbsDerived && bytes.HasPrefix(v.bytes(0), begin) {
				return true
			}
		}
		return false
	}
}

// The generator of the group, and the identity.
const (
	generatorPoint = "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"
	identityPoint  = "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
)

// unchallenged forgets the challenge that a credential is to answer.
func unchallenged(r *conformance.Request) {
	if r.Operation == conformance.VerifyCredential {
		r.Challenge = ""
	}
}
