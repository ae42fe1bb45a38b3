package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/internal/testkit"
)

// What is not safe is refused before anything is opened, with what to do instead.
func TestServeRefusesWhatIsNotSafe(t *testing.T) {
	b := newBench(t)
	short, double := b.put("short", []byte("ase hunter2\n")), b.put("double", []byte("a "+testAPIKey+"\nb "+testAPIKey+"\n"))
	for complaint, args := range map[string][]string{
		"give --tls-cert and --tls-key":    {"--listen", "0.0.0.0:0"},
		"without TLS anybody on the way":   {"--listen", ":0"},
		"can be reached from other":        {"--listen", "example.org:0"},
		"give --url":                       {"--listen", ":0", "--unsafe-http"},
		"go together":                      {"--tls-cert", "x"},
		"is not HOST:PORT":                 {"--listen", "8080"},
		"not the address of a service":     {"--url", "ftp://x.example"},
		"--url \"https://x.example/?a=1\"": {"--url", "https://x.example/?a=1"},
		"--body-limit":                     {"--body-limit", "0"},
		"--max-requests":                   {"--max-requests", "0"},
		"can be guessed":                   {"--api-key-file", short},
		"stands in another line":           {"--api-key-file", double},
		"begins with postgres://":          {"--database", "mysql://x"},
		"not a key to sign with":           {"--key", short},
	} {
		b.run(append([]string{"serve", "--database", b.path("never.db")}, args...)...)
		require.Equal(t, exitError, b.status, complaint)
		require.Contains(t, b.err, complaint)
		require.NotContains(t, b.err, "hunter2", "a key must not be shown")
	}
	require.NoFileExists(t, b.path("never.db"))
}

// API keys are words, or their digests, with uses.
func TestAPIKeys(t *testing.T) {
	digest := sha256.Sum256([]byte("the key of the robot"))
	all, err := parseAPIKeys("# a comment\n\nase " + testAPIKey + "\r\nrobot sha256:" + hex.EncodeToString(digest[:]) + " host\n")
	require.NoError(t, err)
	key, ok := all.find(testAPIKey)
	require.True(t, ok)
	require.True(t, key.may(useSign) && key.may(useHost))
	key, ok = all.find("the key of the robot")
	require.True(t, ok)
	require.False(t, key.may(useSign))
	_, _, ok = all.machine("ase", "the key of the robot")
	require.False(t, ok, "a key is that of its own name")
	for _, text := range []string{"", "# only this", "ase", "a b c d", "ase sha256:00", "ase " + testAPIKey + " everything", "ase " + strings.Repeat("x", minKey-1)} {
		_, err := parseAPIKeys(text)
		require.Error(t, err, text)
	}
	_, ok = all.find("")
	require.False(t, ok)
}

// Without API keys nothing signs and nobody is hosted; with them, only who has one
// that allows it.
func TestServeAsksForKeys(t *testing.T) {
	s := newShop(t, "")
	issue := append(append([]byte(`{"credential":`), s.badge("urn:x:1")...), '}')
	v := s.start()
	for _, c := range []struct {
		key    string
		status int
	}{{testAPIKey, 201}, {"clerk-of-the-tests-with-32-characters", 201}, {"wrong", 401}, {"", 401}} {
		require.Equal(t, c.status, v.with(c.key, "POST", "/credentials/issue", issue), c.key)
	}
	require.Equal(t, 200, v.with(testAPIKey, "GET", "/ims/ob/v3p0/credentials", nil))
	require.Equal(t, 401, v.with("clerk-of-the-tests-with-32-characters", "GET", "/ims/ob/v3p0/credentials", nil), "a key that only signs opens no badges")
	for _, path := range []string{"POST /credentials/status", "POST /presentations/prove", "GET /credentials/urn:x:1", "DELETE /credentials/urn:x:1"} {
		method, path, _ := strings.Cut(path, " ")
		require.Equal(t, 401, v.with("wrong", method, path, []byte("{}")), path)
	}

	s = newShop(t, "")
	for i, arg := range s.args {
		if arg == "--api-key-file" {
			s.args = append(s.args[:i], s.args[i+2:]...)
			break
		}
	}
	v = s.start()
	require.Contains(t, v.text(), `"signs":false,"hosts":false`)
	require.GreaterOrEqual(t, v.with("", "POST", "/credentials/issue", issue), 400)
	require.GreaterOrEqual(t, v.with("", "POST", "/eddsa-rdfc-2022/credentials/issue", issue), 400)
	require.Equal(t, 404, v.with("", "GET", "/ims/ob/v3p0/discovery", nil))
}

// with makes a request with a key and returns the status.
func (v *served) with(key, method, path string, body []byte) int {
	v.t.Helper()
	r, err := http.NewRequest(method, v.base+path, bytes.NewReader(body))
	require.NoError(v.t, err)
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	response, err := v.client.Do(r)
	require.NoError(v.t, err)
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// The log says what happened and nothing about whom: every line is JSON, and no
// identifier, name, key or address of a client is in it. The database is for its
// owner alone.
func TestServeLogsNoPersonalData(t *testing.T) {
	s := newShop(t, "")
	v := s.start()
	issue := append(append([]byte(`{"credential":`), s.badge("urn:x:secret-badge")...), '}')
	require.Equal(t, 201, v.with(testAPIKey, "POST", "/eddsa-rdfc-2022-revocable/credentials/issue", issue))
	for _, path := range []string{"/credentials/urn%3Ax%3Asecret-badge", "/credentials/secret-other", "/secret-path", "/ims/ob/v3p0/secret-path", "/ims/ob/v3p0/credentials?since=secret-query", "/status/secret-list", "/healthz"} {
		v.with(testAPIKey, "GET", path, nil)
	}
	v.with(testAPIKey, "POST", "/credentials/verify", issue)
	connection, err := net.Dial("tcp", strings.TrimPrefix(v.base, "http://"))
	require.NoError(t, err)
	fmt.Fprint(connection, "SECRETS / HTTP/1.1\r\nHost: secret-host\r\nX-Request-Id: secret id\r\nConnection: close\r\n\r\n")
	_, _ = io.Copy(io.Discard, connection)
	code, metrics, err := v.call("GET", "/metrics", "", nil)
	require.NoError(t, err)
	require.Equal(t, 200, code)
	v.stop(t)
	log := v.text()
	lines := strings.Split(strings.TrimSpace(log), "\n")
	require.Greater(t, len(lines), 9)
	for _, line := range lines {
		require.True(t, json.Valid([]byte(line)), line)
	}
	for _, secret := range []string{"secret", "SECRETS", "Båtbygging", "pupil", testAPIKey, "ase"} {
		require.NotContains(t, strings.ReplaceAll(log, "/tmp", ""), secret)
		require.NotContains(t, strings.ReplaceAll(string(metrics), "base", ""), secret)
	}
	require.Contains(t, log, `"route":"/credentials/{id}"`)
	requireMode(t, 0o600, s.database)
}

// stop asks the service to end and waits for it.
func (v *served) stop(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		require.NoError(t, v.cmd.Process.Kill())
		v.end()
		return
	}
	require.NoError(t, v.cmd.Process.Signal(syscall.SIGTERM))
	require.Zero(t, v.end(), v.text())
}

// What Prometheus reads has the form that it reads, and counts what happened.
func TestServeMetrics(t *testing.T) {
	v := newShop(t, "").start()
	for range 3 {
		v.with("wrong", "GET", "/credentials/x", nil)
	}
	_, text, err := v.call("GET", "/metrics", "", nil)
	require.NoError(t, err)
	line := regexp.MustCompile(`^([a-z_]+)(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$`)
	described := make(map[string]bool)
	for _, l := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if words := strings.Fields(l); words[0] == "#" {
			described[words[2]] = true
			continue
		}
		found := line.FindStringSubmatch(l)
		require.NotNil(t, found, l)
		name := found[1]
		for _, suffix := range []string{"_bucket", "_sum", "_count"} {
			name = strings.TrimSuffix(name, suffix)
		}
		require.True(t, described[name], "%s has a HELP and a TYPE", l)
	}
	require.Contains(t, string(text), `mikromerit_http_request_duration_seconds_count{route="/credentials/{id}",method="GET",status="401"} 3`)
}

// A request that is longer than allowed, slower than allowed or one too many costs
// one answer.
func TestServeIsBounded(t *testing.T) {
	s := newShop(t, "")
	v := s.start("--body-limit", "5000", "--max-requests", "1")
	large := append(append([]byte(`{"credential":`), s.badge(strings.Repeat("urn:x:", 2000))...), '}')
	require.Equal(t, 413, v.with(testAPIKey, "POST", "/credentials/issue", large))
	require.Equal(t, 413, v.with(testAPIKey, "PUT", "/ims/ob/v3p0/profile", large))

	// Somebody sends half a request, and so holds the only place.
	connection, err := net.Dial("tcp", strings.TrimPrefix(v.base, "http://"))
	require.NoError(t, err)
	defer connection.Close()
	fmt.Fprint(connection, "POST /credentials/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n")
	first := make([]byte, 12)
	_, err = io.ReadFull(connection, first)
	require.NoError(t, err)
	require.Equal(t, "HTTP/1.1 100", string(first), "it has the place")
	fmt.Fprint(connection, "{")
	require.Equal(t, 503, v.with("", "POST", "/credentials/verify", []byte("{}")))
	require.Equal(t, 200, v.with("", "GET", "/healthz", nil), "how it is can be asked all the same")
	connection.Close()
	for range 1000 {
		if v.with("", "POST", "/credentials/verify", []byte("{}")) != 503 {
			break
		}
	}
	require.Equal(t, 400, v.with("", "POST", "/credentials/verify", []byte("{}")), "who is gone holds no place")
}

// Told to end, it answers what it has begun, takes nothing new, and ends well.
func TestServeEndsWell(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: there is no SIGTERM on Windows")
	}
	v := newShop(t, "").start()
	connection, err := net.Dial("tcp", strings.TrimPrefix(v.base, "http://"))
	require.NoError(t, err)
	defer connection.Close()
	fmt.Fprint(connection, "POST /credentials/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
	first := make([]byte, 12)
	_, err = io.ReadFull(connection, first)
	require.NoError(t, err)
	require.Equal(t, "HTTP/1.1 100", string(first), "the request has begun")
	require.NoError(t, v.cmd.Process.Signal(syscall.SIGTERM))
	for !strings.Contains(v.text(), `"stopping"`) {
		time.Sleep(time.Millisecond)
	}
	fmt.Fprint(connection, "{}")
	rest, err := io.ReadAll(connection)
	require.NoError(t, err)
	require.Contains(t, string(rest), "HTTP/1.1 400", "what was begun is answered")
	require.Zero(t, v.end())
	require.Contains(t, v.text(), `"stopped"`)
}

// certify makes a certificate for this machine.
func certify(t *testing.T) (certFile, keyFile string, roots *x509.CertPool) {
	t.Helper()
	dir := t.TempDir()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	certFile, keyFile = filepath.Join(dir, "c.pem"), filepath.Join(dir, "k.pem")
	require.NoError(t, os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), 0o600))
	require.NoError(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}))
	return certFile, keyFile, roots
}

// With a certificate it speaks TLS 1.2 or newer, and nothing else.
func TestServeTLS(t *testing.T) {
	s := newShop(t, "")
	certFile, keyFile, roots := certify(t)
	v := s.start("--tls-cert", certFile, "--tls-key", keyFile)
	at := strings.TrimPrefix(v.base, "http://")
	connection, err := tls.Dial("tcp", at, &tls.Config{RootCAs: roots})
	require.NoError(t, err)
	connection.Close()
	_, err = tls.Dial("tcp", at, &tls.Config{RootCAs: roots, MaxVersion: tls.VersionTLS11})
	require.Error(t, err)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	response, err := client.Get("https://" + at + "/readyz")
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, 200, response.StatusCode)
	require.NotEmpty(t, response.Header.Get("Strict-Transport-Security"))
	require.Equal(t, 400, v.with("", "GET", "/healthz", nil), "plain HTTP is answered with an error")
}

// The suite finds that the host keeps every requirement, and none that does not
// apply to it.
func TestServedHostConforms(t *testing.T) {
	s := newShop(t, "")
	certFile, keyFile, _ := certify(t)
	v := s.start("--tls-cert", certFile, "--tls-key", keyFile, "--url", "")
	v.base = "https" + strings.TrimPrefix(v.base, "http")
	v.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // a certificate of this test
	code, _, err := v.call("PUT", "/ims/ob/v3p0/profile", "application/json", []byte(`{"id":"did:example:ase","type":["Profile"],"name":"Åse"}`))
	require.NoError(t, err)
	require.Equal(t, 200, code)
	host := target.OB3API(v.base+hostPath, target.Options{AllowLocal: true, UnsafeTLS: true, OAuth: target.OAuth{
		ClientID: "ase", ClientSecret: testAPIKey, TokenURL: v.base + hostPath + "/oauth2/token", RevokeURL: v.base + hostPath + "/oauth2/revoke",
	}})
	var profile conformance.Profile
	for _, p := range conformance.Profiles() {
		if p.Role == conformance.HostRole {
			profile = p
		}
	}
	report, err := conformance.Judge(t.Context(), host, conformance.Options{}, profile)
	require.NoError(t, err)
	require.NotEmpty(t, report.Results)
	for _, r := range report.Results {
		require.Equal(t, conformance.Pass, r.Status, "%s: %s %+v", r.ID, r.Reason, r.Cases)
	}
}

// People find a page at the address of the service, unless it is switched off.
func TestServePage(t *testing.T) {
	s := newShop(t, "")
	v := s.start()
	response, err := v.client.Get(v.base + "/")
	require.NoError(t, err)
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, 200, response.StatusCode)
	require.Contains(t, string(text), "<form")
	require.Contains(t, response.Header.Get("Content-Security-Policy"), "default-src 'none'")
	require.NotEmpty(t, response.Header.Get("X-Request-Id"))
	v = s.start("--no-page")
	require.Equal(t, 404, v.with("", "GET", "/", nil))
	require.Equal(t, 404, v.with("", "POST", "/convert", nil))
}

// A service whose database is away says so, and does not answer as if it had kept
// something.
func TestServeWithoutItsDatabase(t *testing.T) {
	server := testkit.NewPostgres(t)
	s := newShop(t, server.URL())
	v := s.start()
	server.Crash(t)
	require.Equal(t, 200, v.with("", "GET", "/healthz", nil))
	require.Equal(t, 503, v.with("", "GET", "/readyz", nil))
	issue := append(append([]byte(`{"credential":`), s.badge("urn:x:1")...), '}')
	require.GreaterOrEqual(t, v.with(testAPIKey, "POST", "/credentials/issue", issue), 500)
	require.Equal(t, 503, v.with(testAPIKey, "GET", "/ims/ob/v3p0/profile", nil))
}
