package mikromerit

import (
	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/formats/elmo"
	"github.com/mikromerit/mikromerit/formats/eudi"
	"github.com/mikromerit/mikromerit/formats/plain"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Formats returns the codecs of this library. Older badges can be read but not
// written. [PlainW3C] takes every credential that is of no other format; its last codec
// those that are about nobody's learning, such as lists of what is revoked, which can be
// neither read nor written.
func Formats() Codecs {
	all := Codecs{
		{Format: edc.Format, Name: "Europass EDC", Is: edc.Is, Decode: readEDC, DecodeNative: readPlainEDC, Encode: writeEDC},
		{Format: clr.Format, Name: "Comprehensive Learner Record 2.0", Is: clr.Is, Decode: readRecord, DecodeNative: readPlainRecord, Encode: writeRecord},
		{Format: ob3.Format, Name: "Open Badges 3.0", Is: ob3.Is, Decode: readBadge, DecodeNative: readPlainBadge, Encode: writeBadge},
		{Format: ob2.Format, Name: "Open Badges 2 or older", Is: ob2.Is, Decode: readOlderBadge},
		{Format: elmo.Format, Name: "EMREX ELMO", Is: elmo.Is, Decode: readResults, DecodeNative: readPlainResults, Encode: writeResults, Bytes: elmo.XML, MediaType: elmo.MediaType, Suffix: ".xml"},
		{Format: eudi.Format, Name: "EUDI Learning Credential", Is: eudi.Is, Decode: readEUDI, Encode: writeEUDI},
		{Format: plain.Format, Name: "plain W3C Verifiable Credential", Is: plain.Is, Decode: readPlain, DecodeNative: readPlainNative, Encode: writePlain},
		{Format: plain.Format, Name: "plain W3C Verifiable Credential", Is: isOfAnyKind},
	}
	for i := range all {
		if all[i].Encode != nil {
			all[i].Encode = disclosing(all[i].Encode)
		}
	}
	return all
}

func readEDC(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return edc.Decode(doc, edc.DecodeOptions{})
}

func readPlainEDC(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return edc.Decode(doc, edc.DecodeOptions{WithoutInteroperability: true})
}

func writeEDC(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
	return edc.Encode(c, edc.EncodeOptions{
		Language: o.Language, ID: o.ID, Issuer: o.Issuer, IssuerID: o.IssuerID, IssuerCountry: o.IssuerCountry, CreditFramework: o.CreditFramework, Image: o.Image,
		PersonalData: o.PersonalData, WithoutResidue: o.WithoutResidue, Flavour: o.Flavour, Version: o.EuropassVersion, Issued: o.Issued,
		Grade: o.Grade, IssuerIdentifier: o.IssuerIdentifier,
	})
}

func readEUDI(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return eudi.Decode(doc, eudi.DecodeOptions{})
}

func writeEUDI(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
	return eudi.Encode(c, eudi.EncodeOptions{
		Language: o.Language, ID: o.ID, Issuer: o.Issuer, IssuerID: o.IssuerID, IssuerCountry: o.IssuerCountry, PersonalData: o.PersonalData,
	})
}

func readOlderBadge(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return ob2.Decode(doc, ob2.DecodeOptions{})
}

func readBadge(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return badge.Decode(doc, badge.DecodeOptions{})
}

func readPlainBadge(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return badge.Decode(doc, badge.DecodeOptions{WithoutExtension: true})
}

func writeBadge(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
	return badge.Encode(c, badgeOptions(o))
}

func readRecord(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return clr.Decode(doc, badge.DecodeOptions{})
}

func readPlainRecord(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return clr.Decode(doc, badge.DecodeOptions{WithoutExtension: true})
}

func writeRecord(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
	return clr.Encode(c, badgeOptions(o))
}

func readResults(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return elmo.Decode(doc, elmo.DecodeOptions{})
}

func readPlainResults(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return elmo.Decode(doc, elmo.DecodeOptions{WithoutExtension: true})
}

func writeResults(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
	return elmo.Encode(c, elmo.EncodeOptions{
		Version: o.ELMOVersion, Language: o.Language, Issuer: o.Issuer, IssuerID: o.IssuerID, CreditFramework: o.CreditFramework, Issued: o.Issued,
		PersonalData: o.PersonalData, Extension: o.Extension, WithoutResidue: o.WithoutResidue,
	})
}

// authority is in whose name the target is made. A third party makes it unless somebody
// says otherwise: that is what claims least.
func (o EncodeOptions) authority() mc.Authority {
	if o.Authority == mc.AuthorityUnknown {
		return mc.ThirdParty
	}
	return o.Authority
}

func badgeOptions(o EncodeOptions) badge.EncodeOptions {
	return badge.EncodeOptions{
		ID:             o.ID,
		Language:       o.Language,
		Authority:      o.authority(),
		Issuer:         o.Issuer,
		IssuerID:       o.IssuerID,
		Image:          o.Image,
		HashRecipient:  o.HashRecipient,
		PersonalData:   o.PersonalData,
		Extension:      o.Extension,
		WithoutResidue: o.WithoutResidue,
	}
}

func readPlain(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return plain.Decode(doc, plain.DecodeOptions{})
}

func readPlainNative(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	return plain.Decode(doc, plain.DecodeOptions{WithoutExtension: true})
}

func writePlain(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
	return plain.Encode(c, plain.EncodeOptions{
		ID: o.ID, Authority: o.authority(), Issuer: o.Issuer, IssuerID: o.IssuerID,
		PersonalData: o.PersonalData, WithoutResidue: o.WithoutResidue,
	})
}

// isOfAnyKind reports whether a document is a W3C credential of any kind.
func isOfAnyKind(doc vc.Document) bool {
	c, _ := vc.ReadCredential(doc)
	return c.HasType("VerifiableCredential")
}
