// Package rules holds the rules of Open Badges 3.0 as tables, and the checker
// that holds a document against them. The Comprehensive Learner Record 2.0 is
// built on Open Badges and adds classes of its own to the same checker.
//
// A [Class] says what one kind of node may hold; what holds between its members
// is its Also function. A credential is checked from [Checker.Credential], which
// goes down through all classes, endorsements included. [Loss] is the rule that
// needs the whole document: that JSON-LD keeps every part of it.
package rules
