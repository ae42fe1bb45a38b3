package bulk

// WithChunk sets how many rows are worked on between two flushes of the journal.
func (i *Issuer) WithChunk(n int) *Issuer {
	i.chunk = n
	return i
}
