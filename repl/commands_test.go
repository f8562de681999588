package repl

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestRowsAreComplete fails for a row that lacks a fact, or whose facts contradict each
// other.
func TestRowsAreComplete(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range Commands() {
		if c.Help == "" || c.Run == nil || !slices.Contains(Groups, c.Group) {
			t.Errorf(":%s has no help, no function, or a group that is not in Groups", c.Name)
		}
		if seen[c.Name] {
			t.Errorf(":%s has two rows", c.Name)
		}
		seen[c.Name] = true
		if !strings.HasSuffix(c.Long, ".") || len(c.Long) < len(c.Help) {
			t.Errorf(":%s: the long help does not end in a full stop, or is shorter than the short help: %q", c.Name, c.Long)
		}
		if name, _, _ := strings.Cut(c.Example, " "); name != ":"+c.Name {
			t.Errorf(":%s: the example is %q", c.Name, c.Example)
		}
		for _, option := range regexp.MustCompile(`--[a-z-]+`).FindAllString(c.Long+c.Example, -1) {
			if !strings.Contains(c.Args, option) && option != "--timeout" {
				t.Errorf(":%s: its help names %s, which is not one of its options", c.Name, option)
			}
		}
		for _, w := range []when{c.Held, c.SendsSecret} {
			if strings.HasPrefix(string(w), "-") && !strings.Contains(c.Args, string(w)) {
				t.Errorf(":%s: a fact depends on %s, which is not one of its options", c.Name, w)
			}
		}
		if strings.Contains(c.Args, "FILE") && !c.File {
			t.Errorf(":%s takes a file, but its row has File: false", c.Name)
		}
		if c.Secret != nil && c.Secret("") != 0 {
			t.Errorf(":%s: an empty argument has a secret", c.Name)
		}
	}
}

// TestFunctionsAreSorted: in each cmd_ file the functions are in the order of the table.
func TestFunctionsAreSorted(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, _ := os.ReadFile(f.Name())
		if !strings.HasPrefix(f.Name(), "cmd_") {
			continue
		}
		var found []string
		for line := range strings.Lines(string(text)) {
			if name, ok := strings.CutPrefix(line, "func cmd"); ok {
				found = append(found, strings.ToLower(name[:strings.Index(name, "(")]))
			}
		}
		if !slices.IsSorted(found) || len(found) == 0 {
			t.Errorf("%s: %v", f.Name(), found)
		}
	}
}

func TestListHasAll(t *testing.T) {
	t.Parallel()
	for _, c := range Commands() {
		if !strings.Contains(List(), c.Usage()) {
			t.Errorf(":help does not list :%s", c.Name)
		}
	}
}

func TestUnknownHint(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"start": `did you mean :starttls? "::start" sends ":start"`,
		"tlsx":  `did you mean :tls? "::tlsx" sends ":tlsx"`,
		"frob":  `:help lists the commands; "::frob" sends ":frob"`,
	} {
		if got := unknownHint(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
