package repl

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestTheTableIsSorted(t *testing.T) {
	names := []string{}
	for _, c := range Commands() {
		names = append(names, c.Name)
		if c.Help == "" || c.Run == nil || !slices.Contains(Groups, c.Group) {
			t.Errorf(":%s lacks its help, its function, or a group of Groups", c.Name)
		}
	}
	if !slices.IsSorted(names) || len(slices.Compact(names)) != len(Commands()) {
		t.Errorf("not sorted, or one twice: %v", names)
	}
}

// In each cmd_ file the functions stand in the order of the table.
func TestTheFunctionsAreSorted(t *testing.T) {
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
	for _, c := range Commands() {
		if !strings.Contains(List(), c.Usage()) {
			t.Errorf(":help does not list :%s", c.Name)
		}
	}
}

func TestUnknownHint(t *testing.T) {
	for name, want := range map[string]string{
		"start": `:starttls? :help lists them all; "::start" sends ":start"`,
		"tlsx":  `:tls? :help lists them all; "::tlsx" sends ":tlsx"`,
		"frob":  `:help lists them; "::frob" sends ":frob"`,
	} {
		if got := unknownHint(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
