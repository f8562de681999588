package sasl

import (
	"slices"
	"sync"

	"github.com/xdg-go/stringprep"
)

// queries is SASLprep for what a client sends: characters that Unicode did not have
// in 2002 may pass (RFC 5802 5.1, RFC 4013 2.5), such as emoji.
var queries = sync.OnceValue(func() stringprep.Profile {
	p := stringprep.SASLprep
	unassigned := func(s stringprep.Set) bool { return s.Contains(0x0221) } // RFC 3454 A.1
	p.Prohibits = slices.DeleteFunc(slices.Clone(p.Prohibits), unassigned)
	return p
})

// prepare brings a name or a password into the form that both sides hash (RFC
// 4013). Its errors quote nothing.
func prepare(name string, value *string) error {
	prepared, err := queries().Prepare(*value)
	switch {
	case err != nil:
		return &CredentialError{Field: name, Problem: "has a character that SCRAM does not allow (SASLprep, RFC 4013)"}
	case prepared == "" && *value != "":
		return &CredentialError{Field: name, Problem: "has only characters that SCRAM leaves out (SASLprep, RFC 4013)"}
	}
	*value = prepared
	return nil
}
