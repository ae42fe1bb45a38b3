package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

type statusCommand struct {
	New       statusNew       `cmd:"" help:"Start a status list."`
	Allocate  statusAllocate  `cmd:"" help:"Give a new credential a place in the list."`
	Set       statusSet       `cmd:"" help:"Set the value at a place."`
	Revoke    statusRevoke    `cmd:"" help:"Revoke a credential for good."`
	Suspend   statusSuspend   `cmd:"" help:"Suspend a credential until it is reinstated."`
	Reinstate statusReinstate `cmd:"" help:"End a suspension."`
	List      statusList      `cmd:"" help:"List the credentials that have a place, with their values."`
	Publish   statusPublish   `cmd:"" help:"Write the list as a signed credential."`
}

// definitionName is the name of the file, in the folder of a list, that says what
// the list is for.
const definitionName = "list.json"

// listDefinition is the content of that file.
type listDefinition struct {
	URL        string   `json:"url"`
	Issuer     string   `json:"issuer"`
	Purpose    string   `json:"purpose"`
	Messages   []string `json:"messages,omitempty"`
	References []string `json:"references,omitempty"`
	Entries    uint64   `json:"entries,omitempty"`
	Token      bool     `json:"token,omitempty"`
	Bits       int      `json:"bits,omitempty"`
}

// storeFlag holds the flag of every status command.
type storeFlag struct {
	Store string `default:"status" placeholder:"DIR" help:"Folder of the list (default: status)."`
}

func (s *storeFlag) definition() string { return filepath.Join(s.Store, definitionName) }

// list opens the list that is in the folder.
func (s *storeFlag) list(a *app) (*status.List, listDefinition, error) { return s.listBy(a, "--store") }

// listBy opens the list that is in the folder that a flag names.
func (s *storeFlag) listBy(a *app, flag string) (*status.List, listDefinition, error) {
	var def listDefinition
	if _, err := os.Stat(s.definition()); errors.Is(err, fs.ErrNotExist) {
		return nil, def, newFailure("there is no status list in %s; start one with \"mikromerit status new\", or name its folder with %s", s.Store, flag)
	}
	data, err := a.read(s.definition())
	if err != nil {
		return nil, def, err
	}
	if err := json.Unmarshal(data, &def); err != nil {
		return nil, def, newFailure("%s does not describe a status list; restore it from a copy", s.definition())
	}
	list, err := s.open(def)
	return list, def, err
}

func (s *storeFlag) open(def listDefinition) (*status.List, error) {
	files, err := status.NewFileStore(s.Store)
	if err != nil {
		return nil, newListFailure(err)
	}
	list, err := status.OpenList(context.Background(), files, status.Definition{
		URL: def.URL, Issuer: def.Issuer, Purpose: def.Purpose, Messages: def.Messages, References: def.References, Entries: def.Entries,
		Token: def.Token, Bits: def.Bits,
	})
	if err != nil {
		return nil, newListFailure(err)
	}
	return list, nil
}

// newListFailure returns the failure for something that could not be done with a
// status list.
func newListFailure(err error) error {
	return newFailure("the status list refuses: %s", strings.ReplaceAll(err.Error(), "status list: ", ""))
}

type statusNew struct {
	storeFlag
	Kind      string   `enum:"bitstring,token" default:"bitstring" placeholder:"KIND" help:"bitstring (the default, for W3C credentials) or token (for SD-JWT VCs, whose values have fixed meanings)."`
	Bits      int      `placeholder:"N" help:"With --kind token: how many bits a place has, 1, 2, 4 or 8; 2, unless more are needed."`
	Purpose   string   `placeholder:"PURPOSE" help:"What the list is for: revocation, suspension, refresh, message or a word of your own."`
	URL       string   `required:"" name:"url" placeholder:"URL" help:"Address at which the list will be published."`
	Issuer    string   `required:"" placeholder:"ID" help:"Who will sign the list: the issuer of the credentials."`
	Message   []string `sep:"none" placeholder:"TEXT" help:"What the value 0, then 1 and so on means: 2, 4, 8 or more, up to 256. May be repeated."`
	Reference []string `sep:"none" placeholder:"URL" help:"Where the status is explained. May be repeated."`
	Entries   uint64   `placeholder:"N" help:"How many places the list has; 131072, unless more are needed."`
}

// Help returns the second part of the help text.
func (c *statusNew) Help() string {
	return "The folder holds one list and remembers for ever which places were given away: keep copies of it, and never start a list with the same address anew."
}

// Run starts a list in a folder that has none.
func (c *statusNew) Run(a *app) error {
	if _, err := os.Stat(c.definition()); err == nil {
		return newFailure("%s holds a status list already; name another folder with --store", c.Store)
	}
	if c.Purpose == "" && c.Kind != "token" {
		return newFailure("missing flags: --purpose=PURPOSE")
	}
	def := listDefinition{c.URL, c.Issuer, c.Purpose, c.Message, c.Reference, c.Entries, c.Kind == "token", c.Bits}
	if _, err := c.open(def); err != nil {
		return err
	}
	text, err := json.MarshalIndent(def, "", "  ")
	if err != nil {
		return err
	}
	if err := create(c.definition(), withNewline(text), 0o666); err != nil {
		return newFailure("%s cannot be written: %s", c.definition(), ioReason(err))
	}
	return nil
}

type statusAllocate struct {
	storeFlag
	Out  string `short:"o" default:"-" placeholder:"OUT" help:"Write to OUT instead of standard output."`
	File string `arg:"" optional:"" help:"Unsigned credential to put the place into; - is standard input. Without it the entry for credentialStatus is written."`
}

// Help returns the second part of the help text.
func (c *statusAllocate) Help() string {
	return "The place is chosen at random and never given away twice. Its index goes to standard error, and with the credential's id and recipient into the register of the list."
}

// Run hands out a place, puts it into the credential and names its index.
func (c *statusAllocate) Run(a *app) error {
	list, def, err := c.list(a)
	if err != nil {
		return err
	}
	if err := a.writable(c.Out); err != nil {
		return err
	}
	doc, err := c.document(a, def)
	if err != nil {
		return err
	}
	entry, err := list.Allocate(context.Background())
	if err != nil {
		return newListFailure(err)
	}
	if doc, err = entry.AddTo(doc); err != nil {
		return newJobFailure(c.File, err)
	}
	text := doc.String()
	if c.File == "" {
		text = doc.Get("credentialStatus").Raw() + doc.Get("status").Raw()
	}
	if err := a.write(c.Out, withNewline([]byte(text))); err != nil {
		return err
	}
	if err := c.register(a, entry.Index, doc); err != nil {
		return err
	}
	fmt.Fprintln(a.stderr, entry.Index)
	return nil
}

// document returns the credential to put the place into, or an empty object.
func (c *statusAllocate) document(a *app, def listDefinition) (vc.Document, error) {
	if c.File == "" {
		return vc.ParseDocument([]byte("{}"), limits)
	}
	file, err := a.open(c.File)
	if err != nil {
		return vc.Document{}, err
	}
	credential, _ := vc.ReadCredential(file.Document())
	switch {
	case file.Format() != proof.Unsecured:
		return vc.Document{}, newRefusal(nil, "%s is signed already; a place in a list goes in before signing", displayName(c.File))
	case def.Token && file.Document().Get("vct").Text() == "":
		return vc.Document{}, newRefusal(nil, "%s is not the claims of an SD-JWT VC, for which a token status list is; take a place in a list of the kind bitstring", displayName(c.File))
	case def.Token:
	case credential.Version() != vc.V2:
		return vc.Document{}, newRefusal(nil, "%s is not of the W3C data model 2.0, whose context has the words for a place in a list", displayName(c.File))
	}
	return file.Document(), nil
}

type statusSet struct {
	storeFlag
	Index uint64 `arg:"" help:"The place, as allocate named it."`
	Value uint64 `arg:"" help:"The new value."`
}

// Run sets the value at a place.
func (c *statusSet) Run(a *app) error {
	list, _, err := c.list(a)
	if err != nil {
		return err
	}
	if err := list.Set(context.Background(), c.Index, c.Value); err != nil {
		return newListFailure(err)
	}
	return nil
}

type statusList struct {
	storeFlag
	JSON bool `name:"json" help:"Print one JSON object for each place, on a line of its own."`
	Set  bool `help:"Only places whose value is not 0."`
}

// placeLine is a place in the JSON output.
type placeLine struct {
	Index  uint64 `json:"index"`
	Value  uint64 `json:"value"`
	ID     string `json:"id,omitempty"`
	Issued string `json:"issued,omitempty"`
}

// Run lists the places in the register.
func (c *statusList) Run(a *app) error {
	list, def, err := c.list(a)
	if err != nil {
		return err
	}
	lines, err := c.readRegister(a)
	if err != nil {
		return err
	}
	values, err := list.Values(context.Background())
	if err != nil {
		return newListFailure(err)
	}
	out := a.page()
	var rows [][]string
	machine := json.NewEncoder(out)
	machine.SetEscapeHTML(false)
	for _, line := range lines {
		value := values(line.Index)
		switch {
		case c.Set && value == 0:
		case c.JSON:
			if err := machine.Encode(placeLine{line.Index, value, line.ID, line.Issued}); err != nil {
				return err
			}
		default:
			rows = append(rows, []string{fmt.Sprintf("%8d", line.Index), meaningOf(def, value), line.Issued, line.ID})
		}
	}
	writeTable(out, rows)
	return a.write(std, out.Bytes())
}

// meaningOf says what a value means in a list.
func meaningOf(def listDefinition, value uint64) string {
	switch {
	case value < uint64(len(def.Messages)):
		return def.Messages[value]
	case value == 0:
		return "-"
	case value == status.TokenInvalid && def.Token:
		return "revoked"
	case value == status.TokenSuspended && def.Token:
		return "suspended"
	case value == 1 && def.Purpose == status.Revocation:
		return "revoked"
	case value == 1 && def.Purpose == status.Suspension:
		return "suspended"
	}
	return strconv.FormatUint(value, 10)
}

type statusPublish struct {
	storeFlag
	signFlags
	Suite    string        `placeholder:"SUITE" help:"How to sign; as for issue, without selective disclosure."`
	ValidFor time.Duration `placeholder:"TIME" help:"For how long the list counts, such as 168h; without it there is no end."`
	TTL      time.Duration `name:"ttl" placeholder:"TIME" help:"How soon verifiers should fetch the list anew, such as 1h."`
}

// Help returns the second part of the help text.
func (c *statusPublish) Help() string {
	return "Sign the list in the same way as the credentials that name it, and publish it at its address after every change."
}

// Run signs the list as it stands and writes it.
func (c *statusPublish) Run(a *app) error {
	if c.ValidFor < 0 || c.TTL < 0 {
		return newFailure("--valid-for and --ttl say how long the list counts; give no negative time")
	}
	key, sign, err := c.options(a, c.Suite)
	if err != nil {
		return err
	}
	list, def, err := c.list(a)
	if err != nil {
		return err
	}
	if speaks := key.Controller(); speaks != def.Issuer {
		return newRefusal(nil, "the issuer of the status list is %s, but the key speaks for %s; sign with the issuer's own key", def.Issuer, speaks)
	}
	period := status.Period{From: sign.Env.Now(), TTL: c.TTL}
	if c.ValidFor != 0 {
		period.Until = period.From.Add(c.ValidFor)
	}
	signed, err := mikromerit.PublishStatus(context.Background(), list, period, key, sign)
	if err != nil {
		return newSigningFailure("the status list", err)
	}
	return a.writeSecured(c.Out, signed)
}
