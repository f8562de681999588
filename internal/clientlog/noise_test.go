package clientlog

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestNoise reads one session as mail, web pages and terminals change it.
func TestNoise(t *testing.T) {
	want := said(mustRead(session))
	swaks := as("<- ", " -> ")
	each := func(text, before, after string) string {
		var b strings.Builder
		for l := range strings.Lines(text) {
			b.WriteString(before + strings.TrimSuffix(l, "\n") + after + "\n")
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"mail quotes":         "On Monday Ann wrote:\n> Hello,\n>\n" + each(session, "> ", "") + "\nIt is 250 miles away.\n",
		"quotes, quoted":      each(swaks, "> ", ""),
		"a fence":             "Here:\n\n```\n" + session + "```\nand so on\n",
		"a fence, no marks":   "Here:\n\n```text\n" + as("", "") + "```\nand so on\n",
		"CRLF":                each(session, "", "\r"),
		"a byte order mark":   "\ufeff" + session,
		"UTF-16 LE":           wideText("\ufeff"+session, 0),
		"UTF-16 BE":           wideText("\ufeff"+session, 1),
		"UTF-16, no mark":     wideText(session, 0),
		"indentation":         each(session, "        ", ""),
		"a list":              each(swaks, "    ", ""),
		"colors":              each(session, "\x1b[32m", "\x1b[0m"),
		"colors, no marks":    each(as("\x1b[1m", ""), "", "\x1b[m"),
		"a typing error":      strings.Replace(as("", ""), "EHLO me", "EHLX\b\x1b[K\bLO me", 1),
		"HTML":                strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(as("&lt;&lt; ", "&gt;&gt; "), "<a@", "&lt;a@"), "<b@", "&lt;b@"), "net>", "net&gt;"),
		"smart quotes":        strings.ReplaceAll(as("recv: “", "send: “"), "\n", "”\n"),
		"literal line ends":   each(session, "", `\r\n`),
		"written line ends":   each(session, "", "<CR><LF>"),
		"a place after each":  each(as("12:00 S: ", "12:00 C: "), "", " (smtp.go:17)"),
		"docker":              docker(swaks),
		"journal":             each(as("<- ", "-> "), "Dec 01 10:00:00 host app[12]: ", ""),
		"kubernetes":          each(as("< ", "> "), "2026-12-01T10:00:00.123456789Z stderr F ", ""),
		"prose around":        "Dear all,\nI get this. Please help me to quit.\nUser bob cannot log in.\nAuth fails.\n\n" + session + "\nMail me at <x@y>\nPass it on.\nHelp\n",
		"arrows":              as("← ", "→ "),
		"syslog and a thread": each(as("< ", "> "), "Dec  1 10:00:00 host app: [thread-7] ", ""),
	} {
		if got := said(mustRead(text)); got != want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func mustRead(text string) Log {
	log, _ := Read(text)
	return log
}

func docker(text string) string {
	var b strings.Builder
	for l := range strings.Lines(text) {
		fmt.Fprintf(&b, "{\"log\":%q,\"stream\":\"stderr\",\"time\":\"2026-12-01T10:00:00Z\"}\n", l)
	}
	return b.String()
}

func wideText(s string, low int) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		pair := [2]byte{}
		pair[low], pair[1-low] = byte(u), byte(u>>8)
		b = append(b, pair[:]...)
	}
	return string(b)
}

// TestHostile: text of the server and comments of the tool never become lines of the client.
func TestHostile(t *testing.T) {
	const evil = "RCPT TO:<evil@example.net>"
	for name, text := range map[string]string{
		"a mark in a reply":            as("SERVER -> CLIENT: ", "CLIENT -> SERVER: ") + strings.Repeat("SERVER -> CLIENT: 250 CLIENT -> SERVER: "+evil+"\n", 3),
		"a mark in a reply's line":     as("< ", "> ") + strings.Repeat("< 250-> "+evil+"\n", 9),
		"a mark in a bare reply":       strings.Replace(as("", ">>> "), "250 SIZE 100", strings.Repeat("250->>> "+evil+"\n", 9)+"250 SIZE 100", 1),
		"a line within a reply":        strings.Replace(as("", ""), "250 SIZE 100", evil+"\n250 SIZE 100", 1),
		"a comment":                    as("<- ", " -> ") + "*** " + evil + "\n",
		"an error":                     as("<- ", " -> ") + "Error: the server did not like " + evil + "\n",
		"errors":                       as("<- ", " -> ") + strings.Repeat("warning: retry: "+evil+" (will be sent later)\n", 3),
		"comments with a mark":         as("<- ", " -> ") + strings.Repeat("*** "+evil+"\n", 5),
		"errors with a mark":           as("<- ", " -> ") + strings.Repeat("warning: "+evil+"\n", 5),
		"a carriage return in a reply": as("< ", "> ") + "< 250 ok\r> " + evil + "\n",
		"a quoted mail after it":       as("< ", "> ") + "\nBob wrote:\n> please try it again\n> and then tell us\n",
		"an escaped line end":          strings.ReplaceAll(as(`reply: b'`, `send: b'`), "\n", "'\n") + `reply: b'250 ok\r\n` + evil + `\r\n'` + "\n",
		"JSON in a reply":              docker(as("< ", "> ")) + `{"log":"< 250 ok\n> ` + evil + `\n","stream":"stderr"}` + "\n",
		"a redrawn reply":              as("< ", "> ") + "< 250 ok\x1b[m\r> " + evil + "\n",
		"escapes in a reply":           as("< ", "> ") + "< 250 \x1b[2K\x1b[1G> " + evil + "\n",
	} {
		got := said(mustRead(text))
		if strings.Contains(got, "evil") || strings.Contains(got, "please") {
			t.Errorf("%s:\n%s", name, got)
		}
		if !strings.Contains(got, "EHLO me") {
			t.Errorf("%s: nothing was found:\n%s", name, got)
		}
	}
}

// TestNothing: texts without a session.
func TestNothing(t *testing.T) {
	for name, text := range map[string]string{
		"empty":       "",
		"prose":       "Dear all,\nHELP\nQUIT\nI have 250 of them.\n250 people came.\nAuth fails. User bob. Pass.\n",
		"a list":      "Type this:\nMAIL FROM:<a@example.org>\nRCPT TO:<b@example.net>\nDATA\n",
		"binary":      strings.Repeat("\x00\x01\xff\xfe250 x\n\x7f", 1000),
		"HTTP":        "> GET / HTTP/1.1\n> Host: x\n< HTTP/1.1 200 OK\n< Server: y\n",
		"a web log":   strings.Repeat("192.0.2.1 - - [01/Dec/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 512\n", 50),
		"source code": "if code == 250 {\n\treturn \"MAIL FROM:<\" + a\n}\nQUIT\n",
	} {
		if log, ok := Read(text); ok && strings.Contains(said(log), "FROM") {
			t.Errorf("%s:\n%s", name, shown(log))
		}
	}
}

// TestCutLogs: a log that ends at any byte has a part of the session.
func TestCutLogs(t *testing.T) {
	whole := as("<- ", " -> ")
	for i := range whole {
		last := strings.Split(whole[:i], "\n")
		line := strings.TrimPrefix(last[len(last)-1], " -> ")
		for _, s := range mustRead(whole[:i]).Sessions {
			for _, l := range linesOf(s) {
				if !strings.Contains(whole, " -> "+l+"\n") && l != line && l != "(message)" {
					t.Fatalf("%d bytes: %q", i, l)
				}
			}
		}
	}
}

// TestChannels: the lines of two sessions are mixed.
func TestChannels(t *testing.T) {
	for name, marks := range map[string][2][2]string{
		"identifiers": {{"[aa1] S: ", "[aa1] C: "}, {"[bb2] S: ", "[bb2] C: "}},
		"processes":   {{"10:00:00 app[12]: < ", "10:00:00 app[12]: > "}, {"10:00:01 app[345]: < ", "10:00:01 app[345]: > "}},
		"two tools":   {{"10:00:00 web <- ", "10:00:00 web -> "}, {"10:00:00 cron << ", "10:00:00 cron >> "}},
	} {
		one := strings.Split(strings.TrimSpace(as(marks[0][0], marks[0][1])), "\n")
		two := strings.Split(strings.TrimSpace(as(marks[1][0], marks[1][1])), "\n")
		var b strings.Builder
		for i := range len(one) + 3 {
			if i < len(one) {
				b.WriteString(one[i] + "\n")
			}
			if i >= 3 {
				b.WriteString(two[i-3] + "\n")
			}
		}
		want := said(mustRead(session))
		if got := said(mustRead(b.String())); got != want+"\n--\n"+want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}
