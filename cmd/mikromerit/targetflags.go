package main

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
)

// targetFlags say what is judged, when it is not documents.
type targetFlags struct {
	VCAPI  string `name:"vcapi" placeholder:"URL" help:"Judge the service with the VC-API at this address."`
	OB3API string `name:"ob3api" placeholder:"URL" help:"Judge the badge host with the API of Open Badges 3.0 at this address."`
	Exec   string `placeholder:"CMD" help:"Judge this program, which reads requests from standard input and answers on standard output. Words are split at spaces."`

	Path        []string      `sep:"none" placeholder:"OPERATION=PATH" help:"Where the VC-API has an operation (issue, verify, derive, prove, verify-presentation or status), if it is not where it usually is. May be repeated."`
	ClientID    string        `name:"client-id" placeholder:"ID" help:"Get access tokens from the badge host as this client."`
	ClientFile  string        `name:"client-secret-file" placeholder:"FILE" help:"File with the secret of the client on its first line."`
	TokenURL    string        `name:"token-url" placeholder:"URL" help:"Where tokens are given, if the description of the host does not say it."`
	RevokeURL   string        `name:"revoke-url" placeholder:"URL" help:"Where tokens are revoked."`
	TokenFile   string        `placeholder:"FILE" help:"File with the access token for the service on its first line."`
	Header      []string      `sep:"none" placeholder:"NAME=FILE" help:"Send this header, with the first line of FILE as its value, such as an API key. May be repeated."`
	AllowLocal  bool          `help:"Also call services on this machine and in private networks, over http too."`
	CA          string        `name:"ca" placeholder:"PEM" help:"Trust the TLS certificates of these authorities besides those that the system trusts."`
	CallTimeout time.Duration `placeholder:"TIME" help:"How long the target may take to answer once, such as 5s; without it 30 seconds."`
	Suite       []string      `sep:"none" placeholder:"SUITE" help:"Judge only by this proof suite of the target. May be repeated; without it, what the target says or answers to."`

	UnsafeSkipTLS bool `name:"unsafe-skip-tls" help:"Do not check the TLS certificate of the service."`
}

// target returns what is judged.
func (c *targetFlags) target(a *app, docs []string) (conformance.Target, error) {
	named := 0
	for _, given := range []bool{c.VCAPI != "", c.OB3API != "", c.Exec != "", len(docs) > 0} {
		if given {
			named++
		}
	}
	if named != 1 {
		return nil, newFailure("name one thing to judge: documents, --vcapi URL, --ob3api URL or --exec CMD")
	}
	if len(docs) > 0 {
		return a.documents(docs)
	}
	options, err := c.options(a)
	if err != nil {
		return nil, err
	}
	switch {
	case c.VCAPI != "":
		return target.VCAPI(c.VCAPI, options), nil
	case c.OB3API != "":
		return target.OB3API(c.OB3API, options), nil
	}
	return target.Command(strings.Fields(c.Exec), options), nil
}

// documents returns the documents in files and folders, or on standard input.
func (a *app) documents(names []string) (conformance.Target, error) {
	if len(names) == 1 && names[0] == std {
		a.stdinRead = true
		return conformance.DocumentsFrom("standard input", a.stdin), nil
	}
	for _, name := range names {
		if name == std {
			return nil, newFailure("standard input is judged alone; leave out the other names")
		}
		if _, err := os.Stat(name); err != nil {
			return nil, newReadFailure(name, ioReason(err))
		}
	}
	return conformance.Files(names...), nil
}

// options returns how a target is called.
func (c *targetFlags) options(a *app) (target.Options, error) {
	o := target.Options{Timeout: c.CallTimeout, AllowLocal: c.AllowLocal, UnsafeTLS: c.UnsafeSkipTLS, Suites: c.Suite}
	var err error
	if c.TokenFile != "" {
		if o.Bearer, err = a.firstLine(c.TokenFile); err != nil {
			return o, err
		}
	}
	if c.CA != "" {
		if o.CA, err = a.read(c.CA); err != nil {
			return o, err
		}
	}
	if err := c.client(a, &o); err != nil {
		return o, err
	}
	if o.Paths, err = c.paths(); err != nil {
		return o, err
	}
	for _, text := range c.Header {
		name, file, ok := strings.Cut(text, "=")
		if !ok || name == "" || file == "" {
			return o, newFailure("--header %q does not have the form NAME=FILE; write the name of the header, =, and a file with its value", text)
		}
		value, err := a.firstLine(file)
		if err != nil {
			return o, err
		}
		if o.Header == nil {
			o.Header = make(http.Header)
		}
		o.Header.Add(name, value)
	}
	return o, nil
}

// client sets how to get access tokens.
func (c *targetFlags) client(a *app, o *target.Options) (err error) {
	o.OAuth = target.OAuth{ClientID: c.ClientID, TokenURL: c.TokenURL, RevokeURL: c.RevokeURL}
	if c.ClientFile != "" {
		o.OAuth.ClientSecret, err = a.firstLine(c.ClientFile)
	}
	switch {
	case err != nil:
		return err
	case c.ClientID == "" && c.ClientFile+c.TokenURL+c.RevokeURL != "":
		return newFailure("--client-secret-file, --token-url and --revoke-url are for a client; name it with --client-id")
	case c.ClientID != "" && c.TokenFile != "":
		return newFailure("give --token-file or --client-id, not both")
	}
	return nil
}

// operations are those that may stand at another path.
var operations = []conformance.Operation{
	conformance.IssueCredential, conformance.VerifyCredential, conformance.DeriveCredential,
	conformance.ProvePresentation, conformance.VerifyPresentation, conformance.SetStatus,
}

// paths returns where the operations are.
func (c *targetFlags) paths() (map[conformance.Operation]string, error) {
	if len(c.Path) > 0 && c.VCAPI == "" {
		return nil, newFailure("--path is about a VC-API; name its address with --vcapi")
	}
	var all map[conformance.Operation]string
	for _, text := range c.Path {
		name, path, ok := strings.Cut(text, "=")
		if !ok || !slices.Contains(operations, conformance.Operation(name)) {
			return nil, newFailure("--path %q does not have the form OPERATION=PATH, such as issue=/credentials/issue; an empty path says that there is no such operation", text)
		}
		if all == nil {
			all = make(map[conformance.Operation]string)
		}
		all[conformance.Operation(name)] = path
	}
	return all, nil
}

// firstLine returns the first line of a file, which holds a secret.
func (a *app) firstLine(name string) (string, error) {
	data, err := a.read(name)
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimSpace(line); line == "" {
		return "", newFailure("the first line of %s is empty; write the secret there", displayName(name))
	}
	return line, nil
}
