package microcredential

// Tri is a fact that may be true, false or unknown.
type Tri uint8

// The values of Tri.
const (
	Unknown Tri = iota
	Yes
	No
)

// TriOf returns Yes or No.
func TriOf(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// Bool returns the value and whether it is known.
func (t Tri) Bool() (value, known bool) { return t == Yes, t == Yes || t == No }

// String returns "yes", "no" or "unknown".
func (t Tri) String() string {
	switch t {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}
