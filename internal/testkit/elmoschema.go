package testkit

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// stubs stand in for the schemas that the one of ELMO imports from the web, with what it
// uses of them.
var stubs = map[string]string{
	"http://www.w3.org/XML/1998/namespace":                                            `<xs:attribute name="lang" type="xs:language"/>`,
	"http://www.w3.org/2000/09/xmldsig#":                                              `<xs:element name="Signature"><xs:complexType><xs:sequence><xs:any maxOccurs="unbounded" processContents="skip"/></xs:sequence></xs:complexType></xs:element>`,
	"http://europass.cedefop.europa.eu/Europass/V2.0":                                 `<xs:simpleType name="countryCode"><xs:restriction base="xs:string"><xs:pattern value="[A-Z]{2}"/></xs:restriction></xs:simpleType>`,
	"https://github.com/erasmus-without-paper/ewp-specs-types-address/tree/stable-v1": `<xs:complexType name="FlexibleAddress"><xs:sequence><xs:any maxOccurs="unbounded" minOccurs="0" processContents="skip"/></xs:sequence></xs:complexType>`,
}

// ELMOSchema returns a function that holds files against the published schema of a
// version of ELMO with an engine of others, and returns what it complains of. Without the
// engine or the schema, the test is skipped.
func ELMOSchema(tb testing.TB, version string) func(file []byte) string {
	tb.Helper()
	engine, err := exec.LookPath("xmllint")
	if err != nil {
		tb.Skip("xmllint is not installed")
	}
	schema := ReadShared(tb, "data", "schemas", "elmo", "elmo-"+version+".xsd")
	dir, n := tb.TempDir(), 0
	for space, text := range stubs {
		n++
		name := filepath.Join(dir, string(rune('a'+n))+".xsd")
		stub := `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="` + space + `" elementFormDefault="qualified">` + text + `</xs:schema>`
		if err := os.WriteFile(name, []byte(stub), 0o600); err != nil {
			tb.Fatal(err)
		}
		at := regexp.MustCompile(`(<xs:import namespace="` + regexp.QuoteMeta(space) + `" schemaLocation=")[^"]*`)
		if !at.Match(schema) {
			tb.Fatalf("the schema does not import %s", space)
		}
		schema = at.ReplaceAll(schema, []byte("${1}"+name))
	}
	at := filepath.Join(dir, "schema.xsd")
	if err := os.WriteFile(at, schema, 0o600); err != nil {
		tb.Fatal(err)
	}
	return func(file []byte) string {
		cmd := exec.Command(engine, "--nonet", "--noout", "--schema", at, "-")
		cmd.Stdin = bytes.NewReader(file)
		out, err := cmd.CombinedOutput()
		if err == nil {
			return ""
		}
		return string(out)
	}
}
