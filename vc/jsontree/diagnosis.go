package jsontree

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// diagnosis reads a refused text a second time, token by token, to find the
// place and the nature of its first fault. Only refused texts pay for it.
type diagnosis struct {
	src    []byte
	dec    *jsontext.Decoder
	limits Limits
	values int
	open   []jsontext.Kind // the containers around the position
}

func diagnose(src []byte, limits Limits) *Error {
	d := diagnosis{src: src, dec: jsontext.NewDecoder(bytes.NewBuffer(src)), limits: limits}
	for {
		if err := d.step(); err != nil {
			return err
		}
		if len(d.open) == 0 {
			break
		}
	}
	end := d.dec.InputOffset()
	if _, err := d.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return &Error{Code: CodeTrailing, Offset: int(end), Detail: "there are further bytes after the JSON value"}
	}
	// The two readers disagree: the stricter one is right.
	return &Error{Code: CodeSyntax, Detail: "the text is not one JSON value"}
}

// step reads one value with its name, or the start or end of a container.
func (d *diagnosis) step() *Error {
	if len(d.open) > 0 {
		if k := d.dec.PeekKind(); k == '}' || k == ']' {
			_, err := d.dec.ReadToken()
			d.open = d.open[:len(d.open)-1]
			return d.errorOf(err)
		}
		if d.open[len(d.open)-1] == '{' {
			if _, err := d.dec.ReadValue(); err != nil {
				return d.errorOf(err)
			}
		}
	}
	if d.values >= d.limits.Values {
		return d.newError(CodeCount, fmt.Sprintf("there are more than %d values", d.limits.Values))
	}
	d.values++
	kind := d.dec.PeekKind()
	if kind != '{' && kind != '[' {
		_, err := d.dec.ReadValue()
		return d.errorOf(err)
	}
	if len(d.open) >= d.limits.Depth {
		return d.newError(CodeDepth, fmt.Sprintf("the value is nested more than %d levels deep", d.limits.Depth))
	}
	_, err := d.dec.ReadToken()
	d.open = append(d.open, kind)
	return d.errorOf(err)
}

func (d *diagnosis) errorOf(err error) *Error {
	if err == nil {
		return nil
	}
	return newReadError(d.src, err)
}

func (d *diagnosis) newError(code, detail string) *Error {
	return &Error{Code: code, Offset: int(d.dec.InputOffset()), Pointer: string(d.dec.StackPointer()), Detail: detail}
}
