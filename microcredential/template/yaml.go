package template

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// parseYAML reads the tree of nodes, and nothing more, from YAML: what a plain word
// means is decided here, not by the rules of YAML, by which "no" is false.
func parseYAML(src []byte) (*node, error) {
	if depthOf(src) > maxDepth*4 {
		return nil, newFault(&ruleForm, nil, "A template must be no deeper than 16 levels.", "more", "Leave out what does not belong there.")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(src))
	var doc, second yaml.Node
	if err := decoder.Decode(&doc); err != nil {
		return nil, newYAMLFault(err)
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		if err != nil {
			return nil, newYAMLFault(err)
		}
		return nil, newFault(&ruleForm, &node{line: second.Line, col: 1}, "A template must be one document.", "a second one after ---", "Write it into a file of its own.")
	}
	if len(doc.Content) != 1 {
		return nil, newFault(&ruleForm, nil, "A template must have members.", "nothing", "Start with title: and learner:.")
	}
	root, err := fromYAML(doc.Content[0], 0)
	if err != nil {
		return nil, err
	}
	count := 0
	return root, root.finish("", 0, &count)
}

// depthOf bounds how deep brackets are nested, so that no text makes the parser
// recurse far.
func depthOf(src []byte) (deepest int) {
	depth := 0
	for _, c := range src {
		switch c {
		case '[', '{':
			if depth++; depth > deepest {
				deepest = depth
			}
		case ']', '}':
			if depth > 0 {
				depth--
			}
		}
	}
	return deepest
}

var lineInError = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`line (\d+)(, column (\d+))?: `) })

// newYAMLFault returns the fault for text that is not YAML.
func newYAMLFault(err error) error {
	if errors.Is(err, io.EOF) {
		return newFault(&ruleForm, nil, "A template must have members.", "nothing", "Start with title: and learner:.")
	}
	at, text := &node{}, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := lineInError().FindStringSubmatch(text); m != nil {
		at.line, _ = strconv.Atoi(m[1])
		at.col = 1
		text = strings.Replace(text, m[0], "", 1)
	}
	return newFault(&ruleForm, at, "A template must be YAML or JSON.", "a fault: "+text, "A text with : or # or a bracket in it needs quotes.")
}

// fromYAML takes over a node of the parser.
func fromYAML(y *yaml.Node, depth int) (*node, error) {
	n := &node{line: y.Line, col: y.Column}
	refuse := func(what, do string) error {
		return newFault(&ruleForm, n, "A template must mean what stands there, without the shorthands of YAML.", what, do)
	}
	switch {
	case depth > maxDepth:
		return nil, newFault(&ruleForm, n, "A template must be no deeper than 16 levels.", "more", "Leave out what does not belong there.")
	case y.Kind == yaml.AliasNode:
		return nil, refuse("an alias, *"+y.Value, "Write the value out; a party that occurs twice goes under parties.")
	case y.Anchor != "":
		return nil, refuse("an anchor, &"+y.Anchor, "Take it away; a party that occurs twice goes under parties.")
	case y.Style&yaml.TaggedStyle != 0:
		return nil, refuse("a tag, "+y.Tag, "Take it away; all values are text.")
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.text = y.Value
		if y.Value == "" && y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
			n.kind = emptyNode
		}
	case yaml.SequenceNode:
		n.kind = listNode
		for _, item := range y.Content {
			child, err := fromYAML(item, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, child)
		}
	case yaml.MappingNode:
		n.kind = mapNode
		for i := 0; i+1 < len(y.Content); i += 2 {
			key, err := fromYAML(y.Content[i], depth+1)
			switch {
			case err != nil:
				return nil, err
			case key.kind != textNode:
				return nil, newFault(&ruleForm, key, "The name of a member must be a word.", key.kind.String(), "Put text that starts with {{ or [ into quotes.")
			case key.text == "<<" && y.Content[i].Style == 0:
				n.line, n.col = key.line, key.col
				return nil, refuse("a merge key, <<", "Write the members out.")
			}
			value, err := fromYAML(y.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			n.members = append(n.members, entry{key.text, value, key.line, key.col})
		}
	}
	return n, nil
}
