// Does what it is asked to on standard input, one JSON object on a line, and answers
// with the processor time that it took, in microseconds. The first line holds the
// contexts, the documents, the key and the tokens.
import {createInterface} from 'node:readline';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as jose from 'jose';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {driver} from '@digitalbazaar/did-method-key';

const keys = driver();
keys.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

let given, signer, tokens;

const documentLoader = async url => {
  const document = given.contexts[url] ?? (url.startsWith('did:key:') ? await keys.get({url}) : undefined);
  if (document === undefined) throw new Error(`not at hand: ${url}`);
  return {contextUrl: null, documentUrl: url, document};
};

const jobs = {
  async issue(name) {
    const suite = new DataIntegrityProof({signer, cryptosuite});
    const signed = await vc.issue({credential: JSON.parse(given.documents[name].text), suite, documentLoader});
    return JSON.stringify(signed);
  },
  async verify(name) {
    const found = await vc.verifyCredential({
      credential: JSON.parse(given.documents[name].file), suite: new DataIntegrityProof({cryptosuite}),
      documentLoader, checkStatus: () => ({verified: true}),
    });
    if (!found.verified) throw found.error.errors?.[0] ?? found.error;
  },
  async token(name) {
    await jose.jwtVerify(tokens[name].file, tokens[name].key);
  },
};

async function prepare(all) {
  given = all;
  signer = (await Ed25519Multikey.from(given.key)).signer();
  tokens = {};
  for (const [name, {file, pem, algorithm}] of Object.entries(given.tokens)) {
    tokens[name] = {file, key: await jose.importSPKI(pem, algorithm)};
  }
  return {};
}

async function work({job, name, runs}) {
  const before = process.cpuUsage();
  let last;
  for (let i = 0; i < runs; i++) last = await jobs[job](name);
  const used = process.cpuUsage(before);
  return {microseconds: used.user + used.system, file: last};
}

for await (const line of createInterface({input: process.stdin})) {
  const asked = JSON.parse(line);
  let answer;
  try {
    answer = await (asked.job === undefined ? prepare(asked) : work(asked));
  } catch (error) {
    answer = {error: String(error.stack ?? error)};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
