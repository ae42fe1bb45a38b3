package edc
import ("context";"os";"testing";"strings";"github.com/stretchr/testify/require"
"github.com/mikromerit/mikromerit/internal/jsonld";"github.com/mikromerit/mikromerit/internal/testkit")
func TestZZ(t *testing.T){
 for _, m := range models { 
  doc,_,err := Encode(m.make(t), m.opts); require.NoError(t,err)
  c, err := jsonld.Canonicalize(context.Background(), doc.Root(), jsonld.Options{}); require.NoError(t,err)
  os.WriteFile("/tmp/shacl/"+strings.ReplaceAll(m.name," ","_")+".nq", c.Bytes(), 0o644)
  os.WriteFile("/tmp/shacl/"+strings.ReplaceAll(m.name," ","_")+".json", doc.Bytes(), 0o644)
 }
 for _, f := range []string{"elm/Sample-CertOfPart-signed.jsonld","elm/Sample-MC-Annex1-signed.jsonld","elm/Sample-MC-Annex1-unsigned.jsonld","elm/credential-sample.jsonld","elm/credential-signed.jsonld","elm/credential_shouldValidate.jsonld","elm-ebsi/DigiComp Generic.json","elm-ebsi/Microcredential - Data and software business.json"} {
  d,n,_ := strings.Cut(f,"/")
  src := unsealed(t, testkit.ReadShared(t,"data","samples",d,n))
  mod,_,_ := Decode(src, DecodeOptions{})
  doc,_,err := Encode(mod, EncodeOptions{}); require.NoError(t,err)
  c, err := jsonld.Canonicalize(context.Background(), doc.Root(), jsonld.Options{})
  if err != nil { t.Log(f, err); continue }
  os.WriteFile("/tmp/shacl/"+strings.ReplaceAll(n," ","_")+".nq", c.Bytes(), 0o644)
 }
}
