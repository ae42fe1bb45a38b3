// Package datamodel describes a data model of 1EdTech as a table of classes, and
// holds documents against it. The tables of Open Badges 3.0 stand in package
// ob3, those that the Comprehensive Learner Record 2.0 adds in package clr.
//
// A [Class] says what one kind of node may hold; what holds between its members
// is its Also function. [Checker.Node] goes from a credential down through all
// classes, endorsements included. [Model.Loss] is the rule that needs the whole
// document: that JSON-LD keeps every part of it.
package datamodel
