// Package report writes what a conformance run found, in the forms that people and
// programs read. All of them come from one value, a [conformance.Report]:
//
//   - "text": for a terminal; the verdict, what is not kept and how to mend it
//   - "json": the report itself, which [Read] reads again, so that a run is resumed
//   - "html": one page for people, with everything in it
//   - "junit": XML for servers of continuous integration
//   - "sarif": SARIF 2.1.0, for tools that show findings beside what they are about
//   - "earl": the Evaluation and Report Language 1.0 of the W3C, in JSON-LD, for
//     implementation reports
//
// [Write] takes the form by its name.
//
// # What becomes of a status
//
//	status          junit            sarif                earl
//	pass            passes           pass                 earl:passed
//	warn            passes, and says fail, warning        earl:failed
//	fail            failure          fail, error          earl:failed
//	error           error            open, notification   earl:cantTell
//	skipped         skipped          open                 earl:untested
//	not-applicable  skipped          notApplicable        earl:inapplicable
//
// A known gap is a warning; in SARIF it is suppressed, with the reason. One that
// passes all the same is a failure of the run, but for EARL the target has passed.
//
// A partial report, of a run that was ended, is valid in every form and says so.
//
// # Security
//
// A report holds what a target sent: names, messages, bodies. In every form for
// people each text is bounded, and characters that control a terminal, turn the
// direction of writing or are not seen are written out as in \u202e. The page
// escapes each value for its place, loads nothing, and forbids scripts by its
// policy. Addresses become links only if they are of the web. Only the form "json"
// keeps texts as they are; who shows them must escape them.
//
// Secrets are taken out of exchanges before they reach a report; nothing here does
// that. A report does hold the documents' names and the beginning of what was sent:
// treat it as you treat those. [Read] takes a file from anybody: it is bounded, and
// refuses a report that contradicts itself.
package report
