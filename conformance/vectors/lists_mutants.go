package vectors

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// onlyBit returns a list in which nothing but one place is set.
func onlyBit(index int) status.Bitstring {
	bits := make([]byte, status.MinEntries/8)
	bits[index/8] |= 0x80 >> (index % 8)
	return status.NewBitstring(bits)
}

// allBut returns a list in which every place is set but one: who reads the bits of
// a byte from the other end finds a place that is set.
func allBut(index int) status.Bitstring {
	bits := bytes.Repeat([]byte{0xff}, status.MinEntries/8)
	bits[index/8] &^= 0x80 >> (index % 8)
	return status.NewBitstring(bits)
}

// multibaseOf returns bytes as an encodedList.
func multibaseOf(raw []byte) string { return "u" + base64.RawURLEncoding.EncodeToString(raw) }

// zipOf returns a gzip member of zeros.
func zipOf(zeros int) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	for chunk := make([]byte, 1<<20); zeros > 0; zeros -= len(chunk) {
		if _, err := w.Write(chunk[:min(zeros, len(chunk))]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// bombBytes is what the bomb expands to: more than anybody needs for a list.
const bombBytes = 64 << 20

// twoBits are the members of an entry whose status is two bits wide.
var twoBits = []string{"/statusSize", "2", "/statusMessage", `[{"status":"0x0","message":"nothing"},{"status":"0x1","message":"pending"},{"status":"0x2","message":"accepted"},{"status":"0x3","message":"rejected"}]`}

// listRows are the good lists, and the lists and entries by which a credential must
// not be accepted. Nothing that cannot be read says that a credential was not
// revoked (Bitstring Status List 1.0 section 3.2).
func listRows() ([]listRow, error) {
	suspension := []string{"/credentialSubject/statusPurpose", `"suspension"`}
	clear, set := allBut(listIndex), onlyBit(listIndex)
	rows := []listRow{
		{pair: "revocation", name: "good", because: "The place of the credential is not set in its list.", bits: clear},
		{pair: "revocation", name: "revoked", rule: "STATUS-REVOKED", because: "The credential was revoked.", bits: set},
		{pair: "revocation", name: "second-entry-revoked", rule: "STATUS-REVOKED", because: "The second of two entries says that the credential was revoked.", bits: clear, more: []string{"/credentialSubject/statusPurpose", `"revocation"`}},
		{pair: "revocation", name: "second-entry-suspended", rule: "STATUS-SUSPENDED", because: "The second of two entries says that the credential is suspended.", bits: clear, more: suspension},
		{pair: "suspension", name: "good", because: "The place of the credential is not set in its list.", bits: clear, list: suspension, entry: entryOf(suspension)},
		{pair: "suspension", name: "suspended", rule: "STATUS-SUSPENDED", because: "The credential is suspended.", bits: set, list: suspension, entry: entryOf(suspension)},
		{pair: "two-purposes", name: "good", because: "The list serves two purposes, and the place of the credential is not set.", bits: clear, list: []string{"/credentialSubject/statusPurpose", `["suspension","revocation"]`}},
		{pair: "two-purposes", name: "revoked", rule: "STATUS-REVOKED", because: "The credential was revoked in a list that serves two purposes.", bits: set, list: []string{"/credentialSubject/statusPurpose", `["suspension","revocation"]`}},
		{pair: "message", name: "good", because: "The list holds no message about the credential.", bits: pairOfBits(0),
			entry: append([]string{"/statusPurpose", `"message"`}, twoBits...), list: []string{"/credentialSubject/statusPurpose", `"message"`}},
		{pair: "message", name: "size-zero", rule: "STATUS-ENTRY-SIZE", because: "The entry says that a status is no bit wide.", bits: pairOfBits(0),
			entry: append([]string{"/statusPurpose", `"message"`}, "/statusSize", "0", twoBits[2], twoBits[3]), list: []string{"/credentialSubject/statusPurpose", `"message"`}},
		{pair: "message", name: "messages-missing", rule: "STATUS-ENTRY-MESSAGES", because: "The entry has a statusSize of two and no statusMessage.", bits: pairOfBits(0),
			entry: []string{"/statusPurpose", `"message"`, "/statusSize", "2"}, list: []string{"/credentialSubject/statusPurpose", `"message"`}},
		{pair: "message", name: "list-too-short", rule: "STATUS-LENGTH", because: "The list has room for half as many entries of two bits as it must.", bits: status.NewBitstring(make([]byte, status.MinEntries/8)),
			entry: append([]string{"/statusPurpose", `"message"`}, twoBits...), list: []string{"/credentialSubject/statusPurpose", `"message"`}},
	}
	rows = append(rows, entryRows(clear)...)
	rows = append(rows, signedListRows(clear, set)...)
	encoded, err := encodedRows(clear)
	return append(rows, encoded...), err
}

// pairOfBits returns a list of entries of two bits in which the place of the
// credential has a value and its neighbours are set.
func pairOfBits(value byte) status.Bitstring {
	bits := bytes.Repeat([]byte{0xff}, status.MinEntries/4)
	shift := 6 - 2*(listIndex%4)
	at := listIndex / 4
	bits[at] = bits[at]&^(3<<shift) | value<<shift
	return status.NewBitstring(bits)
}

// entryRows are entries that lead to no place in the list.
func entryRows(clear status.Bitstring) []listRow {
	var rows []listRow
	for _, row := range []struct {
		name, rule, because string
		entry               []string
	}{
		{"index-out-of-range", "STATUS-RANGE", "The index is one beyond the end of the list.", []string{"/statusListIndex", `"131072"`}},
		{"index-huge", "STATUS-RANGE", "The index is larger than any number of 64 bits.", []string{"/statusListIndex", `"18446744073709551616"`}},
		{"index-negative", "STATUS-ENTRY-INDEX", "The index is negative.", []string{"/statusListIndex", `"-1"`}},
		{"index-text", "STATUS-ENTRY-INDEX", "The index is no number.", []string{"/statusListIndex", `"first"`}},
		{"index-missing", "STATUS-ENTRY-INDEX", "The entry has no index.", []string{"/statusListIndex", ""}},
		{"purpose-missing", "STATUS-ENTRY-PURPOSE", "The entry has no purpose.", []string{"/statusPurpose", ""}},
		{"list-missing", "STATUS-ENTRY-LIST", "The entry names no list.", []string{"/statusListCredential", ""}},
		{"purpose-mismatch", "STATUS-PURPOSE", "The entry is about suspension, and the list about revocation.", []string{"/statusPurpose", `"suspension"`}},
	} {
		rows = append(rows, listRow{pair: "revocation", name: row.name, rule: row.rule, because: row.because, entry: row.entry, bits: clear})
	}
	return rows
}

// signedListRows are lists that are not the issuer's, or do not count.
func signedListRows(clear, set status.Bitstring) []listRow {
	stranger := func(s listSuite) (issuer, signer tokenSigner) { return s.stranger, s.stranger }
	disguised := func(s listSuite) (issuer, signer tokenSigner) { return s.by, s.stranger }
	return []listRow{
		{pair: "revocation", name: "list-of-stranger", rule: "STATUS-LIST-ISSUER", because: "A stranger issued the list.", level: vc.Should, bits: clear, by: stranger},
		{pair: "revocation", name: "list-signed-by-stranger", rule: "STATUS-LIST-PROOF", because: "A stranger signed the list in the issuer's name.", bits: clear, by: disguised},
		{pair: "revocation", name: "list-altered", rule: "STATUS-LIST-PROOF", because: "The list was changed after signing, to hide that the credential was revoked.", bits: set, serve: cleared},
		{pair: "revocation", name: "list-unsigned", rule: "STATUS-LIST-PROOF", because: "The list carries no signature.", bits: clear, serve: unsigned},
		{pair: "revocation", name: "list-expired", rule: "STATUS-LIST-PERIOD", because: "The list has expired.", bits: clear, list: []string{"/validUntil", quoted(datePast)}},
		{pair: "revocation", name: "list-not-yet-valid", rule: "STATUS-LIST-PERIOD", because: "The list is not valid yet.", bits: clear, list: []string{"/validFrom", quoted(dateFuture)}},
		{pair: "revocation", name: "list-of-another-address", rule: "STATUS-LIST-ID", because: "The list is another one of the same issuer.", level: vc.Should, bits: clear, list: []string{"/id", `"https://vestre-aas.example/status/other"`}},
		{pair: "revocation", name: "list-type-missing", rule: "STATUS-LIST-TYPE", because: "The type of the list is not BitstringStatusListCredential.", bits: clear, list: []string{"/type", `["VerifiableCredential"]`}},
		{pair: "revocation", name: "list-subject-type", rule: "STATUS-LIST-SUBJECT", because: "The subject of the list is not a BitstringStatusList.", only: "vc+jwt", bits: clear, list: []string{"/credentialSubject/type", `"BitstringStatusListEntry"`}},
		{pair: "revocation", name: "list-purpose-missing", rule: "STATUS-LIST-PURPOSES", because: "The list has no purpose.", bits: clear, list: []string{"/credentialSubject/statusPurpose", ""}},
		{pair: "revocation", name: "list-unreachable", rule: "STATUS-UNREACHABLE", because: "Nobody serves the list.", bits: clear, serve: func(string) string { return "" }},
		{pair: "revocation", name: "list-is-a-page", rule: "STATUS-LIST-FORMAT", because: "What is served is a web page.", bits: clear, serve: func(string) string { return "<!doctype html><title>404</title>" }},
		{pair: "revocation", name: "list-is-empty", rule: "STATUS-LIST-PROOF", because: "What is served is an empty object.", bits: clear, serve: func(string) string { return "{}" }},
	}
}

// encodedRows are lists whose bits cannot be read.
func encodedRows(clear status.Bitstring) ([]listRow, error) {
	right, err := clear.Encode()
	if err != nil {
		return nil, err
	}
	short, err := status.NewBitstring(make([]byte, status.MinEntries/8-1)).Encode()
	if err != nil {
		return nil, err
	}
	bomb, err := zipOf(bombBytes)
	if err != nil {
		return nil, err
	}
	raw, err := jws.Decode(right[1:])
	if err != nil {
		return nil, err
	}
	var rows []listRow
	for _, row := range []struct {
		name, rule, because, encoded string
		level                        vc.Level
	}{
		{"list-too-short", "STATUS-LENGTH", "The list has fewer than 131,072 entries.", short, ""},
		{"list-bomb", "STATUS-LIST-LIMIT", "The list expands to 64 MiB.", multibaseOf(bomb), vc.Should},
		{"list-not-gzip", "STATUS-LIST-ENCODED", "The list is not compressed.", multibaseOf(make([]byte, status.MinEntries/8)), ""},
		{"list-cut-off", "STATUS-LIST-ENCODED", "The end of the compressed list is missing.", multibaseOf(raw[:len(raw)-9]), ""},
		{"list-checksum", "STATUS-LIST-ENCODED", "The checksum of the compressed list is wrong.", multibaseOf(wrongChecksum(raw)), ""},
		{"list-empty", "STATUS-LIST-ENCODED", "The list holds nothing.", "u", ""},
		{"list-no-multibase", "STATUS-LIST-ENCODED", "The list is not in multibase: the letter u is missing.", right[1:], vc.Should},
		{"list-base58", "STATUS-LIST-ENCODED", "The list says that it is in base58, which it is not.", "z" + right[1:], ""},
	} {
		rows = append(rows, listRow{pair: "revocation", name: row.name, rule: row.rule, because: row.because, level: row.level, encoded: row.encoded})
	}
	return rows, nil
}

// wrongChecksum changes the CRC of a gzip member (RFC 1952 section 2.3.1).
func wrongChecksum(member []byte) []byte {
	out := bytes.Clone(member)
	out[len(out)-5] ^= 1
	return out
}

// cleared puts a list without any place that is set into one that is signed.
func cleared(list string) string {
	empty, err := allBut(listIndex).Encode()
	if err != nil {
		return ""
	}
	return inSigned(list, func(document string) string {
		changed, err := edited(document, "/credentialSubject/encodedList", quoted(empty))
		if err != nil {
			return ""
		}
		return changed
	})
}

// inSigned changes the document in a file and keeps the proof.
func inSigned(file string, change func(document string) string) string {
	if json.Valid([]byte(file)) {
		return change(file)
	}
	parts := strings.Split(file, ".")
	payload, err := jws.Decode(parts[1])
	if err != nil {
		return ""
	}
	parts[1] = jws.Encode([]byte(change(string(payload))))
	return strings.Join(parts, ".")
}

// unsigned returns the document of a file without its proof.
func unsigned(file string) string {
	if json.Valid([]byte(file)) {
		bare, err := edited(file, "/proof", "")
		if err != nil {
			return ""
		}
		return bare
	}
	parts := strings.Split(file, ".")
	payload, err := jws.Decode(parts[1])
	if err != nil {
		return ""
	}
	return string(payload)
}
