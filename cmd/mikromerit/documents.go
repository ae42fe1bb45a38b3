package main

import (
	"path/filepath"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
)

// meanings holds the flags that give further JSON-LD contexts.
type meanings struct {
	With    []string `sep:"none" placeholder:"DIR" help:"Take what would have to be fetched from the files in this folder, as collect fills one: did.json, keys, contexts, status lists; and trust its certificates and its trust.json. May be repeated."`
	Context []string `sep:"none" placeholder:"URL=FILE" help:"Take the JSON-LD context at URL from FILE. May be repeated."`
}

// documents holds the flags that give files in the place of the web.
type documents struct {
	meanings
	Document   []string `sep:"none" placeholder:"URL=FILE" help:"Take the document at URL, or of a DID, from FILE. May be repeated."`
	StatusList []string `sep:"none" placeholder:"URL=FILE" help:"The same, for a status list. May be repeated."`
}

// bundle reads the files that the flags name, or returns nil when they name
// none.
func (d *documents) bundle(a *app) (*bundle.Bundle, error) {
	if len(d.With)+len(d.Context)+len(d.Document)+len(d.StatusList) == 0 {
		return nil, nil
	}
	b := bundle.New(bundle.Limits{})
	for _, dir := range d.With {
		if err := b.AddDir(dir); err != nil {
			return nil, cannot("the files in %s cannot be used: %v", dir, err)
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
				return nil, cannot("%s cannot be used: %v", shown(name), err)
			}
		}
	}
	return b, nil
}

// before puts the files before what env would ask.
func before(b *bundle.Bundle, env vc.Env) vc.Env {
	if b == nil {
		return env
	}
	return b.Env(env)
}

// env is env with the contexts that the flags name, and nothing else of them.
func (m *meanings) env(a *app, env vc.Env) (vc.Env, error) {
	b, err := (&documents{meanings: *m}).bundle(a)
	if err != nil {
		return env, err
	}
	env.Contexts = before(b, env).Contexts
	return env, nil
}

// trusted adds whom the folders say to trust.
func (d *documents) trusted(a *app, b *bundle.Bundle, all *mikromerit.Trust) error {
	if b == nil {
		return nil
	}
	for _, data := range b.Certificates() {
		anchors, err := trust.ParsePEM(data)
		if err != nil {
			return cannot("a certificate in %v cannot be used: %v", d.With, err)
		}
		all.Anchors = trust.Join(all.Anchors, anchors)
	}
	if b.Trust() == nil {
		return nil
	}
	named, err := mikromerit.ReadTrust(b.Trust(), func(file string) ([]byte, error) {
		var data []byte
		err := error(cannot("%q is not a file in the folder of trust.json", file))
		for _, dir := range d.With {
			if filepath.IsLocal(file) && err != nil {
				data, err = a.read(filepath.Join(dir, file))
			}
		}
		return data, err
	})
	if err != nil {
		return cannot("trust.json in %v is no trust file: %v", d.With, err)
	}
	add(all, named)
	return nil
}

// add adds whom another trust names.
func add(all *mikromerit.Trust, more mikromerit.Trust) {
	all.Issuers = append(all.Issuers, more.Issuers...)
	for id, called := range more.Names {
		all.Names[id] = called
	}
	all.Anchors = trust.Join(all.Anchors, more.Anchors)
}
