package dataintegrity_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// interopVariable names the environment variable with the path of a folder
// whose node_modules hold the packages that interopScript imports.
const interopVariable = "MIKROMERIT_INTEROP"

// interopScript reads a job from standard input: the contexts by their URLs,
// credentials to verify by name, and one to sign with a key. It writes what it
// found out about each, and the signed credential.
const interopScript = `
import {readFileSync} from 'node:fs';
import jsigs from 'jsonld-signatures';
import * as didKey from '@digitalbazaar/did-method-key';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsa} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const job = JSON.parse(readFileSync(0, 'utf8'));
const dids = didKey.driver();
dids.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
for(const header of ['zDna', 'z82L']) {
  dids.use({multibaseMultikeyHeader: header, fromMultibase: EcdsaMultikey.from});
}
async function documentLoader(url) {
  const document = job.contexts[url] ?? await dids.get({url});
  return {contextUrl: null, documentUrl: url, document};
}
const purpose = () => new jsigs.purposes.AssertionProofPurpose();
const suite = [eddsa, ecdsa].map(cryptosuite => new DataIntegrityProof({cryptosuite}));

const verdicts = {};
for(const [name, document] of Object.entries(job.verify)) {
  const {verified, error} = await jsigs.verify(document, {suite, purpose: purpose(), documentLoader});
  verdicts[name] = verified ? 'verified' : 'not verified';
  if(error && !job.broken.includes(name)) console.error(name, error, error.errors);
}
const signer = (await Ed25519Multikey.from(job.key)).signer();
const signed = await jsigs.sign(job.sign, {purpose: purpose(), documentLoader,
  suite: new DataIntegrityProof({signer, cryptosuite: eddsa, date: job.created})});
console.log(JSON.stringify({verdicts, signed}));
`

type interopJob struct {
	Contexts map[string]json.RawMessage `json:"contexts"`
	Verify   map[string]json.RawMessage `json:"verify"`
	Broken   []string                   `json:"broken"`
	Sign     json.RawMessage            `json:"sign"`
	Key      json.RawMessage            `json:"key"`
	Created  string                     `json:"created"`
}

type interopReport struct {
	Verdicts map[string]string `json:"verdicts"`
	Signed   json.RawMessage   `json:"signed"`
}

// Another implementation verifies what is signed here, rejects what was
// changed, and signs what verifies here.
func TestInterop(t *testing.T) {
	folder := os.Getenv(interopVariable)
	if folder == "" {
		t.Skip("set " + interopVariable + " to a folder with the node_modules of the other implementation")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	ed25519, p256, p384 := newKey(t, keys.Ed25519), newKey(t, keys.P256), newKey(t, keys.P384)
	key, err := ed25519.Encode()
	require.NoError(t, err)
	job := interopJob{
		Contexts: interopContexts(),
		Verify: map[string]json.RawMessage{
			"eddsa":      signed(t, dataintegrity.EdDSARDFC2022, ed25519, dataintegrity.Options{}).Bytes(),
			"ecdsa p256": signed(t, dataintegrity.ECDSARDFC2019, p256, dataintegrity.Options{Nonce: "nønce"}).Bytes(),
			"ecdsa p384": signed(t, dataintegrity.ECDSARDFC2019, p384, dataintegrity.Options{Expires: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)}).Bytes(),
		},
		Broken:  []string{"changed"},
		Sign:    badge(t, ed25519.Controller()).Bytes(),
		Key:     key,
		Created: "2026-07-31T08:00:00Z",
	}
	job.Verify["changed"] = bytes.Replace(job.Verify["eddsa"], []byte("MicroCredential"), []byte("Certificate"), 1)

	report := interop(t, node, folder, job)
	require.Equal(t, map[string]string{"eddsa": "verified", "ecdsa p256": "verified", "ecdsa p384": "verified", "changed": "not verified"}, report.Verdicts)

	file, err := proof.Open(report.Signed, vc.Limits{})
	require.NoError(t, err)
	r := verify(t, clockAt(2026), file, anyIssuer())
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
}

func interop(t *testing.T, node, folder string, job interopJob) interopReport {
	t.Helper()
	input, err := json.Marshal(job)
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), node, "--input-type=module", "--eval", interopScript)
	command.Dir = folder
	command.Stdin = bytes.NewReader(input)
	var messages bytes.Buffer
	command.Stderr = &messages
	output, err := command.Output()
	require.NoError(t, err, "%s", &messages)
	var report interopReport
	require.NoError(t, json.Unmarshal(output, &report), "%s", output)
	return report
}

func interopContexts() map[string]json.RawMessage {
	documents := make(map[string]json.RawMessage)
	for _, url := range []string{contexts.CredentialsV2, contexts.OpenBadges303, contexts.Ed25519V2020, contexts.DataIntegrityV2, contexts.Multikey} {
		if c, ok := contexts.Builtin().Lookup(url); ok {
			documents[url] = c.JSON()
		}
	}
	return documents
}
