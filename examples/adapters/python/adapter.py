"""A program for the conformance suite in Python: it verifies vc+jwt.

The protocol stands in docs/conformance-protocol.md. All but the signature needs only
the standard library. The signature needs the package cryptography; without it the
program says that it cannot verify, and does not guess.
"""

import base64
import datetime
import json
import platform
import re
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


class Rejected(Exception):
    """The credential must not be relied upon."""


class Unsupported(Exception):
    """This program does not do that."""


def unique(pairs):
    """Refuse an object in which a member occurs twice."""
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise Rejected("a member occurs twice")
    return dict(pairs)


def no_constant(name):
    raise Rejected(name + " is no JSON")


def parse(data):
    try:
        value = json.loads(data, object_pairs_hook=unique, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise Rejected("it is no JSON") from None
    if not isinstance(value, dict):
        raise Rejected("it is no JSON object")
    return value


def decode(part):
    if not re.fullmatch(r"[A-Za-z0-9_-]*", part):
        raise Rejected("it is no Base64url")
    try:
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise Rejected("it is no Base64url") from None
    # Two texts for one value would be two signatures for one token.
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
        raise Rejected("it is no Base64url")
    return raw


def base58(text):
    number = 0
    for letter in text:
        number = number * 58 + ALPHABET.index(letter)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def key_of(kid):
    """Return the controller and the key of the URL of a did:key for Ed25519."""
    found = re.fullmatch(r"(did:key:(z6Mk[1-9A-HJ-NP-Za-km-z]{44}))#\2", kid) if isinstance(kid, str) else None
    if not found:
        raise Unsupported
    raw = base58(found.group(2)[1:])
    if raw[:2] != b"\xed\x01" or len(raw) != 34:
        raise Unsupported
    return found.group(1), Ed25519PublicKey.from_public_bytes(raw[2:])


def instant(text):
    if not isinstance(text, str) or not TIME.fullmatch(text):
        raise Rejected("a time is none")
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise Rejected("a time is none") from None


def verify(request):
    document = request.get("document")
    if request.get("mediaType") != "application/vc+jwt" or not isinstance(document, str):
        raise Unsupported
    parts = document.strip().split(".")
    if len(parts) != 3:
        raise Rejected("a token has three parts")
    header, claims = parse(decode(parts[0])), parse(decode(parts[1]))
    if header.get("alg") == "none" or "crit" in header or "b64" in header:
        raise Rejected("the header asks for what must not be")
    if header.get("typ") != "vc+jwt":
        raise Rejected("it is of another type")
    if header.get("alg") not in ("EdDSA", "Ed25519"):
        raise Unsupported
    controller, key = key_of(header.get("kid"))
    try:
        key.verify(decode(parts[2]), (parts[0] + "." + parts[1]).encode())
    except InvalidSignature:
        raise Rejected("the signature does not fit") from None
    issuer = claims.get("issuer")
    if (issuer.get("id") if isinstance(issuer, dict) else issuer) != controller or claims.get("iss", controller) != controller:
        raise Rejected("the key is not the one of the issuer")
    return judge(claims)


def judge(claims):
    context, kind = claims.get("@context"), claims.get("type")
    if not isinstance(context, list) or context[:1] != ["https://www.w3.org/ns/credentials/v2"]:
        raise Rejected("it is no credential of the data model 2.0")
    if "VerifiableCredential" not in (kind if isinstance(kind, list) else [kind]) or "credentialSubject" not in claims or "vc" in claims or "vp" in claims:
        raise Rejected("it is no credential of the data model 2.0")
    now = datetime.datetime.now(datetime.timezone.utc)
    if "validFrom" in claims and instant(claims["validFrom"]) > now or "validUntil" in claims and instant(claims["validUntil"]) < now:
        raise Rejected("it is not in force now")
    for name in ("nbf", "exp"):
        value = claims.get(name)
        if value is None and name not in claims:
            continue
        if isinstance(value, bool) or not isinstance(value, (int, float)) or (value > now.timestamp()) == (name == "nbf"):
            raise Rejected("the token is not in force now")
    if "credentialStatus" in claims:
        return {"verdict": "indeterminate", "problems": [{"detail": "status lists are not read here"}]}
    return {"verdict": "accepted"}


def describe(_):
    answer = {"name": "plain Python", "version": platform.python_version(), "operations": ["verify"], "suites": ["vc+jwt"]}
    if Ed25519PublicKey is None:
        answer["absent"] = {"verify": "The package cryptography is not installed."}
    return answer


def answer(request):
    operation = {"describe": describe, "verify": verify}.get(request["operation"])
    if operation is None or operation is verify and Ed25519PublicKey is None:
        return {"unsupported": True}
    try:
        return operation(request)
    except Rejected as why:
        return {"verdict": "rejected", "problems": [{"detail": str(why)}]}
    except Unsupported:
        return {"unsupported": True}
    except Exception as fault:  # a fault of the program, which the report names
        return {"error": repr(fault)}


for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps({"id": question["id"], **answer(question)}), flush=True)
