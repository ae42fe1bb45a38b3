package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust/lists"
)

type listsCommand struct {
	Refresh listsRefresh `cmd:"" help:"Fetch the trusted lists and verify them."`
	Show    listsShow    `cmd:"" help:"Show which lists are there, and what they say."`
}

// folderFlag holds the flag of both commands.
type folderFlag struct {
	Lists string `required:"" placeholder:"FOLDER" help:"Folder of the lists. Name it as \"lists\" in a trust file to use it."`
}

type listsRefresh struct {
	folderFlag
	Online    bool     `help:"Fetch from the web, which is all that this command does."`
	Signer    []string `sep:"none" placeholder:"SHA256" help:"Digest of a certificate that may sign the list of lists, as the Official Journal publishes it. May be repeated; needed the first time."`
	Territory []string `sep:"none" placeholder:"CC" help:"Only fetch the list of this country, such as NO. May be repeated."`
	Location  string   `placeholder:"URL" help:"Where the list of lists is, if not at the Commission's address."`
	Now       moment   `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
}

// Help returns the second part of the help text.
func (c *listsRefresh) Help() string {
	return "The list of lists must be signed by a certificate that you name, and each country's list by one that the list of lists names. " +
		"No certificate is built in: take the digests from the Official Journal of the European Union. When its signers have changed since, the pivots that it names are followed. " +
		"Lists that have not changed are not fetched again. " +
		"A list that cannot be fetched or does not verify leaves the one in the folder as it was, and the exit status is then 2."
}

// Run fetches the lists.
func (c *listsRefresh) Run(a *app) error {
	if !c.Online {
		return newFailure("refreshing the lists means fetching them from the web; add --online")
	}
	source, err := a.listSource()
	if err != nil {
		return err
	}
	shown := a.progress()
	o := lists.RefreshOptions{Signers: c.Signer, Location: c.Location, Now: c.Now.clock(a.clock)(), Before: func(territory string, n, of int) {
		text := "fetching the list of lists"
		if of > 0 {
			text = fmt.Sprintf("fetching the list of %s, %d of %d", territory, n, of)
		}
		shown.show(text)
	}}
	for _, t := range c.Territory {
		o.Territories = append(o.Territories, strings.ToUpper(t))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	outcomes, err := lists.Refresh(ctx, c.Lists, source, o)
	shown.end()
	var rows [][]string
	refused := 0
	for _, one := range outcomes {
		sequence, why := "", ""
		if one.Sequence > 0 {
			sequence = "number " + strconv.Itoa(one.Sequence)
		}
		if one.Pivots > 0 {
			why = "its signers have changed; " + plural(one.Pivots, "pivot") + " led to them, and they are known from now on"
		}
		if one.Err != nil {
			refused++
			why = one.Err.Error()
		}
		rows = append(rows, []string{one.Territory, string(one.Change), sequence, why})
	}
	out := a.page()
	writeTable(out, rows)
	if wrote := a.write(std, out.Bytes()); wrote != nil {
		return wrote
	}
	switch {
	case err != nil:
		return newFailure("the lists were not refreshed: %v", err)
	case refused > 0:
		return &failure{status: exitIndeterminate, message: fmt.Sprintf("%s refused; what was in the folder before is kept", plural(refused, "list"))}
	}
	return nil
}

type listsShow struct {
	folderFlag
	Territory string `placeholder:"CC" help:"Show the services in the list of this country."`
	All       bool   `help:"Show all services, not only those for seals and time stamps."`
	Now       moment `placeholder:"T" help:"Take T as the present time, such as 2026-08-01T12:00:00Z."`
}

// Run shows the lists, or the services of one.
func (c *listsShow) Run(a *app) error {
	store, err := lists.Open(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(c.Lists, name)) })
	if err != nil {
		return newFailure("%v; fetch the lists with \"mikromerit lists refresh\"", err)
	}
	all, err := store.Lists()
	if err != nil {
		return newFailure("%v", err)
	}
	now := c.Now.clock(a.clock)()
	out := a.page()
	if c.Territory == "" {
		writeTable(out, listRows(all, now))
		return a.write(std, out.Bytes())
	}
	i := slices.IndexFunc(all, func(l *lists.List) bool { return strings.EqualFold(l.Territory, c.Territory) })
	if i < 0 {
		return newFailure("there is no list of %s in the folder", c.Territory)
	}
	writeTable(out, c.serviceRows(all[i], now))
	for _, note := range all[i].Notes {
		fmt.Fprintf(out, "Note: %s.\n", printable(note))
	}
	return a.write(std, out.Bytes())
}

func listRows(all []*lists.List, now time.Time) [][]string {
	var rows [][]string
	for _, l := range all {
		state := "until " + l.NextUpdate.Format(time.DateOnly)
		if !l.IsCurrent(now) {
			state = "out of date, the next was due on " + l.NextUpdate.Format(time.DateOnly)
		}
		if l.NextUpdate.IsZero() {
			state = "closed, so it is not used"
		}
		rows = append(rows, []string{l.Territory, "number " + strconv.Itoa(l.Sequence), l.Issued.Format(time.DateOnly), plural(len(l.Services), "service"), state})
	}
	return rows
}

// serviceRows lists the services that matter for seals, or all.
func (c *listsShow) serviceRows(l *lists.List, now time.Time) [][]string {
	var rows [][]string
	for _, s := range l.Services {
		_, kind, _ := strings.Cut(s.Type, "Svctype/")
		status := s.At(now)
		if status == nil || !c.All && kind != "CA/QC" && kind != "TSA/QTST" {
			continue
		}
		what := status.Status[strings.LastIndexByte(status.Status, '/')+1:] + " since " + status.From.Format(time.DateOnly)
		rows = append(rows, []string{kind, what, strings.Join(status.Uses, " "), s.Provider + ": " + s.Name})
	}
	return rows
}
