//go:build unix

package browser_test

import (
	"strings"
	"testing"
	"time"

	"byhand/internal/transcript"
)

// attacksOn returns texts that would run a script, become an element or fetch something from
// url if they were not escaped.
func attacksOn(url string) []string {
	at := strings.NewReplacer("URL", url)
	var all []string
	for _, attack := range []string{
		`<script>document.title='attacked'</script>`,
		`<script src="URL/script"></script>`,
		`</code></p></li></ol><img src="URL/img" onerror="document.title='attacked'">`,
		`</title></style><img src="URL/closed">`,
		`"><img src="URL/quoted">`,
		`<style>@import url("URL/import"); body { background: url("URL/background") }</style>`,
		`<p style="background:url(URL/style)">styled</p>`,
		`<link rel="stylesheet" href="URL/link">`,
		`<link rel="icon" href="URL/icon">`,
		`<iframe src="URL/iframe"></iframe>`,
		`<object data="URL/object"></object>`,
		`<embed src="URL/embed">`,
		`<video src="URL/video" autoplay></video>`,
		`<svg onload="document.title='attacked'"><image href="URL/svg"/></svg>`,
		`<form action="URL/form"><input autofocus onfocus="document.title='attacked'"></form>`,
		`<meta http-equiv="refresh" content="1;url=URL/refresh">`,
		`javascript:document.title='attacked'`,
	} {
		all = append(all, at.Replace(attack))
	}
	return all
}

// barePage returns a page that contains the attacks without escaping.
func barePage(_ *testing.T, attacks []string) string {
	// A refresh would replace the page before the test checks it.
	var b strings.Builder
	b.WriteString("<!doctype html><title>bare</title>")
	for _, attack := range attacks {
		if !strings.Contains(attack, "refresh") {
			b.WriteString(attack + "\n")
		}
	}
	return b.String()
}

// hostilePage returns the page of a transcript that contains each attack in each of its texts.
func hostilePage(t *testing.T, attacks []string) string {
	var entries []transcript.Entry
	for _, a := range attacks {
		reply := said(transcript.Received, a)
		reply.Reply = &transcript.Reply{Code: 550, Enhanced: a, Verb: a, Lines: []string{a}, Took: time.Second}
		secret := said(transcript.Sent, a)
		secret.Masked, secret.User, secret.Ending = true, a, "\n"
		text := said(transcript.Sent, a)
		text.Phase = "message"
		entries = append(entries,
			transcript.Entry{Kind: transcript.Opened, Opening: &transcript.Opening{Target: a, Remote: a, Local: a, Proxy: a}},
			transcript.Entry{Kind: transcript.Secured, TLS: &transcript.TLS{
				Version: a, Cipher: a, Group: a, Name: a, Names: []string{a}, Issuer: a, SHA256: a, Problems: []string{a}}},
			reply, secret, text,
			transcript.Entry{Kind: transcript.Command, Text: a}, transcript.Entry{Kind: transcript.Notice, Text: a},
			transcript.Entry{Kind: transcript.Ended, End: &transcript.End{Text: a}})
	}
	return pageOf(t, entries)
}

// session returns the transcript of a typical session: TLS, a login, a refused recipient, a slow
// reply, and a message.
func session() []transcript.Entry {
	entries := []transcript.Entry{
		{Kind: transcript.Opened, Opening: &transcript.Opening{
			Target: "mail.example.net:587", Remote: "192.0.2.1:587", Local: "198.51.100.7:51234", Took: 45 * time.Millisecond}},
		answer(220, "", 2300, "220 mail.example.net ESMTP ready"),
		said(transcript.Sent, "EHLO client.example.org"),
		said(transcript.Received, "250-mail.example.net"),
		answer(250, "EHLO", 12, "250 STARTTLS"),
		said(transcript.Sent, "STARTTLS"),
		answer(220, "STARTTLS", 11, "220 2.0.0 Ready to start TLS"),
		{Kind: transcript.Secured, TLS: &transcript.TLS{
			Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", Group: "X25519MLKEM768",
			Name: "mail.example.net", Names: []string{"mail.example.net", "smtp.example.net"},
			Issuer: "CN=Example CA R3,O=Example Trust,C=NL", NotAfter: time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC),
			SHA256: strings.Repeat("9f86d081", 8), Verified: true, Took: 36 * time.Millisecond}},
		said(transcript.Sent, "EHLO client.example.org"),
		said(transcript.Received, "250-mail.example.net"),
		answer(250, "EHLO", 13, "250 AUTH PLAIN LOGIN"),
		{Kind: transcript.Command, Text: ":auth LOGIN bob"},
		said(transcript.Sent, "AUTH LOGIN"),
		answer(334, "AUTH", 12, "334 VXNlcm5hbWU6"),
		{Kind: transcript.Sent, Phase: "challenge", Text: "********", Ending: "\r\n", Masked: true, Secure: true, User: "bob"},
		answer(334, "AUTH", 12, "334 UGFzc3dvcmQ6"),
		{Kind: transcript.Sent, Phase: "challenge", Text: "********", Ending: "\r\n", Masked: true, Secure: true, User: "bob"},
		answer(235, "AUTH", 310, "235 2.7.0 Authentication successful"),
		said(transcript.Sent, "MAIL FROM:<bob@example.org>"),
		answer(250, "MAIL", 14, "250 2.1.0 Ok"),
		said(transcript.Sent, "RCPT TO:<nobody@example.net>"),
		answer(550, "RCPT", 95, "550 5.1.1 <nobody@example.net>: Recipient address rejected: User unknown in local recipient table"),
		{Kind: transcript.Notice, Text: "the other recipients are not touched by this refusal"},
		said(transcript.Sent, "RCPT TO:<alice@example.net>"),
		answer(250, "RCPT", 18, "250 2.1.5 Ok"),
		said(transcript.Sent, "DATA"),
		answer(354, "DATA", 12, "354 End data with <CR><LF>.<CR><LF>"),
	}
	for _, line := range []string{"From: bob@example.org", "Subject: lunch", "", "One o'clock?", "."} {
		text := said(transcript.Sent, line)
		text.Phase = "message"
		entries = append(entries, text)
	}
	entries = append(entries,
		answer(250, ".", 640, "250 2.0.0 Ok: queued as 4F2A91C0"),
		said(transcript.Sent, "QUIT"),
		answer(221, "QUIT", 11, "221 2.0.0 Bye"),
		transcript.Entry{Kind: transcript.Ended, End: &transcript.End{Text: "the server closed the connection", Sent: 312, Received: 704}})
	return timed(entries)
}

// timed sets the entries' times from how long each took.
func timed(entries []transcript.Entry) []transcript.Entry {
	start, now := time.Date(2026, 11, 24, 10, 15, 2, 0, time.UTC), time.Duration(0)
	secure := false
	for i := range entries {
		e := &entries[i]
		now += time.Millisecond
		if e.Reply != nil {
			now += e.Reply.Took
		}
		secure = secure || e.TLS != nil
		e.Elapsed, e.Time, e.Secure = now, start.Add(now), secure
	}
	return entries
}

func said(kind transcript.Kind, text string) transcript.Entry {
	return transcript.Entry{Kind: kind, Phase: "command", Text: text, Ending: "\r\n"}
}

// answer is the last line of a reply, with an enhanced code if it has one.
func answer(code int, to string, took int, line string) transcript.Entry {
	e := said(transcript.Received, line)
	e.Reply = &transcript.Reply{Code: code, Verb: to, Took: time.Duration(took) * time.Millisecond, Lines: []string{line[4:]}}
	if len(line) > 8 && line[5] == '.' && line[7] == '.' {
		e.Reply.Enhanced = line[4:9]
	}
	return e
}
