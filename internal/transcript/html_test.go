package transcript

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

// TestHTMLContent looks for what a reader needs to find.
func TestHTMLContent(t *testing.T) {
	line := func(e Entry) []Entry { e.Kind = Sent; return []Entry{e} }
	reply := func(r Reply) []Entry { return []Entry{{Kind: Received, Text: "x", Ending: "\r\n", Reply: &r}} }
	for name, c := range map[string]struct {
		entries []Entry
		dropped int
		want    string
	}{
		"nothing at all":     {nil, 0, "a session without a connection"},
		"dropped":            {nil, 1234, "1,234 entries could not be kept"},
		"one dropped":        {nil, 1, "1 entry could not be kept"},
		"no TLS":             {nil, 0, "in plaintext"},
		"TLS, no details":    {line(Entry{Ending: "\r\n", Secure: true}), 0, "details not known"},
		"LF":                 {line(Entry{Ending: "\n"}), 0, `ends with \n`},
		"CR":                 {line(Entry{Ending: "\r"}), 0, `ends with \r`},
		"continued":          {line(Entry{}), 0, "no line ending"},
		"masked":             {line(Entry{Ending: "\r\n", Masked: true, Secure: true}), 0, "secret masked"},
		"masked in clear":    {line(Entry{Ending: "\r\n", Masked: true}), 0, "secret masked, sent unencrypted"},
		"counted in clear":   {line(Entry{Ending: "\r\n", Masked: true}), 0, "1 line with a secret sent unencrypted"},
		"user":               {line(Entry{Ending: "\r\n", Masked: true, User: "bob"}), 0, "secret of bob masked"},
		"message":            {line(Entry{Ending: "\r\n", Phase: "message"}), 0, "message text"},
		"long line":          {line(Entry{Ending: "\r\n", Text: strings.Repeat("x", 1<<20)}), 0, "1,015,808 more bytes not shown"},
		"refused":            {reply(Reply{Code: 550, Enhanced: "5.1.1", Verb: "RCPT"}), 0, "550 5.1.1 to RCPT"},
		"refused, counted":   {reply(Reply{Code: 450}), 0, "1, 1 refused"},
		"took":               {reply(Reply{Code: 250, Took: 2300 * time.Millisecond}), 0, "2.3 s"},
		"slowest":            {reply(Reply{Code: 250, Verb: "DATA", Took: time.Second}), 0, "1.0 s, to DATA"},
		"meaning":            {reply(Reply{Code: 250}), 0, smtp.Meaning(250)},
		"enhanced code":      {reply(Reply{Code: 250, Enhanced: "2.1.5"}), 0, smtp.Meaning(250) + "with 2.1.5"},
		"only the class":     {reply(Reply{Code: 471}), 0, "Temporary refusal"},
		"no class":           {reply(Reply{Code: 199}), 0, "Not an SMTP reply code"},
		"command":            {[]Entry{{Kind: Command, Text: ":auth LOGIN bob"}}, 0, "byhand :auth LOGIN bob"},
		"notice":             {[]Entry{{Kind: Notice, Text: "be careful"}}, 0, "note be careful"},
		"unknown kind":       {[]Entry{{Kind: "dream", Text: "of sheep"}}, 0, "dream of sheep"},
		"proxy":              {[]Entry{{Kind: Opened, Opening: &Opening{Proxy: "socks5://p"}}}, 0, "through socks5://p"},
		"second connection":  {[]Entry{{Opening: &Opening{}}, {Opening: &Opening{}}}, 0, "1 more connection"},
		"ended":              {[]Entry{{Kind: Ended, End: &End{Text: "gone", Sent: 1234}}}, 0, "gone; 1,234 bytes sent"},
		"not verified":       {[]Entry{{Kind: Secured, TLS: &TLS{Name: "a.test", Problems: []string{"expired"}}}}, 0, "NOT verified for a.testexpired"},
		"verified":           {[]Entry{{Kind: Secured, TLS: &TLS{Name: "a.test", Verified: true}}}, 0, "verified for a.test"},
		"control":            {line(Entry{Text: "\x1b[2J"}), 0, `\x1b[2J`},
		"bidi":               {line(Entry{Text: "a\u202eb"}), 0, "a<U+202E>b"},
		"zero-width, target": {[]Entry{{Kind: Opened, Opening: &Opening{Target: "a\u200bb"}}}, 0, "a<U+200B>b"},
	} {
		if got := words(t, pageOf(t, c.entries, c.dropped)); !strings.Contains(got, c.want) {
			t.Errorf("%s: the page does not say %q:\n%s", name, c.want, got)
		}
	}
}

// TestHTMLNamesFewRefusals: the summary of a batch lists only the first refusals.
func TestHTMLNamesFewRefusals(t *testing.T) {
	refusal := Entry{Kind: Received, Reply: &Reply{Code: 550}}
	got := pageOf(t, slices.Repeat([]Entry{refusal}, 1000), 0)
	if n := strings.Count(got, `<a href="#e`); n != maxListed || !strings.Contains(words(t, got), "and 992 more") {
		t.Errorf("the summary names %d refusals of 1000, want %d and a count of the others", n, maxListed)
	}
}

func TestHTMLHead(t *testing.T) {
	got := pageOf(t, nil, 0)
	want := `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("the page begins\n%s", got[:min(len(got), 300)])
	}
	for _, forbidden := range []string{"<script", "<link", "<img", "<iframe", "@import", "url(", "//"} {
		if strings.Contains(got, forbidden) {
			t.Errorf("the page has %q", forbidden)
		}
	}
}

// TestFormatDuration: a duration has at most three digits: 9.99 ms is not "10.0 ms".
func TestFormatDuration(t *testing.T) {
	for _, c := range []struct {
		took time.Duration
		want string
	}{
		{0, "0.0 ms"},
		{420 * time.Microsecond, "0.4 ms"},
		{9990 * time.Microsecond, "10 ms"},
		{12 * time.Millisecond, "12 ms"},
		{999900 * time.Microsecond, "1.0 s"},
		{2300 * time.Millisecond, "2.3 s"},
		{59990 * time.Millisecond, "1 min 0 s"},
		{200 * time.Second, "3 min 20 s"},
		{2*time.Hour + 5*time.Minute, "2 h 5 min"},
	} {
		if got := formatDuration(c.took); got != c.want {
			t.Errorf("htmlTook(%v) = %q, want %q", c.took, got, c.want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1048576: "1,048,576", -123: "-123", -1234: "-1,234"} {
		if got := formatNumber(n); got != want {
			t.Errorf("grouped(%d) = %q, want %q", n, got, want)
		}
	}
}

// TestSafeCut: no cut is in the middle of a character.
func TestSafeCut(t *testing.T) {
	for _, lead := range []string{"", "x", "xx"} {
		text := lead + strings.Repeat("€", maxHTMLText)
		shown, cut := safeCut(text)
		if strings.Contains(shown, `\x`) || len(shown)+cut != len(text) || len(shown) < maxHTMLText-3 {
			t.Errorf("after %q: %d bytes shown, %d cut; the last are %q", lead, len(shown), cut, shown[len(shown)-8:])
		}
	}
	if shown, cut := safeCut(strings.Repeat("\x80", maxHTMLText+1)); cut > 4 || len(shown) < 4*(maxHTMLText-3) {
		t.Errorf("not UTF-8: %d cut, %d shown", cut, len(shown))
	}
}

// TestHTMLLong: the time does not grow faster than the length.
func TestHTMLLong(t *testing.T) {
	if testing.Short() {
		t.Skip("megabytes")
	}
	line := Entry{Kind: Sent, Phase: "message", Text: strings.Repeat("all work and no play ", 4)[:78], Ending: "\r\n"}
	many := slices.Repeat([]Entry{line}, 4<<20/80)
	began := time.Now()
	if err := writeHTML(io.Discard, many, 0); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("4 MB took %v", took)
	}
}

func TestWriteFails(t *testing.T) {
	for _, f := range []Format{Text, Markdown, HTML, JSON} {
		if err := Write(brokenWriter{}, f, htmlSample(), 0); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

var errBroken = errors.New("disk full")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

// payloads are attacks that were tried on pages like this one.
var payloads = []string{
	"<script>alert(1)</script>",
	"</code></p></li></ol><script>alert(1)</script>",
	`" onmouseover="alert(1)`,
	`' onmouseover='alert(1)`,
	"` onmouseover=`alert(1)",
	"javascript:alert(1)",
	"</style><style>*{display:none}</style>",
	"</title><svg onload=alert(1)>",
	"</pre><h1>",
	"{{.}} {{define \"page\"}}x{{end}}",
	"<!-- ", "-->", "<![CDATA[", "]]>", "<?php ?>",
	"&#x3c;script&#x3e;", "&lt;script&gt;", "&", "&amp",
	"expression(alert(1))", "url(http://192.0.2.1/x.png)", "width:100%;background:url(//x)",
	"a\u2028b\u2029c", "nul\x00nul", "\xc0\xbcscript\xc0\xbe", "\xe0\x80\xbc", "\xff\xfe<\x00",
	"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
	"\x1b]8;;http://192.0.2.1/\x07click\x1b]8;;\x07",
	"\u202egnp.exe", "pay\u200bpal", "e\u0301\u0301",
	"<a href=http://192.0.2.1/>", "<base href=//192.0.2.1>", "<meta http-equiv=refresh content=0>",
	"<plaintext>", "<textarea>", "<noscript>", "<template>", "<iframe srcdoc='<script>'>",
	`\x3c <U+003C> \u003cscript\u003e`,
}

// TestHTMLInjection puts every payload in every string of an entry. The page has the same
// elements and attributes as with a harmless word, and shows the payload as sanitize does.
func TestHTMLInjection(t *testing.T) {
	want := tags(t, pageOf(t, filled("x"), 1))
	for _, payload := range payloads {
		got := pageOf(t, filled(payload), 1)
		if changed := tags(t, got); !slices.Equal(changed, want) {
			t.Errorf("%q changes the page's elements:\n got %q\nwant %q", payload, changed, want)
		}
		shown, inPage := sanitize.Text(payload), words(t, got)
		if n := strings.Count(inPage, shown); n < 20 {
			t.Errorf("%q is shown %d times as %q, in:\n%s", payload, n, shown, inPage)
		}
	}
}

// FuzzHTML: no text in a session changes the page's elements, and the page contains no
// character that sanitize would escape.
func FuzzHTML(f *testing.F) {
	for _, payload := range payloads {
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" || len(text) > maxHTMLText {
			return // an empty or cut text has other elements
		}
		got := pageOf(t, filled(text), 1)
		if changed, want := tags(t, got), tags(t, pageOf(t, filled("x"), 1)); !slices.Equal(changed, want) {
			t.Errorf("%q changes the page's elements:\n got %q\nwant %q", text, changed, want)
		}
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			if sanitize.Words(line) != line {
				t.Errorf("%q leaves a line that no screen may have: %q", text, line)
			}
		}
	})
}

// filled returns a session with text in every string of an Entry, except those that the
// code compares.
func filled(text string) []Entry {
	var entries []Entry
	for _, kind := range []Kind{Opened, Received, Sent, Secured, Ended, Command, Notice, Kind(text)} {
		for _, verified := range []bool{true, false} {
			e := Entry{Opening: &Opening{}, TLS: &TLS{}, End: &End{}, Reply: &Reply{}}
			fill(reflect.ValueOf(&e).Elem(), text)
			e.Kind, e.Masked, e.Elapsed, e.Reply.Code, e.TLS.Verified = kind, true, time.Second, 550, verified
			e.Opening, e.TLS, e.End = keep(kind == Opened, e.Opening), keep(kind == Secured, e.TLS), keep(kind == Ended, e.End)
			e.Reply = keep(kind == Received, e.Reply)
			entries = append(entries, e)
		}
	}
	return entries
}

func keep[T any](wanted bool, p *T) *T {
	if !wanted {
		return nil
	}
	return p
}

// fill sets every string in v, including those of fields added later.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		fill(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), text)
		}
	}
}

func pageOf(t *testing.T, entries []Entry, dropped int) string {
	t.Helper()
	var b bytes.Buffer
	if err := writeHTML(&b, entries, dropped); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// tags returns every tag of a page with its attributes, as a browser reads them, the
// comments, and the text in style.
func tags(t *testing.T, page string) []string {
	t.Helper()
	var all []string
	z, inStyle := html.NewTokenizer(strings.NewReader(page)), false
	for {
		switch kind := z.Next(); {
		case kind == html.ErrorToken:
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			return all
		case kind != html.TextToken || inStyle:
			token := z.Token()
			all = append(all, token.String())
			inStyle = kind == html.StartTagToken && token.Data == "style"
		}
	}
}

// words returns the text of a page.
func words(t *testing.T, page string) string {
	t.Helper()
	_, page, found := strings.Cut(page, "</style>")
	if !found {
		t.Fatal("the page has no style")
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		}
	}
}
