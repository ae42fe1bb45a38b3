// Package layout describes the struct types of a model once, so that a walk over its
// values asks reflection for nothing but the values: no names, no method sets.
package layout
