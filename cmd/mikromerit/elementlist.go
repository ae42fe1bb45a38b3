package main

import (
	"fmt"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// elementList is a flag with numbers of standard elements.
type elementList struct{ numbers []int }

// UnmarshalText reads numbers and ranges, such as 1-11,14; mandatory and all stand
// for the elements that Annex I demands and for all of it.
func (l *elementList) UnmarshalText(text []byte) error {
	for _, part := range strings.Split(string(text), ",") {
		switch part = strings.TrimSpace(part); part {
		case "mandatory":
			part = "1-11"
		case "all":
			part = "1-16"
		}
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		first, err := strconv.Atoi(from)
		last, errLast := strconv.Atoi(to)
		if err != nil || errLast != nil || first > last || mc.ElementName(first) == "" || mc.ElementName(last) == "" {
			return fmt.Errorf("give numbers from 1 to 16, such as 1-11,14, or the word mandatory, not %q", part)
		}
		for n := first; n <= last; n++ {
			l.numbers = append(l.numbers, n)
		}
	}
	return nil
}
