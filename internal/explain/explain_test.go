package explain

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byhand/internal/sasl"
)

// registry reads the names of a registry, one on each line.
func registry(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

// TestRegistries: each name in a registry has an entry, and each entry is in the
// registry or is private.
func TestRegistries(t *testing.T) {
	private := []string{"XCLIENT", "XFORWARD"}
	for _, m := range sasl.Mechanisms() {
		private = append(private, m.Name)
	}
	for _, k := range keywords[34:] { // the registry has the first 34
		private = append(private, k.Name)
	}
	for file, kind := range map[string]Kind{"codes.txt": ReplyCode, "enhanced.txt": EnhancedCode, "verbs.txt": Verb, "keywords.txt": Keyword, "mechanisms.txt": Mechanism} {
		listed, known := registry(t, file), All(kind)
		for _, name := range listed {
			if !slices.ContainsFunc(known, func(e Entry) bool { return e.Name == name }) {
				t.Errorf("%s: no entry for %s", file, name)
			}
		}
		for _, e := range known {
			if !slices.Contains(listed, e.Name) && !slices.Contains(private, e.Name) {
				t.Errorf("%s does not have %s", file, e.Name)
			}
			if e.Text == "" || e.Kind != kind || strings.HasSuffix(e.Text, ".") || kind == Verb && e.Syntax == "" {
				t.Errorf("%+v", e)
			}
		}
		t.Logf("%s: %d listed, %d known", kind, len(listed), len(known))
	}
}

func TestFind(t *testing.T) {
	for words, want := range map[string]string{
		"550": "reply code 550", "550 5.1.1": "reply code 550|enhanced code 5.1.1", "550-5.1.1": "reply code 550|enhanced code 5.1.1",
		"#5.1.1": "enhanced code 5.1.1", "x.1.1": "enhanced code X.1.1", "4.7.0,": "enhanced code 4.7.0", "599": "reply code 599", "5.7.99": "enhanced code 5.7.99",
		"550 5.1.1 user unknown": "reply code 550|enhanced code 5.1.1", "550-5.1.1 <a@b>: mail from you?": "reply code 550|enhanced code 5.1.1",
		"550 user 5.1.1": "reply code 550", "550 5.99.99 x": "reply code 550", "550 551 5.1.1": "reply code 550|reply code 551|enhanced code 5.1.1",
		"421 size 450 exceeded": "reply code 421", "rcpt to:": "command RCPT", "MAIL FROM": "command MAIL", "size": "EHLO keyword SIZE", "SIZE=100": "EHLO keyword SIZE",
		"Auth": "command AUTH|EHLO keyword AUTH", "AUTH=PLAIN": "command AUTH|EHLO keyword AUTH", "scram-sha-256-plus": "SASL mechanism SCRAM-SHA-256-PLUS",
		"X-EXPS": "EHLO keyword X-EXPS", "8bitmime": "EHLO keyword 8BITMIME", "9798-U-DSA-SHA1": "SASL mechanism 9798-U-DSA-SHA1",
	} {
		found, err := Find(words)
		var names []string
		for _, e := range found {
			names = append(names, string(e.Kind)+" "+e.Name)
			if e.Text == "" || len(e.Lines()) == 0 {
				t.Errorf("%q: %+v", words, e)
			}
		}
		if got := strings.Join(names, "|"); err != nil || got != want {
			t.Errorf("%q: %q, want %q (%v)", words, got, want, err)
		}
	}
}

func TestUnknown(t *testing.T) {
	for word, want := range map[string]string{"RCTP": "RCPT", "STARTLS": "STARTTLS", "PIPELINEING": "PIPELINING", "SCRAM-SHA256": "SCRAM-SHA-256,SCRAM-SHA-1", "xyzzy": "", "5.1": "", "": "",
		"777": "", "199": "", "600 no": "", "5.99.99": "", "x.8.1": "", "4.9.1": "", "550 5.99.99": ""} {
		_, err := Find(word)
		var unknown *UnknownError
		if !errors.As(err, &unknown) || want != "" && !strings.HasPrefix(strings.Join(unknown.Near, ","), strings.Split(want, ",")[0]) || want == "" && len(unknown.Near) > 0 {
			t.Errorf("%q: %v, %q, want %q", word, err, unknown.Near, want)
		}
	}
}

func TestUnregistered(t *testing.T) {
	for word, want := range map[string]string{
		"599": "no RFC defines this code; 5yz means permanent: retrying without a change won't help", "471": "no RFC defines this code; 4yz means temporary: it may work later",
		"5.7.139": "not a registered code; codes of the form x.7.x are about security or policy (permanent: retrying without a change won't help)",
	} {
		if found, err := Find(word); err != nil || found[0].Text != want {
			t.Errorf("%q: %+v, %v", word, found, err)
		}
	}
}

// FuzzFind: any words have entries or are unknown.
func FuzzFind(f *testing.F) {
	f.Add("550-5.1.1 <x>")
	f.Add("AUTH= \xff #")
	f.Fuzz(func(t *testing.T, words string) {
		found, err := Find(words)
		if (err == nil) == (len(found) == 0) {
			t.Errorf("%q: %v, %v", words, found, err)
		}
		for _, e := range found {
			e.Lines()
		}
	})
}
