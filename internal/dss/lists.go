package dss

import (
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// ListVerdict is what a validation says of a seal under trusted lists.
type ListVerdict struct {
	Lists      []string // such as "NO=read" or "EU=refused", in the order of the list of lists
	Indication string   // as in a Verdict
	Seal       string   // "QESEAL", "ADESEAL_QC" or "-" for a seal that is neither
	Stamp      string   // "QTSA" for a qualified first time stamp, or "-"
}

// String returns a verdict in one line of a table.
func (v ListVerdict) String() string {
	return strings.Join([]string{strings.Join(v.Lists, " "), v.Indication, v.Seal, v.Stamp}, "\t")
}

// The levels as DSS calls them.
var sealLevels = map[string]string{trust.LevelQualifiedSeal: "QESEAL", trust.LevelAdvancedSeal: "ADESEAL_QC", trust.LevelQualifiedTimestamp: "QTSA"}

// OfLists returns the verdict that is in the evidence about a seal.
func OfLists(e *proof.SealEvidence) ListVerdict {
	v := ListVerdict{Indication: joined(e.Indication, e.SubIndication), Seal: levelOf(e.Qualified), Stamp: "-"}
	if len(e.Timestamps) > 0 {
		v.Stamp = levelOf(e.Timestamps[0].Qualified)
	}
	return v
}

func levelOf(q *trust.Qualification) string {
	if q == nil || sealLevels[q.Level] == "" {
		return "-"
	}
	return sealLevels[q.Level]
}

// ReadListAnswers reads what ListsJudge.java wrote. The further words of DSS for what
// is no seal with a qualified certificate are dropped, except for seals that it leaves
// open.
func ReadListAnswers(text string) (map[string]ListVerdict, error) {
	out := make(map[string]ListVerdict)
	for n, line := range strings.Split(strings.TrimSpace(text), "\n") {
		part := strings.Split(line, "\t")
		v := out[part[0]]
		switch {
		case len(part) == 4 && part[1] == "LIST":
			v.Lists = append(v.Lists, strings.ToUpper(part[2])+"="+part[3])
		case len(part) == 6 && part[1] == "SEAL":
			v.Indication, v.Seal, v.Stamp = answered(part[2], part[3]), known(part[4]), known(part[5])
		default:
			return nil, fmt.Errorf("DSS-ANSWER: line %d cannot be read: %q", n+1, line)
		}
		out[part[0]] = v
	}
	return out, nil
}

func known(level string) string {
	for _, name := range sealLevels {
		if name == level {
			return name
		}
	}
	return "-"
}
