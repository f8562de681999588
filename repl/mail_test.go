package repl_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"byhand/repl"
)

// TestSendUnreadableFile: if the file cannot be read, byhand says why and does not send DATA.
func TestSendUnreadableFile(t *testing.T) {
	dir := t.TempDir()
	locked := filepath.Join(dir, "locked")
	if err := os.WriteFile(locked, []byte(header), 0); err != nil {
		t.Fatal(err)
	}
	for name, says := range map[string]string{
		"":                                 ": no file given",
		`""`:                               ": no file given",
		`"`:                                ": no file given",
		dir:                                `"` + dir + `" is a directory, not a message; nothing was sent`,
		filepath.Join(dir, "missing"):      `missing" cannot be read: `,
		locked:                             `locked" cannot be read: permission denied; nothing was sent`,
		"a\x1b\x00b":                       `cannot be read: `,
		`"two words" more`:                 `: unexpected "more" after the file name`,
		`"` + filepath.Join(dir, "a b"):    `a b" cannot be read: `,
		strings.Repeat("/much", 2000):      `cannot be read: `,
		filepath.Join(locked, "no folder"): `cannot be read: `,
	} {
		if name == locked && (os.Getuid() == 0 || runtime.GOOS == "windows") {
			continue // nothing is locked there
		}
		for _, command := range []string{":send ", ":send --verbatim ", ":bdat "} {
			server, first := "S: 220 hi", ""
			if command == ":bdat " {
				server, first = chunking, ready
			}
			got := session(t, server, first+command+name+"\nNOOP\n")
			if got.status != repl.Usage {
				t.Errorf("%s%q: status %d", command, name, got.status)
			}
			has(t, "stderr", got.err, says)
			hasNot(t, "stderr", got.err, "\x1b", "\x00", "> DATA", "> BDAT", "> NOOP")
		}
	}
}

// TestSendAfterUnreadableFile: after a file that cannot be read, the connection stays usable.
func TestSendAfterUnreadableFile(t *testing.T) {
	got := session(t, taken+wireHeader+"C: .\nS: 250 queued", delivery{file: header, input: ":send FILE2\n:send FILE\n"}.typed(t),
		func(o *repl.Options) { o.KeepGoing = true })
	if got.status != repl.Usage {
		t.Errorf("status %d", got.status)
	}
}

// TestSendFileNames: the notations of a file name.
func TestSendFileNames(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Chdir(home)
	for file, names := range map[string][]string{
		"a b.eml":  {"a b.eml", `"a b.eml"`, `  "a b.eml"  `, "./a b.eml", "~/a b.eml", `"~/a b.eml"`, filepath.Join(home, "a b.eml")},
		"--x":      {"-- --x", "./--x"},
		"~":        {"~"},
		"x--chunk": {"x--chunk"},
	} {
		if err := os.WriteFile(file, []byte(header), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			got := session(t, taken+wireHeader+"C: .\nS: 250 queued", ":send "+name+"\n")
			if got.status != repl.OK {
				t.Errorf("%q: status %d\n%s", name, got.status, got.err)
			}
		}
	}
}
