package testkit

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// The URIs of trusted lists (ETSI TS 119 612).
const (
	ListOfLists      = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists"
	ListGeneric      = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric"
	ServiceQC        = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
	ServiceQTST      = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"
	StatusGranted    = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"
	StatusWithdrawn  = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn"
	StatusAccredited = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/accredited"
)

const (
	spaceDS      = "http://www.w3.org/2000/09/xmldsig#"
	spaceXAdES   = "http://uri.etsi.org/01903/v1.3.2#"
	exclusive    = "http://www.w3.org/2001/10/xml-exc-c14n#"
	digestSHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
)

// ListTime is when lists are issued and signed, unless [ListOptions] says otherwise;
// the next update is due six months later.
var ListTime = time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC)

// ListOptions says what list [MakeList] makes, correctly or not.
type ListOptions struct {
	Territory  string // "": NO
	Type       string // "": ListGeneric
	Version    int    // 0: 5
	Sequence   int    // 0: 1
	Issued     time.Time
	NextUpdate time.Time
	URIs       []string // about the scheme, among them those of pivots
	Pointers   []ListPointer
	Services   []ListService
	Signature  XMLSignature
	// Change alters the text of the list before it is signed, and Forge the whole
	// file after that.
	Change, Forge func(string) string
}

// ListPointer points to another list.
type ListPointer struct {
	Location, Territory string
	Type                string // "": ListGeneric
	MIME                string // "": that of lists for programs
	Signers             []*x509.Certificate
}

// ListService is a service of a list.
type ListService struct {
	Name, Provider, Type string // "": invented ones, ServiceQC
	Certificates         []*x509.Certificate
	Identity             string       // further identities as XML, such as ListKeyID
	Statuses             []ListStatus // the latest first; none: granted from 2024 for seals
}

// ListStatus is the status of a service from a time on.
type ListStatus struct {
	Status     string // "": StatusGranted
	From       time.Time
	Uses       []string
	Extensions string // further extensions as XML
}

// ListSigner returns the one who signs the list of lists, with an RSA key.
func (ca *CA) ListSigner() Sealer { return ca.listSigner(600, ca.RSA) }

// NationalListSigner returns the one who signs national lists, with a P-256 key.
func (ca *CA) NationalListSigner() Sealer { return ca.listSigner(601, ca.EC) }

func (ca *CA) listSigner(serial int64, key Sealer) Sealer {
	c := template(serial, fmt.Sprintf("mikromerit TEST ONLY list signer %d", serial))
	c.SerialNumber = big.NewInt(serial)
	c.KeyUsage = x509.KeyUsageDigitalSignature
	return Sealer{Certificate: sign(c, ca.Root, key.Key.Public(), ca.rootKey), Key: key.Key}
}

// SealLists returns a list of lists and a national list in which the authorities of
// seals and of time stamps are granted. location is where the national list will be.
func (ca *CA) SealLists(location string) (lists, national []byte) {
	signer := ca.NationalListSigner()
	lists = MakeList(ListOptions{
		Territory: "EU", Type: ListOfLists, Signature: XMLSignature{Sealer: ca.ListSigner()},
		Pointers: []ListPointer{{Location: location, Territory: "NO", Signers: []*x509.Certificate{signer.Certificate}}},
	})
	return lists, MakeList(ListOptions{Signature: XMLSignature{Sealer: signer}, Services: ca.SealServices()})
}

// SealServices returns the services of the authorities of seals and of time stamps.
func (ca *CA) SealServices() []ListService {
	return []ListService{
		{Certificates: []*x509.Certificate{ca.Intermediate}},
		{Name: "Time stamps", Type: ServiceQTST, Certificates: []*x509.Certificate{ca.TSA().Certificate}},
	}
}

// MakeList makes a list with an enveloped XAdES signature of level B. The text is
// written in canonical form from the start, so that nothing has to be canonicalised.
func MakeList(o ListOptions) []byte {
	text := o.text()
	if o.Change != nil {
		text = o.Change(text)
	}
	text = SignXML(text, o.Signature)
	if o.Forge != nil {
		text = o.Forge(text)
	}
	return []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text)
}

func (o *ListOptions) text() string {
	or := func(v *string, normal string) {
		if *v == "" {
			*v = normal
		}
	}
	or(&o.Territory, "NO")
	or(&o.Type, ListGeneric)
	if o.Issued.IsZero() {
		o.Issued = ListTime
	}
	if o.NextUpdate.IsZero() {
		o.NextUpdate = o.Issued.AddDate(0, 6, 0)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" Id="list" TSLTag="http://uri.etsi.org/19612/TSLTag">`+"\n<SchemeInformation>")
	fmt.Fprintf(&b, `<TSLVersionIdentifier>%d</TSLVersionIdentifier><TSLSequenceNumber>%d</TSLSequenceNumber><TSLType>%s</TSLType>`, max(o.Version, 5), max(o.Sequence, 1), o.Type)
	fmt.Fprintf(&b, `<SchemeOperatorName><Name xml:lang="en">Test operator of %s</Name></SchemeOperatorName>`, o.Territory)
	if len(o.URIs) > 0 {
		b.WriteString("<SchemeInformationURI>")
		for _, uri := range o.URIs {
			fmt.Fprintf(&b, `<URI xml:lang="en">%s</URI>`, uri)
		}
		b.WriteString("</SchemeInformationURI>")
	}
	fmt.Fprintf(&b, `<SchemeTerritory>%s</SchemeTerritory>`, o.Territory)
	if len(o.Pointers) > 0 {
		b.WriteString("<PointersToOtherTSL>")
		for _, p := range o.Pointers {
			or(&p.Type, ListGeneric)
			or(&p.MIME, "application/vnd.etsi.tsl+xml")
			fmt.Fprintf(&b, `<OtherTSLPointer><ServiceDigitalIdentities><ServiceDigitalIdentity>%s</ServiceDigitalIdentity></ServiceDigitalIdentities><TSLLocation>%s</TSLLocation>`, digitalIDs(p.Signers), p.Location)
			fmt.Fprintf(&b, `<AdditionalInformation><OtherInformation><TSLType>%s</TSLType></OtherInformation><OtherInformation><SchemeTerritory>%s</SchemeTerritory></OtherInformation>`, p.Type, p.Territory)
			fmt.Fprintf(&b, `<OtherInformation><MimeType xmlns="http://uri.etsi.org/02231/v2/additionaltypes#">%s</MimeType></OtherInformation></AdditionalInformation></OtherTSLPointer>`, p.MIME)
		}
		b.WriteString("</PointersToOtherTSL>")
	}
	fmt.Fprintf(&b, "<ListIssueDateTime>%s</ListIssueDateTime><NextUpdate><dateTime>%s</dateTime></NextUpdate></SchemeInformation>\n", xmlTime(o.Issued), xmlTime(o.NextUpdate))
	if len(o.Services) > 0 {
		b.WriteString("<TrustServiceProviderList>\n")
		for _, s := range o.Services {
			s.write(&b)
		}
		b.WriteString("</TrustServiceProviderList>\n")
	}
	b.WriteString("</TrustServiceStatusList>")
	return b.String()
}

func (s ListService) write(b *strings.Builder) {
	for field, normal := range map[*string]string{&s.Name: "Seals", &s.Provider: "Test provider AS", &s.Type: ServiceQC} {
		if *field == "" {
			*field = normal
		}
	}
	if len(s.Statuses) == 0 {
		s.Statuses = []ListStatus{{From: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), Uses: []string{"ForeSeals"}}}
	}
	fmt.Fprintf(b, `<TrustServiceProvider><TSPInformation><TSPName><Name xml:lang="nb">Prøveleverandør</Name><Name xml:lang="en">%s</Name></TSPName></TSPInformation><TSPServices><TSPService>`, s.Provider)
	for i, status := range s.Statuses {
		switch i {
		case 0:
			fmt.Fprintf(b, "<ServiceInformation>%s</ServiceInformation>", s.status(status))
		case 1:
			b.WriteString("<ServiceHistory>")
			fallthrough
		default:
			fmt.Fprintf(b, "<ServiceHistoryInstance>%s</ServiceHistoryInstance>", s.status(status))
		}
	}
	if len(s.Statuses) > 1 {
		b.WriteString("</ServiceHistory>")
	}
	b.WriteString("</TSPService></TSPServices></TrustServiceProvider>\n")
}

func (s ListService) status(status ListStatus) string {
	if status.Status == "" {
		status.Status = StatusGranted
	}
	out := fmt.Sprintf(`<ServiceTypeIdentifier>%s</ServiceTypeIdentifier><ServiceName><Name xml:lang="en">%s</Name></ServiceName><ServiceDigitalIdentity>%s</ServiceDigitalIdentity>`, s.Type, s.Name, digitalIDs(s.Certificates)+s.Identity)
	out += fmt.Sprintf(`<ServiceStatus>%s</ServiceStatus><StatusStartingTime>%s</StatusStartingTime><ServiceInformationExtensions>`, status.Status, xmlTime(status.From))
	for _, use := range status.Uses {
		out += fmt.Sprintf(`<Extension Critical="true"><AdditionalServiceInformation><URI xml:lang="en">http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/%s</URI></AdditionalServiceInformation></Extension>`, use)
	}
	return out + status.Extensions + "</ServiceInformationExtensions>"
}

// ListQualifier returns the extension that gives qualifiers to the certificates that
// meet criteria, which are XML with the prefix ecc and, for identifiers, xades.
func ListQualifier(assert, criteria string, names ...string) string {
	out := `<Extension Critical="true"><ecc:Qualifications xmlns:ecc="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"><ecc:QualificationElement><ecc:Qualifiers>`
	for _, name := range names {
		out += fmt.Sprintf(`<ecc:Qualifier uri="http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/%s"></ecc:Qualifier>`, name)
	}
	return out + fmt.Sprintf(`</ecc:Qualifiers><ecc:CriteriaList assert="%s">%s</ecc:CriteriaList></ecc:QualificationElement></ecc:Qualifications></Extension>`, assert, criteria)
}

func digitalIDs(certificates []*x509.Certificate) string {
	var b strings.Builder
	for _, c := range certificates {
		fmt.Fprintf(&b, "<DigitalId><X509Certificate>%s</X509Certificate></DigitalId>", base64.StdEncoding.EncodeToString(c.Raw))
	}
	return b.String()
}

// ListKeyID returns the identity of a service by the identifier of a key and a name.
func ListKeyID(id []byte, name string) string {
	return fmt.Sprintf("<DigitalId><X509SubjectName>%s</X509SubjectName></DigitalId><DigitalId><X509SKI>%s</X509SKI></DigitalId>", name, base64.StdEncoding.EncodeToString(id))
}

func xmlTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// XMLSignature says how [SignXML] signs.
type XMLSignature struct {
	Sealer Sealer    // zero: the signer of the list of lists
	Alg    string    // as in JWS; "": what fits the key
	At     time.Time // zero: ListTime
	// Inside is the element, by its end tag, in which the signature is put last; "":
	// the root.
	Inside string
	// Transform is the transform that takes the signature out, as XML; "": the usual.
	Transform string
	// Unsigned are the unsigned properties, as XML.
	Unsigned string
	// Info and Properties change the parts that are signed before they are.
	Info, Properties func(string) string
}

// methodURIs are the signature methods by their names in JWS.
var methodURIs = map[string]string{
	"RS256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "RS384": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "RS512": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
	"PS256": "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "PS384": "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", "PS512": "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1",
	"ES256": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "ES384": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "ES512": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
}

// SignXML puts an enveloped XAdES signature into a text, which must be in exclusive
// canonical form.
func SignXML(text string, o XMLSignature) string {
	if o.Sealer.Certificate == nil {
		o.Sealer = NewCA().ListSigner()
	}
	if o.Alg == "" {
		o.Alg = algorithmFor(o.Sealer.Key)
	}
	if o.At.IsZero() {
		o.At = ListTime
	}
	if o.Transform == "" {
		o.Transform = `<ds:Transform Algorithm="` + spaceDS + `enveloped-signature"></ds:Transform>`
	}
	same := func(s string) string { return s }
	if o.Info == nil {
		o.Info = same
	}
	if o.Properties == nil {
		o.Properties = same
	}
	// Each part declares its namespaces itself, so it is in canonical form already.
	properties := o.Properties(fmt.Sprintf(`<xades:SignedProperties xmlns:xades="%s" Id="properties"><xades:SignedSignatureProperties><xades:SigningTime>%s</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>`+
		`<ds:DigestMethod xmlns:ds="%s" Algorithm="%s"></ds:DigestMethod><ds:DigestValue xmlns:ds="%s">%s</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties>`,
		spaceXAdES, xmlTime(o.At), spaceDS, digestSHA256, spaceDS, digestText(string(o.Sealer.Certificate.Raw))))
	info := o.Info(fmt.Sprintf(`<ds:SignedInfo xmlns:ds="%s"><ds:CanonicalizationMethod Algorithm="%s"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="%s"></ds:SignatureMethod>`, spaceDS, exclusive, methodURIs[o.Alg]) +
		xmlReference(`URI=""`, o.Transform, text) +
		xmlReference(`Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties"`, "", properties) + "</ds:SignedInfo>")
	value := base64.StdEncoding.EncodeToString(SignJWS(o.Sealer.Key, o.Alg, []byte(info)))
	unsigned := ""
	if o.Unsigned != "" {
		unsigned = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>" + o.Unsigned + "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
	}
	signature := fmt.Sprintf(`<ds:Signature xmlns:ds="%s" Id="signature">%s<ds:SignatureValue>%s</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="%s" Target="#signature">%s%s</xades:QualifyingProperties></ds:Object></ds:Signature>`,
		spaceDS, info, value, base64.StdEncoding.EncodeToString(o.Sealer.Certificate.Raw), spaceXAdES, properties, unsigned)
	at := strings.LastIndex(text, "</")
	if o.Inside != "" {
		at = strings.LastIndex(text, o.Inside)
	}
	return text[:at] + signature + text[at:]
}

func xmlReference(attributes, transform, covered string) string {
	return fmt.Sprintf(`<ds:Reference %s><ds:Transforms>%s<ds:Transform Algorithm="%s"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="%s"></ds:DigestMethod><ds:DigestValue>%s</ds:DigestValue></ds:Reference>`,
		attributes, transform, exclusive, digestSHA256, digestText(covered))
}

func digestText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}
