package edc_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/contexts"
)

// besideScript verifies credentials, given by name, with the contexts that are given
// by their URLs.
const besideScript = `
import {readFileSync} from 'node:fs';
import jsigs from 'jsonld-signatures';
import * as didKey from '@digitalbazaar/did-method-key';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const job = JSON.parse(readFileSync(0, 'utf8'));
const dids = didKey.driver();
dids.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
async function documentLoader(url) {
  const document = job.contexts[url] ?? await dids.get({url});
  return {contextUrl: null, documentUrl: url, document};
}
const verdicts = {};
for(const [name, document] of Object.entries(job.verify)) {
  const {verified} = await jsigs.verify(document, {suite: new DataIntegrityProof({cryptosuite}),
    purpose: new jsigs.purposes.AssertionProofPurpose(), documentLoader});
  verdicts[name] = verified;
}
console.log(JSON.stringify(verdicts));
`

// Another implementation that loads our context from its published file verifies what
// is signed beside VC 2.0, and sees a changed description.
func TestBesideInterop(t *testing.T) {
	folder := os.Getenv("MIKROMERIT_INTEROP")
	if folder == "" {
		t.Skip("set MIKROMERIT_INTEROP to a folder with the node_modules of the other implementation")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	published, err := os.ReadFile("../docs/ns/elm/v1.jsonld")
	require.NoError(t, err)
	known := map[string]json.RawMessage{edc.ContextBeside: published}
	for _, url := range []string{contexts.CredentialsV2, contexts.DataIntegrityV2, contexts.Multikey} {
		c, ok := contexts.Builtin().Lookup(url)
		require.True(t, ok)
		known[url] = c.JSON()
	}
	verify, want := map[string]json.RawMessage{}, map[string]bool{}
	for name, doc := range besideSources(t) {
		signed, _ := signBeside(t, doc)
		changed := regexp.MustCompile(`("descriptions":\s*\{\s*"\w+":\s*")`).ReplaceAll(signed, []byte("${1}X"))
		require.NotEqual(t, signed, changed)
		verify[name], verify[name+" changed"] = signed, changed
		want[name], want[name+" changed"] = true, false
	}
	input, err := json.Marshal(map[string]any{"contexts": known, "verify": verify})
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), node, "--input-type=module", "--eval", besideScript)
	command.Dir, command.Stdin = folder, bytes.NewReader(input)
	var messages bytes.Buffer
	command.Stderr = &messages
	output, err := command.Output()
	require.NoError(t, err, "%s", &messages)
	var verdicts map[string]bool
	require.NoError(t, json.Unmarshal(output, &verdicts), "%s", output)
	require.Equal(t, want, verdicts)
}
