package microcredential

// Note is a paragraph of prose, with what it is about and how it is written.
type Note struct {
	Text    LangString
	Subject *Concept // what the note is about
	Format  string   // media type of the text, "text/markdown" for example; empty is plain text
}

// WebResource is a page or file on the web. It is a reference: the library
// does not fetch it.
type WebResource struct {
	URL      string
	Title    LangString
	Language []Concept
}

// Media is a picture or file that the credential contains or refers to.
type Media struct {
	ID          string
	Title       LangString
	Description LangString
	MediaType   string  // IANA media type, when known
	Type        Concept // media type as a concept, when the source codes it so
	Role        Concept // what the file is for
	Content     []byte  // the decoded bytes; nil when only referred to
	URL         string
	Digest      string // digest of Content as the source states it (SRI or multibase)
	Size        int64  // bytes, as stated; 0 is not stated
}

// IsZero reports whether there is neither content nor reference.
func (m Media) IsZero() bool { return m.URL == "" && m.ID == "" && len(m.Content) == 0 }

// Period is a span of time; either end may be open.
type Period struct {
	Name       LangString
	Start, End Instant
}
