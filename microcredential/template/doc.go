// Package template reads micro-credentials as a person writes them: YAML or JSON,
// on one screen, in plain words. A template describes what all learners of a course
// have in common; what differs stands in a table, and {{column}} in a text of the
// template says where it goes.
//
//	language: nb
//	title: {nb: Rein og radiobjeller, se: Boazu ja radiobiellut}
//	learner: {name: "{{name}}", email: "{{email}}"}
//	credits: 5 ECTS
//	level: [EQF 6, NKR 6.2]
//
// # Placeholders
//
// {{column}} is replaced by the cell of that column, which must not be empty.
// {{column|text}} stands for the text where the cell is empty; {{column|}} for
// nothing, and a member whose whole text is then nothing counts as left out. There
// is no logic, and what a cell holds is never read as a template.
//
// # Strictness
//
// A template is refused as a whole when it has a member that this package does not
// know, or a word that is not on its list. Each [Fault] says where: line, column and
// member. All text is text: YAML's "no", "on", "2026-05-04" and "1_000" mean what
// they look like, so Norway stays Norway, and a number keeps its digits. Anchors,
// aliases, merge keys, tags and keys that occur twice are refused.
//
// Pictures and other files are named as they lie beside the template or in folders
// below it. Nothing outside can be named.
//
// [Schema] is a JSON Schema of templates, with which editors complete and check them.
package template
