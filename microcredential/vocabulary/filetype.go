package vocabulary

// fileTypes are the entries of the file type table that have an IANA media type. If
// several have the same one, the first is written.
var fileTypes = []struct{ code, mediaType string }{
	{"PDF", "application/pdf"},
	{"PNG", "image/png"},
	{"JPEG", "image/jpeg"},
	{"GIF", "image/gif"},
	{"SVG", "image/svg+xml"},
	{"TIFF", "image/tiff"},
	{"BMP", "image/bmp"},
	{"TXT", "text/plain"},
	{"HTML", "text/html"},
	{"CSV", "text/csv"},
	{"TSV", "text/tab-separated-values"},
	{"RTF", "application/rtf"},
	{"XML", "application/xml"},
	{"XHTML", "application/xhtml+xml"},
	{"JSON", "application/json"},
	{"JSON_LD", "application/ld+json"},
	{"RDF_TURTLE", "text/turtle"},
	{"RDF_XML", "application/rdf+xml"},
	{"YAML", "application/yaml"},
	{"ZIP", "application/zip"},
	{"EPUB", "application/epub+zip"},
	{"DOC", "application/msword"},
	{"DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"XLS", "application/vnd.ms-excel"},
	{"XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"PPT", "application/vnd.ms-powerpoint"},
	{"PPTX", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	{"ODT", "application/vnd.oasis.opendocument.text"},
	{"ODS", "application/vnd.oasis.opendocument.spreadsheet"},
	{"ODP", "application/vnd.oasis.opendocument.presentation"},
	{"MPEG4", "video/mp4"},
	{"MP3", "audio/mpeg"},
}

// MediaType returns the IANA media type of a file type concept.
func MediaType(iri string) (mediaType string, ok bool) {
	for _, f := range fileTypes {
		if FileTypes.IRI(f.code) == iri {
			return f.mediaType, true
		}
	}
	return "", false
}

// FileType returns the file type concept for an IANA media type without
// parameters.
func FileType(mediaType string) (Concept, bool) {
	for _, f := range fileTypes {
		if f.mediaType == mediaType {
			return Lookup(FileTypes.IRI(f.code))
		}
	}
	return Concept{}, false
}
