package jsontree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// shared is where the published samples lie on a machine that has them. The
// test kit, which knows too, is built on this package.
const shared = "../../../shared/data"

func hasShared() bool {
	_, err := os.Stat(shared)
	return err == nil
}

// work is a text to measure with.
type work struct {
	name string
	text []byte
}

// works are a badge of 4.5 KB, an EDC credential of 24 KB and the same one with
// embedded pictures: documents of our own of the shape that issuers write.
func works() []work {
	return []work{{"badge4k", badge(9)}, {"edc24k", edc(40, 64)}, {"edc111k", edc(40, 21_800)}}
}

func badge(alignments int) []byte {
	var b strings.Builder
	b.WriteString(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"https://credentials.example/3732","type":["VerifiableCredential","OpenBadgeCredential"],` +
		`"name":"Welding, level two","issuer":{"id":"did:example:123","type":["Profile"],"name":"Vestre Ås høgskole","url":"https://school.example","image":{"id":"https://school.example/logo.png","type":"Image","caption":"The logo"}},` +
		`"validFrom":"2025-01-01T00:00:00Z","credentialSubject":{"type":["AchievementSubject"],"activityEndDate":"2025-01-02T00:00:00Z","creditsEarned":4.5,"achievement":{"id":"https://school.example/achievements/1","type":["Achievement"],"criteria":{"narrative":"Weld three \"T\" joints\nin one hour"},"alignment":[`)
	for i := range alignments {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":["Alignment"],"targetName":"Skill number %d","targetUrl":"https://skills.example/skill/8b1a9953-c461-4296-a827-abf8c47804%02d","targetType":"ESCO:Skill","targetDescription":"What a person who has learned this can do without help."}`, i, i)
	}
	b.WriteString(`]}},"credentialStatus":{"id":"https://school.example/status/3#94567","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"94567","statusListCredential":"https://school.example/status/3"}}`)
	return []byte(b.String())
}

func edc(outcomes, picture int) []byte {
	var b strings.Builder
	b.WriteString(`{"@context":["https://www.w3.org/2018/credentials/v1"],"id":"urn:credential:1","type":["VerifiableCredential","EuropeanDigitalCredential"],"displayParameter":{"id":"urn:epass:displayParameter:1","type":"DisplayParameter","individualDisplay":[`)
	for i := range 4 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"urn:epass:mediaObject:%d","type":"MediaObject","content":"%s"}`, i, strings.Repeat("iVBORw0KGgo+/A9z", picture/16))
	}
	b.WriteString(`]},"credentialSubject":{"id":"urn:epass:person:1","type":"Person","hasClaim":[`)
	for i := range outcomes {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"urn:epass:learningOutcome:%d","type":"LearningOutcome","title":{"en":["Læringsutbytte number %d"]},"dcType":{"id":"http://data.europa.eu/snb/learning-setting/6fd4b6d4bb","type":"Concept","inScheme":{"id":"http://data.europa.eu/snb/learning-setting/25831c2","type":"ConceptScheme"},"prefLabel":{"en":["formal learning"]},"notation":"c_%d"},"relatedESCOSkill":[{"id":"http://data.europa.eu/esco/skill/%d","type":"Concept","prefLabel":{"en":["weld"]}}],"maximumDuration":"PT%dH","creditPoint":[{"point":%d.5}]}`,
			i, i, i, i, i, i)
	}
	b.WriteString(`]}}`)
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	for _, w := range append(works(), samples(b)...) {
		b.Run(w.name+"/tree", func(b *testing.B) {
			b.SetBytes(int64(len(w.text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(w.text, Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(w.name+"/valid", func(b *testing.B) { // the ruler
			b.SetBytes(int64(len(w.text)))
			for b.Loop() {
				json.Valid(w.text)
			}
		})
	}
}

// samples are the published documents beside the module, if they are there.
func samples(tb testing.TB) []work {
	if !hasShared() {
		return nil
	}
	badge, err := os.ReadFile(shared + "/samples/ob3-spec/Complete_OpenBadgeCredential.json")
	require.NoError(tb, err)
	edc, err := os.ReadFile(shared + "/samples/elm/Sample-MC-Annex1-unsigned.jsonld")
	require.NoError(tb, err)
	var compact bytes.Buffer
	require.NoError(tb, json.Compact(&compact, edc))
	return []work{{"specBadge", badge}, {"specEDC", edc}, {"specEDCcompact", compact.Bytes()}}
}

// everySample yields all JSON texts among the published samples and our own.
func everySample(tb testing.TB, yield func(text []byte)) {
	for _, w := range works() {
		yield(w.text)
	}
	for _, s := range texts() {
		yield([]byte(s))
	}
	if !hasShared() {
		return
	}
	require.NoError(tb, filepath.WalkDir(shared, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(filepath.Ext(path), "json") {
			return err
		}
		text, err := os.ReadFile(path)
		yield(text)
		return err
	}))
}

func TestSamplesEqualOracle(t *testing.T) {
	everySample(t, func(text []byte) { requireLikeOracle(t, text, Limits{}) })
}

// BenchmarkParseAgainst compares the parser with json.Valid, which builds
// nothing, and with the oracle: the least time of interleaved rounds each, so
// that what else the machine does counts little.
func BenchmarkParseAgainst(b *testing.B) {
	for _, w := range append(works(), samples(b)...) {
		b.Run(w.name, func(b *testing.B) {
			least := [3]time.Duration{time.Hour, time.Hour, time.Hour}
			run := [3]func(){
				func() { _, _ = Parse(w.text, Limits{}) },
				func() { json.Valid(w.text) },
				func() { _, _ = parseWithOracle(w.text, Limits{}) },
			}
			for b.Loop() {
				for i, f := range run {
					start := time.Now()
					f()
					least[i] = min(least[i], time.Since(start))
				}
			}
			b.ReportMetric(float64(least[0]), "least-ns")
			b.ReportMetric(float64(least[0])/float64(least[1]), "of-json.Valid")
			b.ReportMetric(float64(least[2])/float64(least[0]), "times-oracle")
		})
	}
}
