package testkit

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Server offers the services of a [CA] over HTTP: /tsa, /ocsp, /crl and the
// certificates of its authorities under /ca.der, /ca.pem and /ca.p7c.
type Server struct {
	*httptest.Server
	CA *CA

	mutex    sync.Mutex
	fault    string
	requests []*http.Request
	services *Services
}

// Serve starts a server that the test stops.
func (s *Services) Serve(tb testing.TB) *Server {
	tb.Helper()
	server := &Server{CA: s.CA, services: s}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /tsa", server.answer(server.stamp))
	mux.HandleFunc("POST /ocsp", server.answer(server.ocsp))
	mux.HandleFunc("GET /ocsp-get/{request...}", server.answer(server.ocsp)) // which takes no POST
	mux.HandleFunc("GET /crl", server.answer(func([]byte) ([]byte, error) {
		return s.list(s.CA.Intermediate, s.CA.RSA.Certificate, s.now().Add(-s.Age)), nil
	}))
	for name, body := range map[string][]byte{
		"/ca.der": s.CA.Intermediate.Raw, "/ca.pem": PEM(s.CA.Intermediate, s.CA.Root), "/ca.p7c": CertificateMessage(s.CA.Intermediate, s.CA.Root),
	} {
		mux.HandleFunc("GET "+name, server.answer(func([]byte) ([]byte, error) { return body, nil }))
	}
	server.Server = httptest.NewServer(mux)
	tb.Cleanup(server.Close)
	return server
}

// Fail makes every answer faulty from now on; "" ends that. Faults are slow, cut,
// html, huge, status, loop, away, lost, and for time stamps imprint, nonce, algorithm,
// nonce missing, refused and empty.
func (s *Server) Fail(fault string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.fault = fault
}

// Requests returns what was asked.
func (s *Server) Requests() []*http.Request {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.requests
}

// Certified returns a sealer whose certificate points to the services of the
// server, with the name of a certificate's file for its issuer.
func (s *Server) Certified(key crypto.Signer, serial int64, issuer string) Sealer {
	return s.CA.Issue(key, func(c *x509.Certificate) {
		c.SerialNumber = big.NewInt(serial)
		c.OCSPServer = []string{s.URL + "/ocsp"}
		c.CRLDistributionPoints = []string{s.URL + "/crl"}
		c.IssuingCertificateURL = []string{s.URL + issuer}
	})
}

func (s *Server) answer(make func(request []byte) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		s.requests = append(s.requests, r)
		fault := s.fault
		s.mutex.Unlock()
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		if text := r.PathValue("request"); text != "" {
			unescaped, _ := url.PathUnescape(text)
			body, _ = base64.StdEncoding.DecodeString(unescaped)
		}
		if s.spoil(w, r, fault) {
			return
		}
		out, err := make(body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if fault == "cut" {
			w.Header().Set("Content-Length", strconv.Itoa(len(out)))
			out = out[:len(out)/2]
		}
		_, _ = w.Write(out)
	}
}

// spoil answers in the place of the service, if the fault is one of HTTP.
func (s *Server) spoil(w http.ResponseWriter, r *http.Request, fault string) bool {
	switch fault {
	case "slow":
		select {
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
	case "html":
		_, _ = io.WriteString(w, "<!DOCTYPE html><title>Out of order</title>")
	case "huge":
		block := bytes.Repeat([]byte{0x30}, 1<<20)
		for range 200 {
			if _, err := w.Write(block); err != nil {
				break
			}
		}
	case "status":
		http.Error(w, "out of order", http.StatusServiceUnavailable)
	case "loop":
		http.Redirect(w, r, r.URL.Path, http.StatusTemporaryRedirect)
	case "away":
		http.Redirect(w, r, "file:///etc/passwd", http.StatusTemporaryRedirect)
	case "lost":
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	default:
		return false
	}
	return true
}

// stamp answers a TimeStampReq.
func (s *Server) stamp(der []byte) ([]byte, error) {
	var request struct {
		Version int
		Imprint struct {
			Algorithm pkix.AlgorithmIdentifier
			Digest    []byte
		}
		Policy       asn1.ObjectIdentifier `asn1:"optional"`
		Nonce        *big.Int              `asn1:"optional"`
		Certificates bool                  `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(der, &request); err != nil {
		return nil, err
	}
	s.mutex.Lock()
	fault := s.fault
	s.mutex.Unlock()
	stamp := Stamp{At: s.services.now(), Imprint: bytes.Clone(request.Imprint.Digest), Nonce: request.Nonce}
	for hash, oid := range stampHashes {
		if oid.Equal(request.Imprint.Algorithm.Algorithm) {
			stamp.Hash = hash
		}
	}
	switch fault {
	case "imprint":
		stamp.Imprint[0] ^= 1
	case "nonce":
		stamp.Nonce = new(big.Int).Add(stamp.Nonce, big.NewInt(1))
	case "nonce missing":
		stamp.Nonce = nil
	case "algorithm":
		stamp.Hash, stamp.Imprint = crypto.SHA384, append(stamp.Imprint, stamp.Imprint[:16]...)
	case "refused":
		return asn1.Marshal(struct{ Status refusal }{refusal{2, asn1.BitString{Bytes: []byte{0x80}, BitLength: 1}}})
	case "empty":
		return asn1.Marshal(struct{ Status struct{ Status int } }{})
	}
	return asn1.Marshal(struct {
		Status struct{ Status int }
		Token  asn1.RawValue
	}{Token: asn1.RawValue{FullBytes: StampBy(s.services.authority(), stamp)}})
}

type refusal struct {
	Status int
	Reason asn1.BitString
}

// ocsp answers an OCSPRequest about any certificate of the intermediate authority.
func (s *Server) ocsp(der []byte) ([]byte, error) {
	var request struct {
		Body struct {
			Requests []struct {
				Name struct {
					Hash      pkix.AlgorithmIdentifier
					Name, Key []byte
					Serial    *big.Int
				}
			}
		}
	}
	if _, err := asn1.Unmarshal(der, &request); err != nil {
		return nil, err
	}
	if len(request.Body.Requests) != 1 {
		return nil, errors.New("one certificate, please")
	}
	serial := request.Body.Requests[0].Name.Serial
	issuer := s.CA.Intermediate
	if serial.Cmp(s.CA.Intermediate.SerialNumber) == 0 || serial.Cmp(s.CA.TSA().Certificate.SerialNumber) == 0 {
		issuer = s.CA.Root
	}
	made := s.services.now().Add(-s.services.Age)
	answer := Answer{Certificate: &x509.Certificate{SerialNumber: serial}, Produced: made, Until: made.Add(24 * time.Hour), Revoked: s.services.Revoked}
	return s.CA.OCSP(issuer, answer), nil
}

// CertificateMessage returns certificates as a PKCS#7 message without content.
func CertificateMessage(certificates ...*x509.Certificate) []byte {
	var all []byte
	for _, c := range certificates {
		all = append(all, c.Raw...)
	}
	type content struct{ Type asn1.ObjectIdentifier }
	data := must(asn1.Marshal(struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      content
		Certificates asn1.RawValue
		Signers      []asn1.RawValue `asn1:"set"`
	}{1, []pkix.AlgorithmIdentifier{}, content{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}},
		asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: all}, []asn1.RawValue{}}))
	return must(asn1.Marshal(struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{oidSignedData, asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: data}}))
}

// Loopback reports where a server of [Services.Serve] listens: it is no public
// address, so a client must be allowed to ask there.
const Loopback = "127.0.0.0/8"
