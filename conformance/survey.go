package conformance

// survey is what all documents of a [Source] were found to be. It is made once in a
// run, by the first check that asks for it.
type survey struct {
	target  Target
	options Options
}

func newSurvey(target Target, o Options) *survey { return &survey{target: target, options: o} }

// counts returns how many documents were seen, and how many of them are no
// credential.
func (s *survey) counts() (documents, unreadable int) { return 0, 0 }
