package sasl

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// A dialogue is the text of one login, with a line for each message:
//
//	I: n,,n=user,r=x    what Initial returns; "I: none" if nothing
//	S: r=xy,s=...       a challenge, given to Next
//	C: c=biws,...       its answer
//	S! v=AAAA           a challenge that has no answer, and after it
//	E: is wrong         a part of the error, here of Next; after a "D:" of Done
//	R: invalid_token    the status of a *Refused; its answer is a "C:" before it
//	D: last words       the server accepts: Done(last)
//
// ^@ and ^A are the bytes 0 and 1. An error that no line names fails the test.
func dialogue(t *testing.T, c *Client, text string) {
	t.Helper()
	var err error
	var answer []byte
	checked := true // the error, or that there is none, was checked
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(strings.TrimSuffix(line, "\n"), "\t")
		if line == "" {
			continue
		}
		who, words := line[:2], strings.NewReplacer("^@", "\x00", "^A", "\x01").Replace(strings.TrimPrefix(line[2:], " "))
		if strings.Contains("S:S!D:", who) && !checked && err != nil {
			t.Fatalf("before %q: %v", line, err)
		}
		switch who {
		case "I:":
			initial, ok := c.Initial()
			if got := string(initial); ok && got != words || !ok && words != "none" {
				t.Fatalf("initial %q, %v; want %q", got, ok, words)
			}
		case "S:", "S!":
			answer, err = c.Next(t.Context(), []byte(words))
			if who == "S!" && (err == nil || answer != nil) {
				t.Fatalf("%q answered with %q, error %v", words, answer, err)
			}
			checked = false
		case "C:":
			if answer == nil || string(answer) != words {
				t.Fatalf("answer %q, error %v; want %q", answer, err, words)
			}
		case "D:":
			err, checked = c.Done([]byte(words)), false
		case "E:":
			if err == nil || !strings.Contains(err.Error(), words) {
				t.Fatalf("error %v; want %q", err, words)
			}
			checked = true
		case "R:":
			refused, ok := errors.AsType[*Refused](err)
			if !ok || refused.Status != words {
				t.Fatalf("error %#v; want a refusal %q", err, words)
			}
			checked = true
		default:
			t.Fatalf("%q is not a line of a dialogue", line)
		}
	}
	if !checked && err != nil {
		t.Fatalf("at the end: %v", err)
	}
}

// start begins a login. The test fails if it cannot.
func start(t testing.TB, name string, have Credentials, answered int) *Client {
	t.Helper()
	m, ok := Find(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	c, err := Resume(m, have, answered)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return c
}

// talk is a dialogue, with the mechanism and the credentials that it begins with.
type talk struct {
	name, mech string
	have       Credentials
	answered   int
	text       string
}

func testTalks(t *testing.T, talks []talk) {
	t.Helper()
	for _, k := range talks {
		t.Run(fmt.Sprintf("%s %s", k.mech, k.name), func(t *testing.T) {
			dialogue(t, start(t, k.mech, k.have, k.answered), k.text)
		})
	}
}

var (
	tim   = Credentials{User: "tim", Password: "tanstaaftanstaaf"}
	bob   = Credentials{User: "bob@example.net", Password: oddPassword}
	token = Credentials{User: "someuser@example.com", Token: "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"}
)

// oddPassword contains characters that break quotes, formats, SQL and code pages.
const oddPassword = `pass word\"%s$ö€`
