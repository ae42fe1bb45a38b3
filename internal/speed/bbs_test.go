package speed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// nodeList is a list of messages with a signature and a proof, all as hexadecimal.
type nodeList struct {
	Secret    string   `json:"secret"`
	Public    string   `json:"public"`
	Header    string   `json:"header"`
	Messages  []string `json:"messages"`
	Disclosed []int    `json:"disclosed"`
	Signature string   `json:"signature"`
	Proof     string   `json:"proof"`
}

// nodeSelective is a credential of which parts can be revealed.
type nodeSelective struct {
	Key       nodeKey  `json:"key"`
	Text      string   `json:"text"`
	Base      string   `json:"base"`
	Derived   string   `json:"derived"`
	Mandatory []string `json:"mandatory"`
	Reveal    []string `json:"reveal"`
	List      nodeList `json:"list"`
}

// bbsBench is the list of 30 messages, of which 5 are disclosed, and the badge.
type bbsBench struct {
	key      *keys.Private
	secret   *bbs.PrivateKey
	public   *bbs.PublicKey
	messages [][]byte
	places   []int
	shown    [][]byte
	verifier *proof.Verifier
	policy   proof.Policy
	text     []byte
	options  dataintegrity.SelectiveOptions
	reveal   []string
}

func newBBSBench(t testing.TB) *bbsBench {
	t.Helper()
	seed := sha256.Sum256([]byte("mikromerit speed: TEST ONLY"))
	b := &bbsBench{places: []int{0, 7, 14, 21, 28}, reveal: []string{"/credentialSubject/achievement/name", "/credentialSubject/achievement/criteria"}}
	var err error
	b.secret, err = bbs.KeyGen(seed[:], nil, nil)
	require.NoError(t, err)
	b.public = b.secret.Public().(*bbs.PublicKey)
	b.key, err = keys.New(b.secret, "", "")
	require.NoError(t, err)
	for i := range 30 {
		b.messages = append(b.messages, fmt.Appendf(nil, "_:b%d <https://example.org/vocab#property> \"value %d\" .\n", i, i))
	}
	for _, place := range b.places {
		b.shown = append(b.shown, b.messages[place])
	}
	b.options.Mandatory = []string{"/issuer", "/validFrom", "/validUntil"}
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	require.NoError(t, err)
	b.verifier = proof.NewVerifier(env(), registry)
	b.policy = proof.NewPolicy(proof.Trust{Issuers: []string{b.key.Controller()}})
	if testkit.HasShared() {
		// The stack from npm fails on ordered lists and on the place of an address.
		doc := document(t, openBadge(t, append(repeated[:len(repeated)-2:len(repeated)-2], "/credentialSubject/achievement/resultDescription", "/issuer/address/geo")...))
		b.text = edit(t)(doc.With("/issuer/id", `"`+b.key.Controller()+`"`)).Bytes()
	}
	return b
}

func (b *bbsBench) sign() ([]byte, error) { return b.secret.SignMessages(nil, b.messages) }

func (b *bbsBench) prove(signature []byte) ([]byte, error) {
	return b.public.ProofGen(signature, nil, nil, b.messages, b.places)
}

func (b *bbsBench) issue() (*proof.Secured, error) {
	unsecured, err := proof.Open(b.text, env().Limits)
	if err != nil {
		return nil, err
	}
	return dataintegrity.SignSelective(context.Background(), env(), unsecured.Document(), b.key.Key(), b.options)
}

func (b *bbsBench) derive(base []byte) (*proof.Secured, error) {
	file, err := proof.Open(base, env().Limits)
	if err != nil {
		return nil, err
	}
	return dataintegrity.Derive(context.Background(), env(), file, dataintegrity.DeriveOptions{Reveal: b.reveal})
}

func (b *bbsBench) verify(derived []byte) error {
	return errOf(b.verifier.Verify(context.Background(), derived, b.policy))
}

// TestNodeBBS measures the JavaScript stack from npm against ours, round by round in
// turn: the operations on a list of messages, and bbs-2023 on a badge.
func TestNodeBBS(t *testing.T) {
	if *nodeFolder == "" {
		t.Skip("run internal/speed/npm/compare.sh")
	}
	b, whole := newBBSBench(t), newBench(t)
	if b.text == nil {
		t.Skip("the badge is in the folder shared beside the module, which is not here")
	}
	signature, err := b.sign()
	require.NoError(t, err)
	proved, err := b.prove(signature)
	require.NoError(t, err)
	base, err := b.issue()
	require.NoError(t, err)
	derived, err := b.derive(base.Bytes())
	require.NoError(t, err)
	require.NoError(t, b.verify(derived.Bytes()))

	n := startNode(t)
	setup := whole.nodeSetup(t, nil, map[string]token{})
	setup.Selective = b.nodeSelective(t, signature, proved, string(base.Bytes()), string(derived.Bytes()))
	_, err = n.do(setup)
	require.NoError(t, err)
	b.believeNode(t, n, signature)

	out := io.Writer(os.Stdout)
	fmt.Fprint(out, "| job | npm, microseconds | ours | faster than npm |\n| --- | --- | --- | --- |\n")
	for _, c := range []struct {
		job string
		do  func() error
	}{
		{"bbs sign", func() error { _, err := b.sign(); return err }},
		{"bbs verify", func() error { return b.public.Verify(signature, nil, b.messages) }},
		{"bbs prove", func() error { _, err := b.prove(signature); return err }},
		{"bbs check", func() error { return b.public.ProofVerify(proved, nil, nil, b.shown, b.places) }},
		{"bbs-2023 issue", func() error { _, err := b.issue(); return err }},
		{"bbs-2023 derive", func() error { _, err := b.derive(base.Bytes()); return err }},
		{"bbs-2023 verify", func() error { return b.verify(derived.Bytes()) }},
	} {
		npm, ours := n.way(t, c.job, ""), &way{name: c.job, do: c.do}
		race(t, 11, 40*time.Millisecond, npm, ours)
		fmt.Fprintf(out, "| %s | %s (%s) | %s (%s) | %s |\n", c.job, micros(npm.median()), micros(npm.least()), micros(ours.median()), micros(ours.least()), npm.over(ours))
	}
}

// believeNode checks that each accepts what the other made.
func (b *bbsBench) believeNode(t *testing.T, n *node, signature []byte) {
	t.Helper()
	made := func(job string) []byte {
		answer, err := n.do(nodeJob{Job: job, Runs: 1})
		require.NoError(t, err, job)
		return []byte(answer.File)
	}
	require.Equal(t, hex.EncodeToString(signature), string(made("bbs sign")))
	proved, err := hex.DecodeString(string(made("bbs prove")))
	require.NoError(t, err)
	require.NoError(t, b.public.ProofVerify(proved, nil, nil, b.shown, b.places))
	derived, err := b.derive(made("bbs-2023 issue"))
	require.NoError(t, err)
	require.NoError(t, b.verify(derived.Bytes()))
	require.NoError(t, b.verify(made("bbs-2023 derive")))
	made("bbs check")
	made("bbs-2023 verify")
}

func (b *bbsBench) nodeSelective(t *testing.T, signature, proved []byte, base, derived string) *nodeSelective {
	t.Helper()
	s := &nodeSelective{Text: string(b.text), Base: base, Derived: derived, Mandatory: b.options.Mandatory, Reveal: b.reveal,
		List: nodeList{Secret: hex.EncodeToString(b.secret.Bytes()), Public: hex.EncodeToString(b.public.Bytes()), Disclosed: b.places,
			Signature: hex.EncodeToString(signature), Proof: hex.EncodeToString(proved)}}
	for _, message := range b.messages {
		s.List.Messages = append(s.List.Messages, hex.EncodeToString(message))
	}
	text, err := b.key.Encode()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &s.Key))
	return s
}
