package proof

import (
	"crypto/x509"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
)

// SealEvidence is what the validation of a seal showed, in the terms of ETSI EN
// 319 102-1. The findings say the same step by step; this is the summary that a
// validation report has.
type SealEvidence struct {
	// Level is the baseline level whose components the seal has, such as
	// "JAdES-BASELINE-LTA"; "" when it does not even have those of level B.
	Level string `json:"level,omitempty"`
	// Indication and SubIndication are the status of the validation (clause 5.1.3).
	Indication    Indication    `json:"indication"`
	SubIndication SubIndication `json:"subIndication,omitempty"`
	// ClaimedTime is the signing time that the header states; zero: none.
	ClaimedTime time.Time `json:"claimedSigningTime,omitzero"`
	// BestTime is the earliest time at which the seal is proven to have existed;
	// zero: nothing proves that it existed before now.
	BestTime time.Time `json:"bestSigningTime,omitzero"`
	// Timestamps are those in the seal, in the order of the file.
	Timestamps []TimestampEvidence `json:"timestamps,omitempty"`
	// Statements is what the certificate says about itself (EN 319 412-5).
	Statements trust.Statements `json:"certificateStatements"`
	// Qualified is what the trusted lists say of the seal; nil: none was consulted.
	Qualified *trust.Qualification `json:"qualified,omitempty"`
	// Chain leads from the signer's certificate as far as it is known.
	Chain []*x509.Certificate `json:"-"`
}

// TimestampEvidence is what was found out about one time stamp.
type TimestampEvidence struct {
	Kind          string        `json:"kind"` // the component that holds it, such as "sigTst"
	Pointer       string        `json:"pointer"`
	Time          time.Time     `json:"time,omitzero"`       // zero: the token cannot be read
	Imprint       bool          `json:"imprintMatches"`      // it is for these bytes
	Signature     bool          `json:"signatureIntact"`     // its own signature is right
	Authority     string        `json:"authority,omitempty"` // the name in the certificate of its authority
	Indication    Indication    `json:"indication"`
	SubIndication SubIndication `json:"subIndication,omitempty"`
	// Qualified is what the trusted lists say of its authority; nil: none was consulted.
	Qualified *trust.Qualification `json:"qualified,omitempty"`
}

// Indication is the main status of a validation (EN 319 102-1 clause 5.1.3). For a
// time stamp, TotalPassed stands for PASSED and TotalFailed for FAILED.
type Indication string

// The indications.
const (
	TotalPassed         Indication = "TOTAL_PASSED"
	TotalFailed         Indication = "TOTAL_FAILED"
	IndeterminateStatus Indication = "INDETERMINATE"
)

// SubIndication says why a validation did not pass (EN 319 102-1 tables 5 and 6),
// in the spelling of the validation report (TS 119 102-2).
type SubIndication string

// The sub-indications.
const (
	FormatFailure            SubIndication = "FORMAT_FAILURE"
	HashFailure              SubIndication = "HASH_FAILURE"
	SigCryptoFailure         SubIndication = "SIG_CRYPTO_FAILURE"
	RevokedSub               SubIndication = "REVOKED"
	ExpiredSub               SubIndication = "EXPIRED"
	NotYetValidSub           SubIndication = "NOT_YET_VALID"
	SigConstraintsFailure    SubIndication = "SIG_CONSTRAINTS_FAILURE"
	ChainConstraintsFailure  SubIndication = "CHAIN_CONSTRAINTS_FAILURE"
	CertificateChainFailure  SubIndication = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
	CryptoConstraintsFailure SubIndication = "CRYPTO_CONSTRAINTS_FAILURE"
	PolicyProcessingError    SubIndication = "POLICY_PROCESSING_ERROR"
	SignaturePolicyMissing   SubIndication = "SIGNATURE_POLICY_NOT_AVAILABLE"
	TimestampOrderFailure    SubIndication = "TIMESTAMP_ORDER_FAILURE"
	NoSigningCertificate     SubIndication = "NO_SIGNING_CERTIFICATE_FOUND"
	NoCertificateChain       SubIndication = "NO_CERTIFICATE_CHAIN_FOUND"
	RevokedNoPOE             SubIndication = "REVOKED_NO_POE"
	RevokedCANoPOE           SubIndication = "REVOKED_CA_NO_POE"
	OutOfBoundsNoPOE         SubIndication = "OUT_OF_BOUNDS_NO_POE"
	OutOfBoundsNotRevoked    SubIndication = "OUT_OF_BOUNDS_NOT_REVOKED"
	// RevocationOutOfBounds is for an answer about revocation whose signer's
	// certificate has expired; the validation report of DSS has it.
	RevocationOutOfBounds  SubIndication = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
	CryptoConstraintsNoPOE SubIndication = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
	NoPOE                  SubIndication = "NO_POE"
	TryLater               SubIndication = "TRY_LATER"
	SignedDataNotFound     SubIndication = "SIGNED_DATA_NOT_FOUND"
)
