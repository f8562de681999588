package sanitize

import (
	"bytes"
	"fmt"
	"testing"
)

func Example() {
	safe := Text("250 \x1b[2J\u202Eok\r")
	fmt.Println(safe)
	back, err := Restore(safe)
	fmt.Printf("%q %v\n", back, err)
	// Output:
	// 250 \x1b[2J<U+202E>ok\x0d
	// "250 \x1b[2J\u202eok\r" <nil>
}

func TestRestore(t *testing.T) {
	for _, c := range shown {
		if got, err := Restore(c.want); err != nil || string(got) != c.in {
			t.Errorf("Restore(%q) = %q, %v, want %q", c.want, got, err, c.in)
		}
	}
}

func TestRestoreRefusesBrokenEscapes(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`\x`, `broken escape at byte 0: "\\x"`},
		{`ok \x1`, `broken escape at byte 3: "\\x1"`},
		{`\x1B`, `broken escape at byte 0: "\\x1B"`},
		{`\x+1`, `broken escape at byte 0: "\\x+1"`},
		{`\xé`, `broken escape at byte 0: "\\xé"`},
		{"<U+", `broken escape at byte 0: "<U+"`},
		{"<U+>", `broken escape at byte 0: "<U+>"`},
		{"<U+202E", `broken escape at byte 0: "<U+202E"`},
		{"<U+202e>", `broken escape at byte 0: "<U+202e>"`},
		{"<U+41>", `broken escape at byte 0: "<U+41>"`},
		{"<U+00041>", `broken escape at byte 0: "<U+00041>"`},
		{"<U+D800>", `broken escape at byte 0: "<U+D800>"`},
		{"<U+110000> and more", `broken escape at byte 0: "<U+110000>"`},
		{"<U+FFFFFFFF>", `broken escape at byte 0: "<U+FFFFFFF"`},
	} {
		got, err := Restore(c.in)
		if err == nil || err.Error() != c.want {
			t.Errorf("Restore(%q) = %q, %v, want error %q", c.in, got, err, c.want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, c := range shown {
		f.Add([]byte(c.in), uint(1))
		f.Add([]byte(c.in), uint(len(c.in)/2))
	}
	f.Fuzz(func(t *testing.T, in []byte, split uint) {
		safe := Text(in)
		for _, r := range safe {
			if isForbidden(r) {
				t.Fatalf("%q is shown as %q, with U+%04X in it", in, safe, r)
			}
		}
		if back, err := Restore(safe); err != nil || !bytes.Equal(back, in) {
			t.Fatalf("Restore(%q) = %q, %v, want %q", safe, back, err, in)
		}
		i := split % uint(len(in)+1)
		var s Stream
		halves := s.Flush(s.Append(s.Append(nil, in[:i]), in[i:]))
		if string(halves) != safe || byteByByte(string(in)) != safe {
			t.Fatalf("%q in pieces (split at %d) is shown as %q, whole as %q", in, i, halves, safe)
		}
	})
}

func FuzzRestore(f *testing.F) {
	for _, c := range shown {
		f.Add(c.in)
		f.Add(c.want)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := Restore(s) // must not panic, whatever s is
		if err != nil {
			return
		}
		if again, err := Restore(Text(b)); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("Restore(%q) = %q, which changes to: %q, %v", s, b, again, err)
		}
	})
}
