//go:build unix

package transcript

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"byhand/internal/export"
	"byhand/internal/sanitize"
)

// TestScripts compares the script of each tool with its golden file.
func TestScripts(t *testing.T) {
	for _, tool := range Tools() {
		golden(t, "session."+tool+".sh", scriptOf(t, tool, htmlSample()))
	}
}

func scriptOf(t testing.TB, tool string, entries []Entry) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteScript(&b, tool, entries, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// commandsInText are texts that would be commands of sh if they were not quoted. Each creates
// the file MARK.
var commandsInText = []string{
	"$(touch MARK)", "`touch MARK`", "'; touch MARK; '", "\"; touch MARK; \"", "'\"$(touch MARK)\"'", "'\\''; touch MARK #",
	"x\ntouch MARK\n", "x\r\ntouch MARK", "\rtouch MARK\r", "END\ntouch MARK", "END", "EOF", "EOF\ntouch MARK", "; touch MARK", "& touch MARK", "| touch MARK",
	"a\\", "\\", "'", "\"", "%s%n%d", "%", "\\n", "\\047; touch MARK; \\047", "${x:-$(touch MARK)}", "\xc3'; touch MARK; '", "\xff$(touch MARK)",
	"\x00'; touch MARK", "*", "-x", "@MARK", "<MARK", ">MARK", "\x1b[2J", "\u202etouch MARK", "~", "!touch", "a b", "\t",
	"a@b> --output MARK", "x\" \noutput = \"MARK", ".", "..", "",
}

// hostile returns sessions with a text in each place that comes from outside.
func hostile(text string) [][]Entry {
	line := func(phase, line string) Entry {
		return Entry{Kind: Sent, Phase: phase, Text: line, Ending: "\r\n", Secure: true, User: text}
	}
	ok := func(verb string, code int) Entry {
		return Entry{Kind: Received, Text: text, Ending: "\r\n", Secure: true, Reply: &Reply{Code: code, Verb: verb, Enhanced: text, Lines: []string{text}}}
	}
	var all [][]Entry
	for _, target := range []string{"mail.example.net:587", " " + text + ":25", "host:" + text, "unix:/" + text} {
		s := []Entry{
			{Kind: Opened, Opening: &Opening{Target: target, Remote: text, Proxy: text}},
			{Kind: Secured, Secure: true, TLS: &TLS{Name: text, Verified: true}},
			ok("GREETING", 220), line("command", "EHLO "+text), ok("EHLO", 250),
			line("command", "AUTH PLAIN "+text), ok("AUTH", 235), line("command", "AUTH "+text),
			line("command", text), ok(text, 250), line("command", "NOOP "+text), ok("NOOP", 250),
			line("command", "MAIL FROM:<"+text+"> "+text), ok("MAIL", 250),
			line("command", "RCPT TO:<"+text+">"), ok("RCPT", 250), line("command", "RCPT TO:<a@b>"), ok("RCPT", 250),
			line("command", "DATA"), ok("DATA", 354), line("message", text), line("message", "END"), line("message", text+text),
			{Kind: Sent, Phase: "message", Text: text, Ending: "\n"}, line("message", "."), ok(".", 250),
			line("command", "QUIT"), ok("QUIT", 221), {Kind: Notice, Text: text}, {Kind: Ended, End: &End{Text: text}},
		}
		if target[0] == 'm' {
			all = append(all, s, s[:14])
		} else {
			all = append(all, append(s[:5:5], s[len(s)-4:]...))
		}
	}
	return append(all, []Entry{
		{Kind: Received, Text: "* OK " + text, Ending: "\r\n", Secure: true}, line("command", text+" LOGIN "+text+" "+text),
		line("command", "a1 LOGIN "+text+" "+text), line("command", text+" NOOP"),
	}, []Entry{{Kind: Received, Text: "+OK " + text, Ending: "\r\n", Secure: true}, line("command", "USER "+text), line("command", "PASS "+text)})
}

// TestScriptsAreSafe: no text of a session becomes a command.
func TestScriptsAreSafe(t *testing.T) {
	if testing.Short() {
		t.Skip("runs hundreds of shells")
	}
	t.Parallel()
	bin := fakeTools(t)
	for _, text := range commandsInText {
		checkScripts(t, bin, text)
	}
}

// FuzzScript: no text of a session becomes a command.
func FuzzScript(f *testing.F) {
	for _, text := range commandsInText[:8] {
		f.Add(text)
	}
	bin := fakeTools(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<12 {
			checkScripts(t, bin, text)
		}
	})
}

// fakeTools returns a folder with programs that read everything and answer each line.
func fakeTools(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for tool, body := range map[string]string{
		"swaks": "cat >/dev/null", "curl": "cat >/dev/null",
		"openssl": `[ "$1" = base64 ] && { cat; exit; }; printf '220 hi\n* OK\n+OK\n'; while read -r line; do printf '334 \n+OK\n* OK\n354 go\n%s\n' "$line"; done`,
	} {
		if err := os.WriteFile(filepath.Join(dir, tool), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// checkScripts writes the scripts of hostile sessions. All are safe to show. It joins them,
// each in a subshell, and runs them.
func checkScripts(t *testing.T, bin, text string) {
	t.Helper()
	var all strings.Builder
	for i, entries := range hostile(text) {
		for _, tool := range Tools() {
			if tool == "openssl" && i%2 == 1 {
				continue // slow, and the others have all its lines
			}
			script := scriptOf(t, tool, entries)
			for line := range strings.SplitSeq(script, "\n") {
				if sanitize.Words(line) != line {
					t.Fatalf("%q: a line that no screen may have: %q", text, line)
				}
			}
			all.WriteString("(\n" + script + ")\n")
		}
	}
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "all.sh")
	if err := os.WriteFile(file, []byte(all.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-n", file}, {file}} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		cmd := exec.CommandContext(ctx, "sh", args...)
		cmd.Dir, cmd.WaitDelay = dir, time.Second
		cmd.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + filepath.Dir(file),
			"BYHAND_PASSWORD=x", "BYHAND_TOKEN=x", "BYHAND_USER=u", "BYHAND_HOST=h", "BYHAND_PORT=1", "BYHAND_MESSAGE=/dev/null"}
		out, err := cmd.CombinedOutput()
		if ctx.Err() != nil || len(args) > 1 && err != nil || bytes.Contains(out, []byte("yntax error")) {
			cancel()
			t.Fatalf("%q: sh %q: %v\n%s\n%s", text, args, err, out, all.String())
		}
		cancel()
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) > 0 {
		t.Errorf("%q: %q was created by\n%s", text, files, all.String())
	}
}

// TestScriptWithoutSecrets: a session recorded with its secrets gives a script without them.
func TestScriptWithoutSecrets(t *testing.T) {
	line := func(phase, text string) Entry {
		return Entry{Kind: Sent, Phase: phase, Text: text, Ending: "\r\n", Secure: true}
	}
	for name, entries := range map[string][]Entry{
		"AUTH":  {line("command", "EHLO me"), line("command", "AUTH PLAIN SECRET"), line("command", "AUTH LOGIN"), line("challenge", "Ym9i"), line("challenge", "SECRET")},
		"other": {line("command", "EHLO me"), line("command", "AUTH SCRAM-SHA-256 SECRET"), line("challenge", "SECRET")},
		"POP3":  {{Kind: Received, Text: "+OK", Secure: true}, line("command", "PASS SECRET"), line("command", "APOP bob SECRET"), line("command", "AUTH PLAIN SECRET"), line("challenge", "SECRET")},
		"IMAP":  {{Kind: Received, Text: "* OK", Secure: true}, line("command", "a LOGIN bob SECRET"), line("command", "a AUTHENTICATE PLAIN SECRET")},
	} {
		for _, tool := range Tools() {
			if got := scriptOf(t, tool, entries); strings.Contains(got, "SECRET") {
				t.Errorf("%s, %s: the secret is in\n%s", name, tool, got)
			}
		}
	}
}

// TestSessionOf: a script needs the first connection on which a line was sent.
func TestSessionOf(t *testing.T) {
	line := func(text string) Entry { return Entry{Kind: Sent, Phase: "command", Text: text, Ending: "\r\n"} }
	to := func(target string) Entry { return Entry{Kind: Opened, Opening: &Opening{Target: target}} }
	for _, c := range []struct {
		name    string
		entries []Entry
		want    export.Session
	}{
		{"two connections", []Entry{to("a.test:25"), to("b.test:26"), line("LHLO me"), to("c.test:27"), line("NOOP")},
			export.Session{Protocol: "lmtp", Host: "b.test", Port: "26", Others: 1}},
		{"bad host", []Entry{to("-x:25"), line("NOOP")}, export.Session{Protocol: "smtp"}},
		{"socket", []Entry{to("unix:/run/lmtp"), line("NOOP")}, export.Session{Protocol: "smtp", Socket: "/run/lmtp"}},
		{"URL", []Entry{to("sieve://h.test:4190"), line("x")}, export.Session{Protocol: "sieve", Host: "h.test", Port: "4190"}},
		{"gap", []Entry{line("NOOP"), NewGap(3, time.Time{})}, export.Session{Protocol: "smtp", Dropped: 1}},
		{"no message", []Entry{line("DATA"), NewOmission(), line("QUIT")}, export.Session{Protocol: "smtp", HasNoMessage: true}},
	} {
		got := sessionOf(c.entries)
		got.Lines = nil
		if got.Protocol != c.want.Protocol || got.Host != c.want.Host || got.Port != c.want.Port || got.Socket != c.want.Socket ||
			got.Others != c.want.Others || got.Dropped != c.want.Dropped || got.HasNoMessage != c.want.HasNoMessage {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
