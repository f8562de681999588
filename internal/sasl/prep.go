package sasl

import (
	"slices"
	"sync"

	"github.com/xdg-go/stringprep"
)

// queries is SASLprep for what a client sends. It allows characters that Unicode did
// not have in 2002, such as emoji (RFC 5802 5.1, RFC 4013 2.5).
var queries = sync.OnceValue(func() stringprep.Profile {
	p := stringprep.SASLprep
	unassigned := func(s stringprep.Set) bool { return s.Contains(0x0221) } // RFC 3454 A.1
	p.Prohibits = slices.DeleteFunc(slices.Clone(p.Prohibits), unassigned)
	return p
})

// prepare normalizes a name or a password as both sides hash it (RFC 4013). Its
// *CredentialError does not quote it.
func prepare(name string, value *string) error {
	prepared, err := queries().Prepare(*value)
	switch {
	case err != nil:
		return &CredentialError{Field: name, Problem: "contains a character that SCRAM does not allow (SASLprep, RFC 4013)"}
	case prepared == "" && *value != "":
		return &CredentialError{Field: name, Problem: "contains only characters that SCRAM ignores (SASLprep, RFC 4013)"}
	}
	*value = prepared
	return nil
}
