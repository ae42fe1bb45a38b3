// A program for the conformance suite in plain Node, without packages: it signs and
// verifies eddsa-jcs-2022 with did:key. The protocol stands in
// docs/conformance-protocol.md. To judge a library of yours, call it in issue and
// verify.
import {createHash, createPublicKey, generateKeyPairSync, sign, verify as verifySignature} from 'node:crypto';
import {createInterface} from 'node:readline';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const spki = Buffer.from('302a300506032b6570032100', 'hex'); // of an Ed25519 key, before its 32 bytes

function toBase58(bytes) {
  let n = BigInt('0x' + (Buffer.from(bytes).toString('hex') || '0')), text = '';
  for (; n > 0n; n /= 58n) text = alphabet[Number(n % 58n)] + text;
  for (const b of bytes) { if (b !== 0) break; text = '1' + text; }
  return text;
}

function fromBase58(text) {
  let n = 0n, zeros = 0;
  for (const c of text) {
    const digit = alphabet.indexOf(c);
    if (digit < 0) throw new Error('a letter that is not of base58');
    n = n * 58n + BigInt(digit);
  }
  while (text[zeros] === '1') zeros++;
  const hex = n === 0n ? '' : n.toString(16);
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? '0' + hex : hex, 'hex')]);
}

// RFC 8785: members in the order of UTF-16, everything else as JavaScript writes it.
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return '{' + Object.keys(value).sort().map(k => JSON.stringify(k) + ':' + canonical(value[k])).join(',') + '}';
}

const digest = value => createHash('sha256').update(canonical(value), 'utf8').digest();

// JSON.parse keeps the last of two members with one name. Others keep the first, so
// a document with both is refused: it is longer than what was read of it.
function parseStrictly(text) {
  const value = JSON.parse(text);
  const names = t => (t.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []).length;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('not a JSON object');
  if (names(text) !== names(JSON.stringify(value))) throw new Error('a member occurs twice');
  return value;
}

const {publicKey, privateKey} = generateKeyPairSync('ed25519');
const own = 'z' + toBase58(Buffer.concat([Buffer.from([0xed, 0x01]), publicKey.export({type: 'spki', format: 'der'}).subarray(12)]));
const issuer = 'did:key:' + own;
const issuerOf = credential => typeof credential.issuer === 'string' ? credential.issuer : credential.issuer?.id;

function issue({document, suite}) {
  if (suite && suite !== 'eddsa-jcs-2022') return {unsupported: true};
  let credential;
  try { credential = parseStrictly(document); } catch (e) { return {refused: e.message}; }
  const wrong = problemOf(credential) ?? faultOf(credential);
  if (wrong) return {refused: wrong};
  if (credential.proof !== undefined) return {refused: 'it carries a proof already'};
  if (issuerOf(credential) !== issuer) return {refused: 'the issuer is somebody else'};
  const proof = {
    type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022', created: new Date().toISOString().replace(/\.\d+/, ''),
    verificationMethod: issuer + '#' + own, proofPurpose: 'assertionMethod', '@context': credential['@context'],
  };
  const signed = sign(null, Buffer.concat([digest(proof), digest(credential)]), privateKey);
  return {document: JSON.stringify({...credential, proof: {...proof, proofValue: 'z' + toBase58(signed)}}), mediaType: 'application/vc'};
}

function problemOf(credential) {
  if (![credential['@context']].flat().every(c => typeof c === 'string') || [credential['@context']].flat()[0] !== 'https://www.w3.org/ns/credentials/v2') return 'the contexts are not known';
  if (![credential.type].flat().includes('VerifiableCredential')) return 'it is no credential of the data model 2.0';
  if (!issuerOf(credential)) return 'there is no issuer';
  if (credential.credentialSubject === undefined) return 'there is no subject';
}

// What the data model says about members that not every credential has.
function faultOf(credential) {
  const all = value => value === undefined ? [] : [value].flat();
  const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);
  const isURL = value => typeof value === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(value);
  const isText = value => typeof value === 'string' || isObject(value) && typeof value['@value'] === 'string' &&
    Object.keys(value).every(k => ['@value', '@language', '@direction'].includes(k));
  const subjects = all(credential.credentialSubject);
  if (credential.id !== undefined && !isURL(credential.id)) return 'the id is no URL';
  if (!subjects.length || !subjects.every(s => isObject(s) && Object.keys(s).length)) return 'a subject is no object, or empty';
  if (!subjects.every(s => s.id === undefined || isURL(s.id))) return 'the id of a subject is no URL';
  for (const name of ['credentialStatus', 'credentialSchema', 'evidence', 'refreshService', 'termsOfUse']) {
    for (const value of all(credential[name])) {
      if (!isObject(value) || !all(value.type).length) return 'something in ' + name + ' has no type';
      if (name === 'credentialSchema' ? !isURL(value.id) : value.id !== undefined && !isURL(value.id)) return 'something in ' + name + ' has no URL as its id';
    }
  }
  const related = all(credential.relatedResource);
  if (!related.every(r => isObject(r) && isURL(r.id) && (r.digestSRI || r.digestMultibase))) return 'a related resource has no id or no digest';
  if (new Set(related.map(r => r.id)).size < related.length) return 'two related resources have one id';
  for (const of of [credential, credential.issuer]) {
    for (const name of ['name', 'description']) {
      if (!all(of?.[name]).every(isText)) return 'the ' + name + ' is no text';
    }
  }
  if (!isURL(issuerOf(credential))) return 'the id of the issuer is no URL';
  for (const name of ['validFrom', 'validUntil']) {
    if (credential[name] !== undefined && Number.isNaN(time(credential[name]))) return name + ' is no time with a zone';
  }
  if (time(credential.validFrom) > time(credential.validUntil)) return 'it ends before it begins';
}

// The y coordinates of the points of small order, for which a signature fits anything.
const weak = ['00'.repeat(32), '01' + '00'.repeat(31), 'ec' + 'ff'.repeat(30) + '7f', 'ed' + 'ff'.repeat(30) + '7f', 'ee' + 'ff'.repeat(30) + '7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'];

function isWeak(key) {
  const y = Buffer.from(key);
  y[31] &= 0x7f;
  return weak.includes(y.toString('hex'));
}

// Date.parse takes the 30th of February for the 1st of March, so the day is looked at
// again. A zone is at most 14 hours away (XML Schema 1.1 part 2 section 3.3.7).
function time(text) {
  const found = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](\d\d):([0-5]\d))$/.exec(text);
  if (!found || Number(found[4] ?? 0) * 60 + Number(found[5] ?? 0) > 14 * 60) return NaN;
  const day = new Date(found[1] + 'T00:00:00Z');
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(found[1]) ? Date.parse(text) : NaN;
}

function verify({document, mediaType}) {
  if (mediaType && mediaType !== 'application/vc') return {unsupported: true};
  const rejected = detail => ({verdict: 'rejected', problems: [{detail}]});
  let credential;
  try { credential = parseStrictly(document); } catch (e) { return rejected(e.message); }
  const {proof: proofs, ...unsecured} = credential;
  const [proof, ...others] = [proofs].flat();
  if ([credential['@context']].flat()[0] === 'https://www.w3.org/2018/credentials/v1') return {unsupported: true}; // the data model 1.1
  const wrong = problemOf(unsecured) ?? faultOf(unsecured);
  if (wrong) return rejected(wrong);
  if (others.length || proof?.previousProof !== undefined) return {unsupported: true}; // sets and chains of proofs
  if (proof === null || typeof proof !== 'object' || Array.isArray(proof)) return rejected('there is not exactly one proof');
  const {proofValue, ...config} = proof;
  if (config.type !== 'DataIntegrityProof' || config.cryptosuite !== 'eddsa-jcs-2022') return {unsupported: true};
  if (config.proofPurpose !== 'assertionMethod') return rejected('the proof is for another purpose');
  const key = /^did:key:(z6Mk[1-9A-HJ-NP-Za-km-z]+)#\1$/.exec(config.verificationMethod);
  if (!key) return rejected('the key is not that of a did:key');
  if (issuerOf(credential) !== 'did:key:' + key[1]) return rejected('the key is not the one of the issuer');
  if (canonical(config['@context']) !== canonical(credential['@context'])) return rejected('the contexts are not those that were signed');
  try {
    const raw = fromBase58(key[1].slice(1)).subarray(2);
    const signer = createPublicKey({key: Buffer.concat([spki, raw]), format: 'der', type: 'spki'});
    if (raw.length !== 32 || isWeak(raw) || typeof proofValue !== 'string') return rejected('the key or the value is none');
    const value = fromBase58(/^z(.+)$/.exec(proofValue)[1]);
    if (!verifySignature(null, Buffer.concat([digest(config), digest(unsecured)]), signer, value)) return rejected('the signature does not fit');
  } catch (e) { return rejected('the proof cannot be read: ' + e.message); }
  const now = Date.now();
  for (const [text, late] of [[credential.validFrom, t => t > now], [credential.validUntil, t => t < now], [config.expires, t => t < now], [config.created, () => false]]) {
    if (text !== undefined && (typeof text !== 'string' || Number.isNaN(time(text)) || late(time(text)))) return rejected('it is not in force now');
  }
  if (credential.credentialStatus !== undefined) return {verdict: 'indeterminate', problems: [{detail: 'status lists are not read here'}]};
  return {verdict: 'accepted'};
}

const operations = {
  describe: () => ({name: 'plain Node', version: process.version, operations: ['issue', 'verify'], suites: ['eddsa-jcs-2022'], issuer}),
  issue, verify,
};

for await (const line of createInterface({input: process.stdin})) {
  const request = JSON.parse(line);
  let answer;
  try {
    const given = request.document;
    if (given !== undefined && typeof given !== 'string') answer = request.operation === 'verify' ? {verdict: 'rejected'} : {refused: 'it is no text'};
    else answer = operations[request.operation]?.(request) ?? {unsupported: true};
  } catch (e) { answer = {error: String(e)}; }
  process.stdout.write(JSON.stringify({id: request.id, ...answer}) + '\n');
}
