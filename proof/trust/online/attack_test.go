package online_test

import (
	"bytes"
	"compress/gzip"
	"crypto"
	"crypto/x509"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust/online"
)

// hostile is a server that tries to do harm, and notes who came with which password.
type hostile struct {
	*httptest.Server
	mutex sync.Mutex
	asked []string
}

func newHostile(t *testing.T) *hostile {
	h := &hostile{}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := w.Write(make([]byte, 64<<20))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mutex.Lock()
		h.asked = append(h.asked, r.URL.Path+" "+r.Header.Get("Authorization")+r.Header.Get("Referer"))
		h.mutex.Unlock()
		to := map[string]string{"/private": "http://10.0.0.1/", "/cloud": "http://169.254.169.254/latest/", "/file": "file:///etc/passwd", "/user": "http://root@" + r.Host + "/", "/port": "http://" + strings.Split(r.Host, ":")[0] + ":22/", "/other": "http://other.example/steal", "/again": "http://" + r.Host + "/tsa"}[r.URL.Path]
		switch {
		case to != "":
			http.Redirect(w, r, to, http.StatusTemporaryRedirect)
		case r.URL.Path == "/headers":
			w.Header().Set("X", strings.Repeat("x", 1<<20))
		case r.URL.Path == "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped.Bytes())
		case r.URL.Path == "/slow":
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte{0x30})
				_ = http.NewResponseController(w).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		}
	}))
	t.Cleanup(h.Close)
	return h
}

// What a certificate points to can redirect, drip, inflate and shout: nothing private is
// reached, and every question ends.
func TestHostileServers(t *testing.T) {
	h, ca := newHostile(t), testkit.NewCA()
	client, err := online.New(&http.Client{}, online.Options{UnsafeAllow: loopback, Timeout: time.Second})
	require.NoError(t, err)
	for path, code := range map[string]string{
		"/private": "ONLINE-ADDRESS", "/cloud": "ONLINE-ADDRESS", "/file": "ONLINE-ADDRESS", "/user": "ONLINE-ADDRESS", "/port": "ONLINE-ADDRESS",
		"/headers": "ONLINE-CONNECTION", "/slow": "ONLINE-TIMEOUT", "/bomb": "-ANSWER",
	} {
		leaf := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) {
			c.SerialNumber, c.OCSPServer, c.IssuingCertificateURL = big.NewInt(901), []string{h.URL + path}, []string{h.URL + path}
			c.CRLDistributionPoints = []string{h.URL + path}
		}).Certificate
		_, _, err := client.Revocation(t.Context(), leaf, ca.Intermediate)
		require.ErrorContains(t, err, code, path)
		found, _ := client.Issuers(t.Context(), leaf)
		require.Empty(t, found, path)
	}
	split := ca.Issue(ca.RSA.Key, func(c *x509.Certificate) {
		c.SerialNumber, c.OCSPServer = big.NewInt(902), []string{h.URL + "/x\r\nHost: other.example\r\n\r\n"}
	}).Certificate
	before := len(h.asked)
	_, _, err = client.Revocation(t.Context(), split, ca.Intermediate)
	require.Error(t, err)
	require.Len(t, h.asked, before, "a line break in an address is not sent")
}

// The password for a time-stamp authority stays with it: it is not sent to another host
// or port, and no other host is asked for the caller.
func TestPasswordStays(t *testing.T) {
	first, second := newHostile(t), newHostile(t)
	mux := http.NewServeMux()
	mux.HandleFunc("/port", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, second.URL+"/tsa", http.StatusTemporaryRedirect)
	})
	mux.HandleFunc("/host", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(second.URL, "127.0.0.1", "localhost", 1)+"/tsa", http.StatusTemporaryRedirect)
	})
	front := httptest.NewServer(mux)
	defer front.Close()
	for _, path := range []string{first.URL + "/again", front.URL + "/port", front.URL + "/host"} {
		client, err := online.New(&http.Client{}, online.Options{TSA: path, User: "me", Password: "secret"})
		require.NoError(t, err)
		_, err = client.Timestamp(t.Context(), crypto.SHA256, digest[:])
		require.Error(t, err)
	}
	require.Len(t, first.asked, 2)
	require.Contains(t, first.asked[1], "Basic ", "within the host it goes along")
	require.Equal(t, []string{"/tsa "}, second.asked, "another port is asked without, another host not at all")
	_, err := online.New(&http.Client{}, online.Options{TSA: first.URL, Bearer: "a\r\nX: b"})
	if err == nil {
		client, _ := online.New(&http.Client{}, online.Options{TSA: first.URL + "/tsa", Bearer: "a\r\nX: b"})
		_, err = client.Timestamp(t.Context(), crypto.SHA256, digest[:])
	}
	require.Error(t, err)
}
