package online

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"net/http"

	"github.com/mikromerit/mikromerit/proof/trust"
)

// hashes are those that an imprint may have.
var hashes = map[crypto.Hash]asn1.ObjectIdentifier{
	crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1},
	crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2},
	crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
}

// imprint is the digest that is stamped (RFC 3161 section 2.4.1).
type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Digest    []byte
}

type stampRequest struct {
	Version      int
	Imprint      imprint
	Policy       asn1.ObjectIdentifier `asn1:"optional"`
	Nonce        *big.Int
	Certificates bool
}

// nonceBits is the length of the number that ties an answer to a question.
const nonceBits = 64

// Timestamp asks the time-stamp authority for a token over a digest, with the
// certificate of the authority in it. The answer is refused unless it is for that
// digest, this question and the policy that was asked for.
func (c *Client) Timestamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	oid, ok := hashes[hash]
	switch {
	case c.options.TSA == "":
		return nil, errors.New("TSA-NONE: there is no time-stamp authority to ask; give its URL (--tsa URL)")
	case !ok || len(digest) != hash.Size():
		return nil, errors.New("TSA-HASH: the digest to be stamped must be of SHA-256, SHA-384 or SHA-512")
	}
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), nonceBits))
	if err != nil {
		return nil, fmt.Errorf("TSA-NONCE: there is no random number: %w", err)
	}
	request := stampRequest{1, imprint{pkix.AlgorithmIdentifier{Algorithm: oid, Parameters: asn1.NullRawValue}, digest}, c.policy, nonce, true}
	body, err := asn1.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("TSA-REQUEST: the question cannot be written: %w", err)
	}
	q := question{service: "the time-stamp authority", url: c.options.TSA, body: body, contentType: "application/timestamp-query",
		accept: "application/timestamp-reply", limit: maxToken, given: true, prepare: c.authenticate}
	answer, err := c.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	token, err := readReply(q, answer)
	if err != nil {
		return nil, err
	}
	if err := request.checkAnswer(q, hash, token); err != nil {
		return nil, err
	}
	return token, nil
}

// authenticate says who asks.
func (c *Client) authenticate(request *http.Request) {
	switch o := c.options; {
	case o.Bearer != "":
		request.Header.Set("Authorization", "Bearer "+o.Bearer)
	case o.User != "":
		request.SetBasicAuth(o.User, o.Password)
	}
}

// failures are the reasons of a refusal (RFC 3161 section 2.4.2).
var failures = map[int]string{
	0: "it does not know the hash", 2: "it does not permit or support the question", 5: "it cannot read the question",
	14: "its clock is not available", 15: "it does not know the policy", 16: "it does not know an extension",
	17: "it does not have the information", 25: "a failure of its system",
}

// readReply returns the token of a TimeStampResp.
func readReply(q question, answer []byte) ([]byte, error) {
	var reply struct {
		Status struct {
			Status int
			Text   []asn1.RawValue `asn1:"optional"`
			Reason asn1.BitString  `asn1:"optional"`
		}
		Token asn1.RawValue `asn1:"optional"`
	}
	if rest, err := asn1.Unmarshal(answer, &reply); err != nil || len(rest) > 0 {
		return nil, unfit("TSA-ANSWER", q, answer, "it is no answer of RFC 3161")
	}
	const granted, grantedWithMods = 0, 1
	if s := reply.Status; s.Status != granted && s.Status != grantedWithMods {
		why := "it gives no reason"
		for bit, reason := range failures {
			if s.Reason.At(bit) == 1 {
				why = reason
			}
		}
		return nil, fmt.Errorf("TSA-REFUSED: the time-stamp authority refused: %s", why)
	}
	if len(reply.Token.FullBytes) == 0 {
		return nil, unfit("TSA-ANSWER", q, answer, "it holds no time stamp")
	}
	return reply.Token.FullBytes, nil
}

// checkAnswer checks that a token is for this request. Whether its signature is
// right is a question for those who rely on it.
func (r stampRequest) checkAnswer(q question, hash crypto.Hash, token []byte) error {
	stamp, err := trust.ReadTimestamp(token)
	switch {
	case err != nil:
		return unfit("TSA-ANSWER", q, token, "its time stamp cannot be read")
	case stamp.Hash != hash || !bytes.Equal(stamp.Imprint, r.Imprint.Digest):
		return unfit("TSA-IMPRINT", q, token, "its time stamp is for other data")
	case stamp.Nonce == nil || stamp.Nonce.Cmp(r.Nonce) != 0:
		return unfit("TSA-NONCE", q, token, "its time stamp answers another question, so it may be an old one")
	case r.Policy != nil && stamp.Policy != r.Policy.String():
		return unfit("TSA-POLICY", q, token, "its time stamp was made under another policy than you asked for")
	}
	return nil
}
