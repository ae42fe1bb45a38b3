// Does what it is asked to on standard input, one JSON object on a line, and answers
// with the processor time that it took, in microseconds. The first line holds the
// contexts, the documents, the key and the tokens.
import {createInterface} from 'node:readline';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as jose from 'jose';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Bls from '@digitalbazaar/bls12-381-multikey';
import * as bbs from '@digitalbazaar/bbs-signatures';
import * as bbs2023 from '@digitalbazaar/bbs-2023-cryptosuite';
import {driver} from '@digitalbazaar/did-method-key';

const keys = driver();
keys.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
keys.use({multibaseMultikeyHeader: 'zUC7', fromMultibase: key => Bls.from(key)});

let given, signer, tokens, bls, list;

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

  async 'bbs sign'() { return text(await bbs.sign(list)); },
  async 'bbs verify'() { holds(await bbs.verifySignature(list)); },
  async 'bbs prove'() { return text(await bbs.deriveProof(list)); },
  async 'bbs check'() { holds(await bbs.verifyProof(list)); },

  async 'bbs-2023 issue'() {
    const suite = selective(bbs2023.createSignCryptosuite({mandatoryPointers: given.selective.mandatory}), bls.signer());
    return JSON.stringify(await vc.issue({credential: JSON.parse(given.selective.text), suite, documentLoader}));
  },
  async 'bbs-2023 derive'() {
    const suite = selective(bbs2023.createDiscloseCryptosuite({selectivePointers: given.selective.reveal}));
    return JSON.stringify(await vc.derive({verifiableCredential: JSON.parse(given.selective.base), suite, documentLoader}));
  },
  async 'bbs-2023 verify'() {
    const suite = selective(bbs2023.createVerifyCryptosuite());
    const found = await vc.verifyCredential({credential: JSON.parse(given.selective.derived), suite, documentLoader});
    if (!found.verified) throw found.error.errors?.[0] ?? found.error;
  },
};

const text = bytes => Buffer.from(bytes).toString('hex');
const bytes = text => new Uint8Array(Buffer.from(text, 'hex'));
const selective = (cryptosuite, signer) => new DataIntegrityProof({signer, cryptosuite});

function holds(verified) {
  if (!verified) throw new Error('not verified');
}

async function prepare(all) {
  given = all;
  signer = (await Ed25519Multikey.from(given.key)).signer();
  tokens = {};
  for (const [name, {file, pem, algorithm}] of Object.entries(given.tokens)) {
    tokens[name] = {file, key: await jose.importSPKI(pem, algorithm)};
  }
  if (given.selective) {
    bls = await Bls.from(given.selective.key);
    const {secret, public: publicKey, header, messages, disclosed, signature, proof} = given.selective.list;
    list = {
      ciphersuite: 'BLS12-381-SHA-256', secretKey: bytes(secret), publicKey: bytes(publicKey), header: bytes(header),
      messages: messages.map(bytes), disclosedMessageIndexes: disclosed, disclosedMessages: disclosed.map(i => bytes(messages[i])),
      presentationHeader: new Uint8Array(), signature: bytes(signature), proof: bytes(proof),
    };
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
