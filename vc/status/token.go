package status

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"io"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// TokenEntry is the type of an entry in a token status list. No document states
// it: the entry is the member status_list of the claim status.
const TokenEntry = "status_list"

// TokenStatus is the purpose of a token status list: its values are those of the
// specification.
const TokenStatus = "token"

// The values in a token status list (Token Status List section 7.1).
const (
	TokenValid     = 0
	TokenInvalid   = 1 // revoked for good
	TokenSuspended = 2
)

// ReadTokenEntry reads the claim status of a token. The problems are of level
// MUST: with one, the status cannot be looked up.
func ReadTokenEntry(v jsontree.Value) (Entry, []vc.Problem) {
	list := v.Get(TokenEntry)
	e := Entry{Type: TokenEntry, Purpose: TokenStatus, Size: 1, List: list.Get("uri").Text()}
	var problems []vc.Problem
	if !list.IsObject() {
		return e, []vc.Problem{problemAt(ruleTokenEntry, v, TokenEntry)}
	}
	index := list.Get("idx")
	if index.Kind() == jsontree.Number && isDecimal(index.Raw()) {
		e.Index = index.Raw()
	} else {
		problems = append(problems, problemAt(ruleTokenEntry, list, "idx"))
	}
	if !vc.IsURL(e.List) {
		problems = append(problems, problemAt(ruleTokenEntry, list, "uri"))
	}
	return e, problems
}

// tokenJSON writes the entry as the claim status.
func (e Entry) tokenJSON() string {
	var list, claim object
	list.addRaw("idx", e.Index)
	list.addText("uri", e.List)
	claim.addRaw(TokenEntry, list.String())
	return claim.String()
}

// ReadToken reads the claims of a token status list. As with [ReadPublished], what
// may be believed is not checked here, and with a problem of level MUST the list
// must not be used. Issued and expires are iat and exp, zero without them.
func ReadToken(claims vc.Document, limits Limits) (p Published, issued, expires time.Time, problems []vc.Problem) {
	root := claims.Root()
	p = Published{EntryType: TokenEntry, ID: claims.Get("sub").Text(), Issuer: claims.Get("iss").Text(), Purposes: []string{TokenStatus}}
	if p.ID == "" {
		problems = append(problems, problemAt(ruleTokenSubject, root, "sub"))
	}
	issued, ok := wholeSeconds(claims.Get("iat"))
	if !ok {
		problems = append(problems, problemAt(ruleTokenIssued, root, "iat"))
	}
	if v := claims.Get("exp"); v.Exists() {
		if expires, ok = wholeSeconds(v); !ok {
			problems = append(problems, problemAt(ruleTokenIssued, root, "exp"))
		}
	}
	if v := claims.Get("ttl"); v.Exists() {
		seconds, err := strconv.ParseInt(v.Raw(), 10, 64)
		if err != nil || seconds <= 0 || seconds > int64(maxTTL/time.Second) {
			problems = append(problems, problemAt(ruleTokenTTL, root, "ttl"))
		} else {
			p.TTL = time.Duration(seconds) * time.Second
		}
	}
	list := claims.Get(TokenEntry)
	size, err := strconv.Atoi(list.Get("bits").Raw())
	if err != nil || size != 1 && size != 2 && size != 4 && size != 8 {
		return p, issued, expires, append(problems, problemAt(ruleTokenBits, list, "bits"))
	}
	p.Size = size
	lst := list.Get("lst")
	if lst.Kind() != jsontree.String {
		return p, issued, expires, append(problems, problemAt(ruleTokenEncoded, list, "lst"))
	}
	content, err := DecodeToken(lst.Text(), size, limits)
	var problem vc.Problem
	if errors.As(err, &problem) {
		problem.Pointer = lst.Pointer()
		problems = append(problems, problem)
	}
	p.Bits = content
	return p, issued, expires, problems
}

// wholeSeconds reads a NumericDate of the years that can be written.
func wholeSeconds(v jsontree.Value) (time.Time, bool) {
	const last = 253402300799 // 9999-12-31
	at, ok := v.Float()
	if !ok || at < 0 || at > last {
		return time.Time{}, false
	}
	return time.Unix(int64(at), 0), true
}

// DecodeToken reads the lst of a token status list: base64url without padding of
// exactly one zlib stream, with entries of 1, 2, 4 or 8 bits. The error is a
// [vc.Problem].
func DecodeToken(lst string, size int, limits Limits) (Bitstring, error) {
	if base64.RawURLEncoding.DecodedLen(len(lst)) > limits.compressed() {
		return Bitstring{}, ruleListLimit.At("", "more compressed bytes than the limit")
	}
	if strings.ContainsAny(lst, "\r\n") {
		return Bitstring{}, ruleTokenEncoded.At("", "a line break")
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(lst)
	if err != nil {
		return Bitstring{}, ruleTokenEncoded.At("", "a text that is not base64url without padding")
	}
	source := bytes.NewReader(packed)
	stream, err := zlib.NewReader(source)
	if err != nil {
		return Bitstring{}, ruleTokenEncoded.At("", "no zlib header")
	}
	var content bytes.Buffer
	n, err := io.Copy(&content, io.LimitReader(stream, int64(limits.expanded())+1))
	switch {
	case n > int64(limits.expanded()):
		return Bitstring{}, ruleListLimit.At("", "more expanded bytes than the limit")
	case err != nil:
		return Bitstring{}, ruleTokenEncoded.At("", "damaged zlib data")
	case source.Len() > 0:
		return Bitstring{}, ruleTokenEncoded.At("", "bytes after the zlib stream")
	case n == 0:
		return Bitstring{}, ruleTokenEncoded.At("", "no entries")
	}
	out := content.Bytes()
	turnEntries(out, size)
	return Bitstring{out}, nil
}

// EncodeToken returns the bits as the lst of a token status list with entries of
// 1, 2, 4 or 8 bits.
func (b Bitstring) EncodeToken(size int) (string, error) {
	turned := bytes.Clone(b.bits)
	turnEntries(turned, size)
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, zlib.BestCompression)
	if err == nil {
		_, err = w.Write(turned)
		err = errors.Join(err, w.Close())
	}
	return base64.RawURLEncoding.EncodeToString(out.Bytes()), err
}

// turnEntries turns the order of the entries in each byte around. In a token status
// list the first entry is in the least significant bits of the first byte (section
// 4.1), in a [Bitstring] it is in the most significant.
func turnEntries(content []byte, size int) {
	var turned [256]byte
	for i := range turned {
		b := bits.Reverse8(byte(i))
		switch size { // the bits of an entry themselves keep their order
		case 2:
			b = b&0x55<<1 | b&0xaa>>1
		case 4:
			b = byte(i)<<4 | byte(i)>>4
		case 8:
			b = byte(i)
		}
		turned[i] = b
	}
	for i, b := range content {
		content[i] = turned[b]
	}
}
