package web

import (
	"cmp"

	"golang.org/x/text/language"
)

// tongue is a language that the page is in.
type tongue struct {
	Tag     string // BCP 47
	Phrases *phrases
}

// tongues are the languages of the page. The first is that of whoever wants none of
// the others.
var tongues = []tongue{
	{"en", &english}, {"nb", &bokmal}, {"nn", &nynorsk}, {"sv", &swedish}, {"da", &danish}, {"fi", &finnish}, {"is", &icelandic},
}

// Languages returns the languages that cards and the page can be in, English first.
func Languages() []language.Tag {
	var all []language.Tag
	for _, t := range tongues {
		all = append(all, language.Make(t.Tag))
	}
	return all
}

// tongueFor returns the language of the page for a reader who prefers some languages,
// the best first.
func tongueFor(wanted ...language.Tag) tongue {
	_, i, confidence := language.NewMatcher(Languages()).Match(wanted...)
	if confidence == language.No {
		i = 0
	}
	return tongues[i]
}

// maxAccept is how much of an Accept-Language header is read.
const maxAccept = 500

// wantedBy returns the languages that a header Accept-Language names, the best first;
// chosen, if it is a language, comes before them.
func wantedBy(chosen, accept string) []language.Tag {
	wanted, _, err := language.ParseAcceptLanguage(accept[:min(len(accept), maxAccept)])
	if err != nil {
		wanted = nil
	}
	if tag, err := language.Parse(cmp.Or(chosen, "und")); err == nil && tag != language.Und {
		wanted = append([]language.Tag{tag}, wanted...)
	}
	return wanted
}
