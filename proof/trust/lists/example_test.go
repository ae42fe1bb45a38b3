package lists_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/lists"
	"github.com/mikromerit/mikromerit/vc"
)

// The lists of a test authority stand for those of the Union, which an online fetcher
// of package vc/fetch would get.
func Example() {
	ca := testkit.NewCA()
	top, national := ca.SealLists("https://lists.example/no.xml")
	web := vc.StaticFetcher{lists.LocationOfLists: top, "https://lists.example/no.xml": national}
	folder, err := os.MkdirTemp("", "lists")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder) //nolint:errcheck // it is temporary

	outcomes, err := lists.Refresh(context.Background(), folder, lists.From(web), lists.RefreshOptions{
		Signers: []string{lists.Digest(ca.ListSigner().Certificate)}, // as the Official Journal publishes it
		Now:     testkit.ListTime,
	})
	for _, o := range outcomes {
		fmt.Println(o.Territory, o.Change, o.Err)
	}
	store, err := lists.Open(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, name)) })
	if err != nil {
		panic(err)
	}
	services, err := store.Services(testkit.SealTime, lists.UseOptions{})
	if err != nil {
		panic(err)
	}
	seal := ca.RSA.Certificate
	statements, err := trust.ReadStatements(seal)
	if err != nil {
		panic(err)
	}
	fmt.Println(services.Qualify([]*x509.Certificate{seal, ca.Intermediate}, testkit.SealTime, statements).Reason)
	// Output:
	// EU new <nil>
	// NO new <nil>
	// advanced eSeal with a qualified certificate of Vestre Ås høgskole, granted by NO on 2024-01-01 to the service Seals of Test provider AS
}
