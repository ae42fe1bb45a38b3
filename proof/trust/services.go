package trust

import (
	"crypto/x509"
	"time"
)

// Services are the trust services of EU trusted lists (Regulation (EU) 910/2014
// article 22, ETSI TS 119 612). A list says for each service which certificates it
// has and from when it was granted. Services is immutable and may be shared between
// goroutines; a nil *Services holds none.
type Services struct {
	all []Service
}

// Service is one trust service of a list.
type Service struct {
	Name      string // of the service
	Provider  string // of the trust service provider
	Territory string // ISO 3166-1 alpha-2 of the list, EL for Greece
	Type      string // service type identifier, a URI (TS 119 612 clause 5.5.1)
	// Certificates are those that identify the service.
	Certificates []*x509.Certificate
	// History holds the statuses, the latest first (clauses 5.5.4 and 5.5.5, 5.6).
	History []ServiceStatus
}

// ServiceStatus is the status of a service from a time on, until the next begins.
type ServiceStatus struct {
	Status string // a URI, see Granted
	From   time.Time
	// Uses lists what the service may issue, from its additional service
	// information (clause 5.5.9.4): "ForeSeals", "ForeSignatures", "ForWebSiteAuthentication".
	Uses []string
}

// Granted is the status of a service that is qualified.
const Granted = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"

// Qualification is what trusted lists say of a seal: whether it is a qualified
// seal or an advanced one with a qualified certificate, and by whose grant.
type Qualification struct {
	// Level is "qualified eSeal", "advanced eSeal with a qualified certificate" or
	// "not qualified".
	Level string `json:"level"`
	// Provider and Service name who issued the certificate, and Territory the list.
	Provider  string `json:"provider,omitempty"`
	Service   string `json:"service,omitempty"`
	Territory string `json:"territory,omitempty"`
	// GrantedOn is when the status began that the service had at the time of the
	// seal.
	GrantedOn time.Time `json:"grantedOn,omitzero"`
	// At is the time for which that was asked.
	At time.Time `json:"at,omitzero"`
	// Reason says why, in one sentence.
	Reason string `json:"reason"`
}

// NewServices returns a set of services.
func NewServices(all ...Service) *Services { return &Services{all: all} }
