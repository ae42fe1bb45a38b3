// Package web shows credentials to people: as one printable page for a file ([Card]),
// and as a page on which anybody can look at their own file ([Handler]).
//
// A card has two voices and keeps them apart. In a band above it and in the tables
// below it we say what was found out: who really signed, and how the five questions
// are answered. On the sheet between them the credential speaks: what it calls itself,
// its learner and its issuer. What it says of itself is never shown as proven, whatever
// words it chooses.
//
// The page speaks English, the two forms of Norwegian, Swedish, Danish, Finnish and
// Icelandic ([Languages]). Texts of a credential are shown in the reader's language if
// it has them, and otherwise in their own, marked as such. The details of single checks
// are in English.
//
// # Security
//
// A credential is input from a stranger. Its texts are cut at a bounded length, lose the
// characters that reorder or pile up what is around them, and reach the page only through
// the escaping of html/template. Pictures are shown only from the credential itself, after
// their content was recognised: PNG and JPEG up to a size, and SVG that only draws. Nothing
// is ever fetched. Evidence is linked only by https, and with rel="noopener noreferrer". No
// page has a script, and a Content-Security-Policy forbids all scripts, connections,
// frames and foreign forms, in a file by a meta element.
//
// The handler keeps nothing: it writes no file and no log, and what is needed again is sent
// again by the browser. It bounds the size of what is sent, the number of jobs at once and
// their time, and refuses forms of other websites. It has no users and no secrets; whom it
// trusts and whether it may use the web is up to its Verifier.
package web
