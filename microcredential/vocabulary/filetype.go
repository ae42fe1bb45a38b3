package vocabulary

// mediaTypes are the entries of the file type table that have an IANA media type. If
// several have the same one, the first is written.
var mediaTypes = []struct{ code, mediaType string }{
	{"PDF", "application/pdf"},
	{"PNG", "image/png"},
	{"JPEG", "image/jpeg"},
	{"GIF", "image/gif"},
	{"SVG", "image/svg+xml"},
	{"TIFF", "image/tiff"},
	{"BMP", "image/bmp"},
	{"JPEG2000", "image/jp2"},
	{"TXT", "text/plain"},
	{"HTML", "text/html"},
	{"CSS", "text/css"},
	{"CSV", "text/csv"},
	{"ICS", "text/calendar"},
	{"TSV", "text/tab-separated-values"},
	{"RTF", "application/rtf"},
	{"XML", "application/xml"},
	{"XHTML", "application/xhtml+xml"},
	{"JSON", "application/json"},
	{"JSON_LD", "application/ld+json"},
	{"GEOJSON", "application/geo+json"},
	{"RDF_TURTLE", "text/turtle"},
	{"RDF_XML", "application/rdf+xml"},
	{"RDF_N_TRIPLES", "application/n-triples"},
	{"RDF_N_QUADS", "application/n-quads"},
	{"RDF_TRIG", "application/trig"},
	{"ATOM", "application/atom+xml"},
	{"YAML", "application/yaml"},
	{"ZIP", "application/zip"},
	{"GZIP", "application/gzip"},
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
	{"ODG", "application/vnd.oasis.opendocument.graphics"},
	{"MPEG4", "video/mp4"},
	{"MPEG2", "video/mpeg"},
	{"MP3", "audio/mpeg"},
	{"AAC", "audio/aac"},
	{"OCTET", "application/octet-stream"},
}

// MediaType returns the IANA media type of a file type concept.
func MediaType(iri string) (mediaType string, ok bool) {
	for _, f := range mediaTypes {
		if FileTypes.IRI(f.code) == iri {
			return f.mediaType, true
		}
	}
	return "", false
}

// FileType returns the file type concept for an IANA media type without
// parameters.
func FileType(mediaType string) (Concept, bool) {
	for _, f := range mediaTypes {
		if f.mediaType == mediaType {
			return Lookup(FileTypes.IRI(f.code))
		}
	}
	return Concept{}, false
}
