package vcapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// maxLists is how many lists there may be for one suite and purpose.
const maxLists = 100_000

// listName names the status lists of a suite for a purpose. The first is number
// 1; the next is begun when it is full.
type listName struct{ suite, purpose string }

func (n listName) String() string { return n.suite + "-" + n.purpose }

// ownList is one status list of the service.
type ownList struct {
	suite  Suite
	name   listName
	number int
	status.Definition
}

// newList returns the list of a suite with a number.
func (s *Service) newList(suite Suite, d status.Definition, number int) ownList {
	name := listName{suite.Path, d.Purpose}
	d.URL = s.config.URL + "/status/" + name.String() + "-" + strconv.Itoa(number)
	d.Issuer = suite.Key.Controller()
	return ownList{suite, name, number, d}
}

// parseList returns the list by the last step of its address, or false. It says
// nothing on whether it was begun.
func (s *Service) parseList(step string) (ownList, bool) {
	for _, suite := range s.config.Suites {
		for _, d := range suite.Status {
			digits, found := strings.CutPrefix(step, listName{suite.Path, d.Purpose}.String()+"-")
			number, err := strconv.Atoi(digits)
			if found && err == nil && number > 0 && number <= maxLists && digits == strconv.Itoa(number) {
				return s.newList(suite, d, number), true
			}
		}
	}
	return ownList{}, false
}

// open opens a list, or begins it.
func (s *Service) open(ctx context.Context, list ownList) (*status.List, error) {
	opened, err := status.OpenList(ctx, s.config.Store, list.Definition)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStore, err)
	}
	return opened, nil
}

// allocate takes a place in the first list that has room.
func (s *Service) allocate(ctx context.Context, suite Suite, d status.Definition) (status.Entry, uint64, error) {
	name := listName{suite.Path, d.Purpose}
	s.mu.Lock()
	number := max(1, s.current[name])
	s.mu.Unlock()
	for ; number <= maxLists; number++ {
		list, err := s.open(ctx, s.newList(suite, d, number))
		if err != nil {
			return status.Entry{}, 0, err
		}
		entry, err := list.Allocate(ctx)
		if errors.Is(err, status.ErrFull) {
			continue
		}
		if err != nil {
			return status.Entry{}, 0, fmt.Errorf("%w: %w", errStore, err)
		}
		s.mu.Lock()
		s.current[name] = max(number, s.current[name])
		s.mu.Unlock()
		index, err := strconv.ParseUint(entry.Index, 10, 64)
		return entry, index, err
	}
	return status.Entry{}, 0, fmt.Errorf("%w: %w", errStore, status.ErrFull)
}

// published is a status list as it was signed.
type published struct {
	bits string // the encoded list that it states
	made time.Time
	file *proof.Secured
}

// publish returns the signed status list at an address, or an error that wraps
// [status.ErrUnknownList]. A list that has not changed is signed anew only when a
// quarter of its period has passed, so that asking for it costs no signature.
func (s *Service) publish(ctx context.Context, step string) (*proof.Secured, error) {
	list, ok := s.parseList(step)
	if !ok {
		return nil, status.ErrUnknownList
	}
	content, err := s.config.Store.Read(ctx, list.URL)
	if err != nil {
		return nil, err // also when there is no such list
	}
	bits, err := content.Encode()
	if err != nil {
		return nil, err
	}
	now := s.env.Now()
	s.mu.Lock()
	known, found := s.published[list.URL]
	s.mu.Unlock()
	if age := now.Sub(known.made); found && known.bits == bits && age >= 0 && age < s.config.ListPeriod/4 {
		return known.file, nil
	}
	opened, err := s.open(ctx, list)
	if err != nil {
		return nil, err
	}
	period := status.Period{From: now, Until: now.Add(s.config.ListPeriod)}
	file, err := mikromerit.PublishStatus(ctx, opened, period, list.suite.Key, mikromerit.SignOptions{Env: s.env.Metered(), Suite: listSuite(list.suite.Name)})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.published[list.URL] = published{bits: bits, made: now, file: file}
	s.mu.Unlock()
	return file, nil
}

// listSuite returns the suite for the status lists of credentials in a suite: the
// same, where lists can be signed with it; "" if its key signs none.
func listSuite(name string) string {
	switch name {
	case "ecdsa-sd-2023":
		return "ecdsa-rdfc-2019"
	case "bbs-2023":
		return ""
	case "vc+sd-jwt":
		return "vc+jwt"
	}
	return name
}

// statusList hands out a status list.
func (s *Service) statusList(c *call) (*answer, error) {
	file, err := s.publish(c.Context(), c.values["list"])
	switch {
	case errors.Is(err, status.ErrUnknownList):
		return nil, newProblem(http.StatusNotFound, "There is no such status list.")
	case err != nil:
		return nil, newFault(http.StatusInternalServerError, err)
	}
	media := mediaOf(file)
	if media == "application/vc" && !strings.Contains(c.Header.Get("Accept"), media) {
		media = "application/ld+json" // for readers who look for JSON in the name
	}
	header := http.Header{"Vary": {"Accept"}, "Cache-Control": {"public, max-age=60"}}
	return &answer{status: http.StatusOK, media: media, body: file.Bytes(), header: header}, nil
}

// ownLists is a fetcher that has the status lists of the service at hand.
type ownLists struct {
	service *Service
	others  vc.Fetcher // may be nil
}

// Fetch implements [vc.Fetcher].
func (f *ownLists) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	if step, own := strings.CutPrefix(url, f.service.config.URL+"/status/"); own && f.service.config.URL != "" {
		file, err := f.service.publish(ctx, step)
		if err != nil {
			return nil, "", fmt.Errorf("%w: the status list could not be made", vc.ErrUnreachable)
		}
		if body := file.Bytes(); int64(len(body)) <= maxBytes {
			return body, mediaOf(file), nil
		}
		return nil, "", fmt.Errorf("%w: the status list is too long", vc.ErrUnreachable)
	}
	if f.others == nil {
		return nil, "", fmt.Errorf("%w: this service fetches nothing", vc.ErrUnreachable)
	}
	return f.others.Fetch(ctx, url, accept, maxBytes)
}
