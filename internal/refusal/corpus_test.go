package refusal

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
)

var corpus = flag.String("corpus", "testdata/heldout.jsonl", "a `FILE` of labelled replies to measure: JSON, one a line")

type labelled struct {
	Reply    string
	To       string
	Cause    Cause
	Provider string
	Retry    *bool
}

// tally counts how the replies of one cause were explained.
type tally struct{ right, silent, wrong int }

func (c *tally) String() string {
	return fmt.Sprintf("%4d right %4d silent %4d wrong", c.right, c.silent, c.wrong)
}

// TestWords checks that most made-up replies, in the words of administrators, get the right
// cause, and that few get a wrong one.
func TestWords(t *testing.T) {
	all := &tally{}
	for _, l := range readCorpus(t, "testdata/words.jsonl") {
		r := Parse(l.Reply)
		r.Verb = l.To
		cause := Explain(r).Cause
		count(all, cause == l.Cause, cause == Unknown)
		if cause != l.Cause {
			t.Logf("%s, not %s: %s", cause, l.Cause, l.Reply)
		}
	}
	if n := all.right + all.silent + all.wrong; n < 250 || all.right*100 < 93*n || all.wrong*100 > 3*n {
		t.Errorf("of %d: %s", n, all)
	}
}

// TestCorpus measures the engine on a file, and prints the figures by cause. The tables were
// written with testdata/fitted.jsonl in sight, and without testdata/heldout.jsonl.
func TestCorpus(t *testing.T) {
	by, all, verbless, provider, retry := map[Cause]*tally{}, &tally{}, &tally{}, &tally{}, &tally{}
	for _, l := range readCorpus(t, *corpus) {
		r := Parse(l.Reply)
		bare := Explain(r)
		count(verbless, bare.Cause == l.Cause, bare.Cause == Unknown)
		r.Verb = l.To
		e := Explain(r)
		if by[l.Cause] == nil {
			by[l.Cause] = &tally{}
		}
		ok := e.Cause == l.Cause
		count(all, ok, e.Cause == Unknown)
		count(by[l.Cause], ok, e.Cause == Unknown)
		count(provider, e.Provider == l.Provider, e.Provider == "")
		count(retry, e.Retry == map[bool]Retry{true: Can, false: Cannot}[l.Retry != nil && *l.Retry] || l.Retry == nil && e.Retry == Unclear, e.Retry == Unclear)
		if !ok {
			t.Logf("%s, not %s (%s): %s %q", e.Cause, l.Cause, e.Provider, l.To, l.Reply)
		} else if e.Provider != l.Provider {
			t.Logf("PROVIDER %q, not %q: %q", e.Provider, l.Provider, l.Reply)
		}
	}
	for _, c := range slices.Sorted(maps.Keys(by)) {
		t.Logf("%-20s %s", c, by[c])
	}
	t.Logf("%-20s %s", "command not known", verbless)
	t.Logf("%-20s %s\n%-20s %s\n%-20s %s", "all", all, "provider", provider, "retry", retry)
	if n := all.right + all.silent + all.wrong; n < 100 || all.right*100 < 90*n || all.wrong*100 > 6*n {
		t.Errorf("of %d: %s", n, all)
	}
}

func count(c *tally, right, silent bool) {
	switch {
	case right:
		c.right++
	case silent:
		c.silent++
	default:
		c.wrong++
	}
}

func readCorpus(t *testing.T, name string) []labelled {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	var all []labelled
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var l labelled
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

func BenchmarkExplain(b *testing.B) {
	r := Parse("550 5.7.1 We do not know you, and what you sent to us on a day like this is none of our business; therefore the following applies to you as well as to everybody else: nothing that we could say here would be of help to you, [192.0.2.7]")
	Explain(r)
	for b.Loop() {
		Explain(r)
	}
}
