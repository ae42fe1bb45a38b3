package sign1_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/sign1"
)

// The keys of the examples of the COSE working group (github.com/cose-wg/Examples).
var (
	p256 = point(elliptic.P256(), "usWxHK2PmfnHKwXPS54m0kTcGJ90UiglWiGahtagnv8", "IBOL-C3BttVivg-lSreASjpkttcsz-1rb7btKLv8EX4")
	p384 = point(elliptic.P384(), "kTJyP2KSsBBhnb4kjWmMF7WHVsY55xUPgb7k64rDcjatChoZ1nvjKmYmPh5STRKc", "mM0weMVU2DKsYDxDJkEP9hZiRZtB8fPfXbzINZj_fF7YQRynNWedHEyzAJOX2e8s")
	p521 = point(elliptic.P521(), "AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt", "AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1")
	ed   = ed25519.PublicKey(octets("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
)

func point(curve elliptic.Curve, x, y string) *ecdsa.PublicKey {
	number := func(text string) *big.Int {
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			panic(err)
		}
		return new(big.Int).SetBytes(raw)
	}
	return &ecdsa.PublicKey{Curve: curve, X: number(x), Y: number(y)}
}

func octets(text string) []byte {
	raw, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return raw
}

// What follows the headers in the examples: the payload "This is the content.".
const content = "546869732069732074686520636F6E74656E742E"

// The examples of the COSE working group: the bytes that are signed are theirs, and
// a signature verifies where they say so.
func TestPublishedExamples(t *testing.T) {
	const good256 = "8EB33E4CA31D1C465AB05AAC34CC6B23D58FEF5C083106C4D25A91AEF0B0117E2AF9A291AA32E14AB834DC56ED2A223444547E01F11D3B0916E5A4C345CACB36"
	const other256 = "6520BBAF2081D7E0ED0F95F76EB0733D667005F7467CEC4B87B9381A6BA1EDE8E00DF29F32A37230F39A842A54821FDD223092819D7728EFB9D3A0080B75380B"
	for _, e := range []struct {
		name, start, signature, algorithm string
		key                               any
		verifies                          bool
	}{
		{"sign-pass-01, an empty map", "D28441A0A20126044231315", "584087DB0D2E5571843B78AC33ECB2830DF7B6E0A4D5B7376DE336B23C591C90C425317E56127FBE04370097CE347087B233BF722B64072BEB4486BDA4031D27244F", "ES256", p256, true},
		{"sign-pass-03, no tag", "8443A10126A1044231315", "5840" + good256, "ES256", p256, true},
		{"sign-fail-06, a parameter more", "D28445A201260300A1044231315", "5840" + good256, "ES256", p256, false},
		{"sign-fail-07, a parameter less", "D28443A10126A1044231315", "5840" + other256, "ES256", p256, false},
		{"ecdsa-sig-01", "D28445A201260300A1044231315", "5840" + other256, "ES256", p256, true},
		{"ecdsa-sig-02", "D28444A1013822A1044450333834" + "5", "58605F150ABD1C7D25B32065A14E05D6CB1F665D10769FF455EA9A2E0ADAB5DE63838DB257F0949C41E13330E110EBA7B912F34E1546FB1366A2568FAA91EC3E6C8D42F4A67A0EDF731D88C9AEAD52258B2E2C4740EF614F02E9D91E9B7B59622A3C", "ES384", p384, true},
		{"ecdsa-sig-03", "D28444A1013823A104581E62696C626F2E62616767696E7340686F626269746F6E2E6578616D706C65" + "5", "588401664DD6962091B5100D6E1833D503539330EC2BC8FD3E8996950CE9F70259D9A30F73794F603B0D3E7C5E9C4C2A57E10211F76E79DF8FFD1B79D7EF5B9FA7DA109001965FA2D37E093BB13C040399C467B3B9908C09DB2B0F1F4996FE07BB02AAA121A8E1C671F3F997ADE7D651081017057BD3A8A5FBF394972EA71CFDC15E6F8FE2E1", "ES512", p521, true},
		{"eddsa-sig-01", "D28445A201270300A1044231315", "58407142FD2FF96D56DB85BEE905A76BA1D0B7321A95C8C4D3607C5781932B7AFB8711497DFA751BF40B58B3BCC32300B1487F3DB34085EEF013BF08F4A44D6FEF0D", "EdDSA", ed, true},
	} {
		m, err := sign1.Parse(octets(e.start + "4" + content + e.signature))
		require.NoError(t, err, e.name)
		require.Equal(t, "This is the content.", string(m.Payload))
		algorithm, ok := jws.Lookup(e.algorithm)
		require.True(t, ok)
		require.Equal(t, e.verifies, algorithm.Verify(e.key, m.SigningInput(), m.Signature), e.name)
	}
	m, err := sign1.Parse(octets("D28441A0A201260442313154" + content + "40"))
	require.NoError(t, err)
	require.Equal(t, "846a5369676e61747572653140405"+"4"+strings.ToLower(content), hex.EncodeToString(m.SigningInput()), "an empty map is signed as no bytes")
	_, err = sign1.Parse(octets("D903E68443A10126A10442313154" + content + "5840" + good256))
	require.ErrorContains(t, err, "the tag 998", "sign-fail-01")
}

// What is no COSE_Sign1 message is refused with what was found, and nothing else.
func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "nothing",
		"d2":                                   "ends too early",
		"d284":                                 "ends too early",
		"d28440a04040ff":                       "goes on after its end",
		"d283404040":                           "not four elements",
		"d28540a0404040":                       "not four elements",
		"d2a0":                                 "no array",
		"d2d28440a04040":                       "no array",
		"d8628440a04040":                       "the tag 98",
		"a0":                                   "no array",
		"8460a04040":                           "as the protected header",
		"84a0a04040":                           "as the protected header",
		"84d81840a04040":                       "as the protected header",
		"848101a04040":                         "as the protected header",
		"8440a06040":                           "as the payload",
		"8440a0a040":                           "as the payload",
		"8440a0f740":                           "as the payload",
		"8440a040f6":                           "as the signature",
		"8440a04080":                           "as the signature",
		"8440404040":                           "in the unprotected one stands no map",
		"8440f64040":                           "in the unprotected one stands no map",
		"8441f6a04040":                         "in the protected one stands no map",
		"844180a04040":                         "in the protected one stands no map",
		"8442a0a0a04040":                       "not one well-formed map",
		"8443a10102a0404000":                   "goes on after its end",
		"8445a201260126a04040":                 "a label twice",
		"8446a20126180126a04040":               "a label twice",
		"8440a204423131044232324040":           "a label twice",
		"8443a14101" + "a04040":                "in the protected one",
		"8444a1410126a04040":                   "neither an integer nor text",
		"8444a1f5" + "26" + "a04040":           "ends too early",
		"8443a1f526a04040":                     "neither an integer nor text",
		"8443a1a026a04040":                     "not one well-formed map",
		"8445a161ff" + "2600a04040":            "not one well-formed map",
		"9f40a0404000ff":                       "not four elements",
		"84" + "40a040" + "5f6100ff":           "not well-formed",
		"84" + strings.Repeat("81", 40) + "00": "",
		"8440" + strings.Repeat("a101", 40) + "00" + "4040": "",
	} {
		_, err := sign1.Parse(octets(text))
		require.ErrorContains(t, err, want, text)
		require.NotContains(t, err.Error(), "cbor:", text)
	}
}

// RFC 9052 section 9 forbids indefinite lengths only in the bytes that are signed:
// elsewhere they mean the same.
func TestOtherSpellings(t *testing.T) {
	want, err := sign1.Parse(octets("d28443a10126a04161" + "4162"))
	require.NoError(t, err)
	for _, text := range []string{
		"8443a10126a041614162", "d8128443a10126a041614162", "d29f43a10126a041614162ff", "d2980443a10126a041614162",
		"d2845f41a1420126ffbfff5f4161ff4162", "d2845803a10126a05801615801" + "62",
	} {
		got, err := sign1.Parse(octets(text))
		require.NoError(t, err, text)
		require.Equal(t, want.SigningInput(), got.SigningInput(), text)
		require.Equal(t, want.Signature, got.Signature, text)
	}
	detached, err := sign1.Parse(octets("8440a0f640"))
	require.NoError(t, err)
	require.True(t, detached.Detached)
}

// A parameter of another type than is asked for is none.
func TestParameters(t *testing.T) {
	//  {1: -7, 2: [1, "x"], 3: "a/b", 4: h'31', 5: 1.5, 6: {}, 7: [1.5], 8: ["a"], 9: 2^64-1}
	m, err := sign1.Parse(octets("84" + "5829" + "a90126" + "0282016178" + "0363612f62" + "044131" + "05f93e00" + "06a0" + "0781f93e00" + "08816161" + "091bffffffffffffffff" + "a04040"))
	require.NoError(t, err)
	h := m.Protected
	n, ok := h.Int(1)
	require.True(t, ok)
	require.EqualValues(t, -7, n)
	labels, ok := h.Labels(2)
	require.True(t, ok)
	require.Equal(t, []any{int64(1), "x"}, labels)
	text, ok := h.Text(3)
	require.True(t, ok)
	require.Equal(t, "a/b", text)
	at, ok := h.Seconds(5)
	require.True(t, ok)
	require.InDelta(t, 1.5, at, 0)
	texts, ok := h.Texts(8)
	require.True(t, ok)
	require.Equal(t, []string{"a"}, texts)
	for label := range int64(12) {
		_, isInt := h.Int(label)
		_, isText := h.Text(label)
		_, isBytes := h.Bytes(label)
		_, isLabels := h.Labels(label)
		_, isTime := h.Seconds(label)
		require.Equal(t, label == 1, isInt, label)
		require.Equal(t, label == 3, isText, label)
		require.Equal(t, label == 4, isBytes, label)
		require.Equal(t, label == 2 || label == 8, isLabels, label)
		require.Equal(t, label == 1 || label == 5, isTime, label)
	}
}

// Whatever the bytes are, reading them ends, and what was read signs the same bytes
// when it is read again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"d28443a10126a041614162", "d29f43a10126a041614162ff", "8440a0f640", "d284582da4012603", "84", "d2"} {
		f.Add(octets(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := sign1.Parse(src)
		if err != nil {
			return
		}
		_, _ = m.Protected.Claims()
		for _, h := range []sign1.Header{m.Protected, m.Unprotected} {
			for label := range h {
				if n, ok := label.(int64); ok {
					h.Int(n)
					h.Texts(n)
					h.Bytes(n)
					h.Seconds(n)
				}
			}
		}
		again, err := sign1.Parse(src)
		require.NoError(t, err)
		require.Equal(t, m.SigningInput(), again.SigningInput())
	})
}
