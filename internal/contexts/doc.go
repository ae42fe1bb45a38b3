// Package contexts holds the JSON-LD contexts that this module knows, as
// tables in a notation of its own, and builds the context documents from
// them. Nothing is ever fetched. A context is known by its URL together with
// its content: some publishers have changed a document in place, so a URL may
// have several revisions ([Revisions]); [Builtin] holds the newest.
//
// Every table carries the SHA-256 of the RFC 8785 form of the published
// document, and a test proves that the table compiles to exactly that.
//
// # The notation
//
// A table is a file tables/NAME.terms: a head, a line ---, and the terms.
// This one is complete:
//
//	# What the table is about.
//	context  https://badges.example/context/v1
//	revision 1
//	source   The Example Guild
//	sha256   177c98ebea725f88f5d828a15a834f8a586a358a7d6cc1c14c142fa39369a515
//	prefix   ex: https://badges.example/vocab#
//
//	block node
//	  @protected
//	  id   = @id
//	  type = @type
//	---
//	<node>
//	name = https://schema.org/name
//	each ex: as @id in @set
//	  skill tool
//
//	Craft  ex:Craft <node>
//	  motto    ex:motto    in @language
//	  learned  ex:learned  as http://www.w3.org/2001/XMLSchema#date
//
// Words are separated by spaces, lines that belong to another one are indented
// under it, and # as a word of its own starts a comment. The lines of the terms
// are:
//
//	TERM = IRI                 "TERM": "IRI" (or @id, @type, null)
//	TERM IRI                   "TERM": {"@id": "IRI"}; _ for no @id
//	  … as TYPE                with "@type", an IRI or @id, @vocab, @json
//	  … in @set                with "@container"; several words make an array
//	  … with NAME VALUE        with any other entry; the value may be JSON
//	  … context null           with "@context": null
//	  … <BLOCK>                with a scoped "@context" of the lines of the block,
//	                           and of the lines that are indented under the term
//	each PREFIX: …             one term for every name that is indented under it,
//	                           its IRI being PREFIX: and the name
//	each = PREFIX:             the same, in the short form
//	<BLOCK>                    the lines of the block
//	@protected                 "@protected": true; @KEYWORD VALUE for other entries
//
// A space inside a word is written with a backslash before it.
//
// The head says prefix NAME: IRI for an abbreviation, which is spelled out in
// the document. A prefix that is not declared in the head stays as it is
// written: the context itself defines it as a term, or forgot to. Further lines
// of a head are alias URL, date YYYY-MM-DD (which orders the revisions of one
// URL), include NAME for the abbreviations and blocks of tables/NAME.blocks,
// caution TEXT, which [Caution] returns, and beside NAME JSON for a member of
// the document that stands beside @context; the JSON has no spaces and may go on
// in indented lines.
//
// A context that is an array has a line --- between its elements, too. An
// element that is a lone URL refers to the context at that URL:
//
//	---
//	@version 1.1
//	---
//	https://badges.example/context/v1
//	---
//	level = https://badges.example/vocab#level
//
// A revision that differs little from another one says extends NAME, and has
// changes instead of terms. In them LINE is a line of terms as above:
//
//	add LINE        the term or keyword is new
//	change LINE     the term has this definition now; its scoped context stays
//	                unless the line gives one
//	remove TERM     it is gone
//	within TERM     the changes indented under it are made in its scoped context
//
// # Adding a context
//
// Write the table, with sha256 0 for a start. Run the tests of this package:
// TestDigests shows the document that the table makes and its digest. Compare
// that digest with the one of the published document in RFC 8785 form, never
// just copy it, and write it into the table, with a comment that says where the
// published document was read. Add the URL to urls.go if Go code will name it.
package contexts
