package sanitize

import (
	"bytes"
	"strings"
	"testing"
)

// shown has the safe text for each input.
var shown = []struct{ in, want string }{
	// Unchanged text.
	{"", ""},
	{"250 mx.example.net says hi", "250 mx.example.net says hi"},
	{"a\tb ~", "a\tb ~"},
	{`DOMAIN\user C:\new \ \\ \X41`, `DOMAIN\user C:\new \ \\ \X41`},
	{"<a@b> <> < <U <u+1 <<", "<a@b> <> < <U <u+1 <<"},
	{"Grüße, Привет, こんにちは, שלום", "Grüße, Привет, こんにちは, שלום"},
	{"€ ½ 👍", "€ ½ 👍"},
	{"not decoded: \uFFFD", "not decoded: \uFFFD"},

	// Control characters, as bytes and as code points.
	{"\x00\a\b\n\v\f\r\x1b\x7f", `\x00\x07\x08\x0a\x0b\x0c\x0d\x1b\x7f`},
	{"550 no\r250 ok", `550 no\x0d250 ok`},
	{"\x1b]52;c;ZQ==\a", `\x1b]52;c;ZQ==\x07`},
	{"\x9b2J \x80\x9f", `\x9b2J \x80\x9f`},
	{"\u0080\u009b2J\u009f", "<U+0080><U+009B>2J<U+009F>"},

	// Not UTF-8: cut short, overlong, a surrogate, beyond the last one.
	{"caf\xe9", `caf\xe9`},
	{"\xe2\x82", `\xe2\x82`},
	{"\xe2\x82\xe2\x82\xac", `\xe2\x82€`},
	{"\xc0\xaf", `\xc0\xaf`},
	{"\xed\xa0\x80", `\xed\xa0\x80`},
	{"\xf4\x90\x80\x80\xff", `\xf4\x90\x80\x80\xff`},

	// Invisible, blank and reordering characters.
	{"\u202Etxt.exe", "<U+202E>txt.exe"},
	{"pay\u200Bpal\uFEFF", "pay<U+200B>pal<U+FEFF>"},
	{"a\u00A0b\u3000c\u2028d", "a<U+00A0>b<U+3000>c<U+2028>d"},
	{"\u2800\U00013441\U00016FE4\U0001D159", "<U+2800><U+13441><U+16FE4><U+1D159>"},
	{"\uE000\U000F0000\U0010FFFF\u0378", "<U+E000><U+F0000><U+10FFFF><U+0378>"},

	// Text that looks like an escape.
	{`\x1b`, `\x5cx1b`},
	{`\\x`, `\\x5cx`},
	{"\\\x1b", `\\x1b`},
	{"<U+202E>", `\x3cU+202E>`},
	{"<\u202E", "<<U+202E>"},
	{`<<U+\x`, `<\x3cU+\x5cx`},

	// Combining marks stay with a character, and only with one.
	{"e\u0301 Zu\u0308rich", "e\u0301 Zu\u0308rich"},
	{"\u0301e", "<U+0301>e"},
	{"a\t\u0338", "a\t<U+0338>"},
	{"a\x1b\u0338", `a\x1b<U+0338>`},
	{"a\xff\u0338", `a\xff<U+0338>`},
	{"a\u202E\u0338\u0338", "a<U+202E><U+0338><U+0338>"},
	{"\\x\u0338", "\\x5cx\u0338"},
	{"<\u0338\\\u0338", "<\u0338\\\u0338"},
	{"e" + strings.Repeat("\u0301", 31) + "e\u0301", "e" + strings.Repeat("\u0301", 30) + "<U+0301>e\u0301"},
}

func TestText(t *testing.T) {
	for _, c := range shown {
		if got := Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
		if got := Text([]byte(c.in)); got != c.want {
			t.Errorf("Text([]byte(%q)) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestStreamSplitAnywhere(t *testing.T) {
	for _, c := range shown {
		for i := range len(c.in) + 1 {
			var s Stream
			got := s.Append(nil, []byte(c.in[:i]))
			got = s.Append(got, []byte(c.in[i:]))
			if got = s.Flush(got); string(got) != c.want {
				t.Errorf("split at %d: %q is shown as %q, want %q", i, c.in, got, c.want)
			}
		}
		if got := byteByByte(c.in); got != c.want {
			t.Errorf("byte by byte: %q is shown as %q, want %q", c.in, got, c.want)
		}
	}
}

// byteByByte is Text with each byte in a piece of its own.
func byteByByte(text string) string {
	var s Stream
	var out []byte
	for i := range len(text) {
		out = s.Append(out, []byte{text[i]})
	}
	return string(s.Flush(out))
}

func TestStreamHoldsBackLittle(t *testing.T) {
	for _, c := range []struct{ in, now, later string }{
		{"password: ", "password: ", ""},
		{`a\`, "a", `\`},
		{"a<U", "a", "<U"},
		{"a\xf0\x9f\x91", "a", `\xf0\x9f\x91`},
		{"a\xf0\x28", `a\xf0(`, ""},
	} {
		var s Stream
		if got := string(s.Append(nil, []byte(c.in))); got != c.now {
			t.Errorf("Append(%q) = %q, want %q", c.in, got, c.now)
		}
		if got := string(s.Flush(nil)); got != c.later {
			t.Errorf("Flush after %q = %q, want %q", c.in, got, c.later)
		}
	}
}

func TestFlushResets(t *testing.T) {
	var s Stream
	s.Flush(s.Append(nil, []byte("e<U\xe2")))
	if s != (Stream{}) {
		t.Errorf("after Flush: %+v", s)
	}
	if got := string(s.Append([]byte("> "), []byte("\u0301+"))); got != "> <U+0301>+" {
		t.Errorf("the next line is shown as %q", got)
	}
}

// Bulk copying must leave dst and src as they were before the call.
func TestAppendChangesNothingElse(t *testing.T) {
	dst, src := []byte("C: "), []byte("x\x1by\xe2")
	var s Stream
	if got := s.Append(dst, src); string(got) != `C: x\x1by` {
		t.Errorf("Append = %q", got)
	}
	if !bytes.Equal(src, []byte("x\x1by\xe2")) {
		t.Errorf("src became %q", src)
	}
}

func TestPlainTextIsNotCopied(t *testing.T) {
	text := strings.Repeat("250 ok ", 100)
	if n := testing.AllocsPerRun(10, func() { Text(text) }); n != 0 {
		t.Errorf("Text of a plain string allocates %v times", n)
	}
}

func BenchmarkStream(b *testing.B) {
	for _, c := range []struct{ name, line string }{
		{"ascii", "250-mx.example.net at your service, [192.0.2.1], size 52428800"},
		{"addresses", `<a@example.net> <b@example.net> DOMAIN\user <c@example.net>`},
		{"cyrillic", "Добро пожаловать на почтовый сервер, соединение установлено"},
		{"cjk", "邮件服务器已准备就绪欢迎使用本系统请先登录然后再发送邮件"},
		{"bidi", strings.Repeat("\u202E", 20)},
		{"binary", "\x00\x01\x02\x80\x81\xfe\xff\x1b[2J\x7f\xc3\x28\xe2\x82\x03\x9b\x0e\x0f"},
	} {
		b.Run(c.name, func(b *testing.B) {
			src := []byte(strings.Repeat(c.line, 64<<10/len(c.line)))
			dst := make([]byte, 0, 4*len(src))
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			var s Stream
			for b.Loop() {
				dst = s.Append(dst[:0], src)
			}
		})
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"the server said \"a\\x1b\"":  "the server said \"a\\x1b\"", // was quoted before
		"raw \x1b[2J and \u202e here": "raw \\x1b[2J and <U+202E> here",
		"<U+202E> stays":              "<U+202E> stays",
		"line\nbyhand: fake":          "line\\x0abyhand: fake",
	} {
		if got := Words(text); got != want {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}
