package main

import (
	"path/filepath"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
)

// contextFlags holds the flags that give further JSON-LD contexts.
type contextFlags struct {
	With    []string `sep:"none" placeholder:"DIR" help:"Take what would be fetched from the files in this folder, such as one that collect filled: did.json, keys, contexts, status lists. Also trust its certificates and its trust.json. May be repeated."`
	Context []string `sep:"none" placeholder:"URL=FILE" help:"Take the JSON-LD context at URL from FILE. May be repeated."`
}

// documentFlags holds the flags that give files instead of the web.
type documentFlags struct {
	contextFlags
	Document   []string `sep:"none" placeholder:"URL=FILE" help:"Take the document at URL, or of a DID, from FILE. May be repeated."`
	StatusList []string `sep:"none" placeholder:"URL=FILE" help:"The same, for a status list. May be repeated."`
}

// bundle returns the files that the flags name, or nil when they name none.
func (d *documentFlags) bundle(a *app) (*bundle.Bundle, error) {
	if len(d.With)+len(d.Context)+len(d.Document)+len(d.StatusList) == 0 {
		return nil, nil
	}
	b := bundle.New(bundle.Limits{})
	for _, dir := range d.With {
		if err := b.AddDir(dir); err != nil {
			return nil, newFailure("the files in %s cannot be used: %v", dir, err)
		}
	}
	for _, given := range []struct {
		flag  string
		pairs []string
		add   func(string, []byte) error
	}{
		{"--context", d.Context, b.AddContext},
		{"--document", d.Document, b.Add},
		{"--status-list", d.StatusList, b.Add},
	} {
		files, err := pairs(given.flag, "URL=FILE", given.pairs)
		if err != nil {
			return nil, err
		}
		for url, name := range files {
			data, err := a.read(name)
			if err != nil {
				return nil, err
			}
			if err := given.add(url, data); err != nil {
				return nil, newFailure("%s cannot be used: %v", displayName(name), err)
			}
		}
	}
	return b, nil
}

// withBundle returns an env that looks in the files first.
func withBundle(b *bundle.Bundle, env vc.Env) vc.Env {
	if b == nil {
		return env
	}
	return b.Env(env)
}

// env returns env with the contexts that the flags name. It takes nothing else from
// their files.
func (m *contextFlags) env(a *app, env vc.Env) (vc.Env, error) {
	b, err := (&documentFlags{contextFlags: *m}).bundle(a)
	if err != nil {
		return env, err
	}
	env.Contexts = withBundle(b, env).Contexts
	return env, nil
}

// addTrust adds those whom the folders say to trust.
func (d *documentFlags) addTrust(a *app, b *bundle.Bundle, now func() time.Time, all *mikromerit.Trust) error {
	if b == nil {
		return nil
	}
	for _, data := range b.Certificates() {
		anchors, err := trust.ParsePEM(data)
		if err != nil {
			return newFailure("a certificate in %v cannot be used: %v", d.With, err)
		}
		all.Anchors = trust.Join(all.Anchors, anchors)
	}
	if b.Trust() == nil {
		return nil
	}
	named, err := mikromerit.ReadTrustAt(b.Trust(), func(file string) ([]byte, error) {
		var data []byte
		err := error(newFailure("%q is not a file in the folder of trust.json", file))
		for _, dir := range d.With {
			if filepath.IsLocal(file) && err != nil {
				data, err = a.read(filepath.Join(dir, file))
			}
		}
		return data, err
	}, now())
	if err != nil {
		return newFailure("trust.json in %v is no trust file: %v", d.With, err)
	}
	mergeTrust(all, named)
	return nil
}

// mergeTrust adds those whom another trust names.
func mergeTrust(all *mikromerit.Trust, more mikromerit.Trust) {
	all.Issuers = append(all.Issuers, more.Issuers...)
	for id, called := range more.Names {
		all.Names[id] = called
	}
	all.Anchors = trust.Join(all.Anchors, more.Anchors)
	switch {
	case all.Services == nil:
		all.Services = more.Services
	case more.Services != nil:
		both := append(all.Services.All(), more.Services.All()...)
		all.Services = trust.NewServices(both...).Without(append(all.Services.Unused(), more.Services.Unused()...)...)
	}
}
