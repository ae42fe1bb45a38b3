// Seal seals a micro-credential with an organisation's certificate, up to the level
// that lasts for years, and writes it to standard output. An Open Badge is converted
// to a Europass credential first:
//
//	go run ./examples/seal seal.p12 password.txt http://tsa.example/ examples/data/vestre-aas-badge.json
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust/online"
	"github.com/mikromerit/mikromerit/vc"
)

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: seal KEY.p12 PASSWORD-FILE TIME-STAMP-URL CREDENTIAL")
		os.Exit(2)
	}
	if err := seal(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func seal(keyFile, passwordFile, tsa, file string) error {
	var texts [3][]byte
	for i, name := range []string{keyFile, passwordFile, file} {
		var err error
		if texts[i], err = os.ReadFile(name); err != nil {
			return err
		}
	}
	services, err := online.New(http.DefaultClient, online.Options{TSA: tsa})
	if err != nil {
		return err
	}
	options := mikromerit.SealOptions{Seal: jades.SealOptions{Level: jades.LTA, Services: services}}
	return run(context.Background(), os.Stdout, os.Stderr, texts[0], string(bytes.TrimSpace(texts[1])), texts[2], options)
}

func run(ctx context.Context, out, notes io.Writer, keyFile []byte, password string, file []byte, o mikromerit.SealOptions) error {
	key, chain, err := keys.ParsePKCS12(keyFile, password)
	if err != nil {
		return err
	}
	if file, err = asEuropass(ctx, file, o.Env); err != nil {
		return err
	}
	sealed, err := mikromerit.Seal(ctx, file, jades.Sealer{Key: key.Signer(), Chain: chain}, o)
	if err != nil {
		return err
	}
	for _, e := range sealed.Effects {
		fmt.Fprintf(notes, "%s %s: %s\n", e.Kind, e.Pointer, e.Reason)
	}
	fmt.Fprintf(notes, "sealed at level %s\n", sealed.Level)
	_, err = out.Write(sealed.File.Bytes())
	return err
}

// asEuropass returns a Europass credential as it is, and another one converted.
func asEuropass(ctx context.Context, file []byte, env vc.Env) ([]byte, error) {
	opened, err := mikromerit.Open(file, env.Limits)
	if err != nil {
		return nil, err
	}
	if codec, err := mikromerit.Formats().Of(opened.Document()); err == nil && codec.Format == mikromerit.Europass {
		return file, nil
	}
	// Verify first: what the verifier finds goes into the new credential.
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = env
	found, err := verifier.Verify(ctx, file)
	if err != nil {
		return nil, err
	}
	made, err := mikromerit.Convert(ctx, found, mikromerit.Europass, mikromerit.ConvertOptions{
		EncodeOptions: mikromerit.EncodeOptions{IssuerCountry: "NO"}, // a badge does not say where its issuer is
		Tool:          mc.Tool{Name: "mikromerit example"},
		At:            env.Now(),
	})
	if err != nil {
		return nil, err
	}
	return made.Document.Bytes(), nil
}
