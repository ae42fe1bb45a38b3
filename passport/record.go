package passport

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/stacking"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// ErrLearner says that nothing tells whose record it is.
var ErrLearner = errors.New("PASSPORT-LEARNER: the originals do not all name one learner by the same id, so say whose record it is")

// buildRecord makes a record of the originals, in which their own definitions say how
// they hang together.
func buildRecord(ctx context.Context, key *keys.Private, files []*proof.Secured, o BuildOptions) (*proof.Secured, []vc.Finding, error) {
	if key == nil {
		return nil, nil, errors.New("PASSPORT-KEY: a record is signed by whoever collects it; give a key")
	}
	var held []vc.Document
	var items []stacking.Item
	for i, file := range files {
		doc, err := clr.Embed(file)
		if err != nil {
			return nil, nil, &RefusedError{[]Refusal{{i, "", "it has no place in a record: " + vc.Plain(err.Error()) + "."}}}
		}
		held = append(held, doc)
		_, credential, _, err := mikromerit.Formats().Read(mikromerit.DocumentOf(file))
		if err != nil {
			credential = nil // it goes in all the same, and no association tells of it
		}
		items = append(items, stacking.Item{Credential: credential})
	}
	learner := o.Learner
	if learner == "" {
		if learner = commonLearner(items); learner == "" {
			return nil, nil, ErrLearner
		}
	}
	subject := clr.NewSubject(learner, held[0], held[1:]...)
	if t := o.Target; t != nil {
		listed, err := listedOf(t)
		if err != nil {
			return nil, nil, err
		}
		subject.Achievement = append(subject.Achievement, listed)
	}
	for _, r := range stacking.Relations(items, o.Target) {
		subject.Association = append(subject.Association, clr.NewAssociation(associationTypes[r.Kind], r.From, r.To))
	}
	id, title := o.ID, o.Title
	if id == "" {
		id = newID()
	}
	if title == "" {
		title = "Learner record"
	}
	record := clr.New(id, title, ob3.NewProfile(key.Controller(), o.Collector), o.Env.Now(), subject)
	partial := true // the originals are those that somebody chose
	record.Partial = &partial
	return signRecord(ctx, key, record, o)
}

func signRecord(ctx context.Context, key *keys.Private, record *clr.Credential, o BuildOptions) (*proof.Secured, []vc.Finding, error) {
	text, err := json.Marshal(record)
	if err != nil {
		return nil, nil, err
	}
	doc, err := vc.ParseDocument(text, o.Env.Limits)
	if err != nil {
		return nil, nil, err
	}
	issued, err := mikromerit.IssueDocument(ctx, doc, key, mikromerit.IssueOptions{SignOptions: o.SignOptions})
	if err != nil {
		return nil, nil, err
	}
	if mikromerit.HasBaseProof(issued.File) {
		return nil, nil, fmt.Errorf("%w: a passport is made to be shown, and what this suite signs is for the holder only; choose another suite, or sign with a key of another type", ErrRefused)
	}
	return issued.File, issued.Warnings, nil
}

// associationTypes are the terms of CLR 2.0 for relations.
var associationTypes = map[stacking.RelationKind]string{
	stacking.IsPartOf: clr.IsPartOf, stacking.CountsTowards: clr.IsRelatedTo, stacking.Precedes: clr.Precedes, stacking.ReplacedBy: clr.ReplacedBy,
}

// commonLearner returns the id by which all credentials name their learner, or "".
func commonLearner(items []stacking.Item) (id string) {
	for _, it := range items {
		switch {
		case it.Credential == nil || it.Credential.Learner.ID == "":
			return ""
		case id == "":
			id = it.Credential.Learner.ID
		case id != it.Credential.Learner.ID:
			return ""
		}
	}
	return id
}

// listedOf returns a target as an achievement that a record lists.
func listedOf(t *mc.Definition) (ob3.Achievement, error) {
	title, _ := t.Title.Best()
	if t.ID == "" || title.Text == "" {
		return ob3.Achievement{}, fmt.Errorf("PASSPORT-TARGET: a record lists a target by its id and title, and this one lacks one of them")
	}
	description, _ := t.Description.Best()
	if description.Text == "" {
		description = title
	}
	criteria, _ := t.Criteria.Narrative.Text.Best()
	if criteria.Text == "" {
		criteria.Text = "The record lists this achievement as one that is not earned."
	}
	return ob3.NewAchievement(t.ID, title.Text, description.Text, ob3.CriteriaText(criteria.Text)), nil
}

// newID returns a new UUID as a URN (RFC 9562 section 5.4).
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // it never fails (crypto/rand)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
