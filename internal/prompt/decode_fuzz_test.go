package prompt

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	"unicode/utf8"
)

// feed decodes text in pieces of random lengths, a second apart, and returns the
// tokens.
func feed(text []byte, rnd *rand.Rand, longest int) (tokens []token) {
	var d decoder
	now := time.Unix(0, 0)
	for len(text) > 0 {
		n := min(1+rnd.IntN(longest), len(text))
		tokens = append(tokens, d.feed(text[:n], now)...)
		text, now = text[n:], now.Add(time.Second)
	}
	return tokens
}

// textOf returns the text of tokens, line by line.
func textOf(tokens []token) (lines [][]byte) {
	lines = append(lines, nil)
	for _, t := range tokens {
		switch last := len(lines) - 1; t.kind {
		case textToken:
			lines[last] = append(lines[last], toBytes(t.text)...)
		case endToken:
			lines = append(lines, nil)
		}
	}
	return lines
}

// sequences are keys, replies of a terminal, and unknown sequences. None of their bytes becomes
// text, wherever a read ends.
var sequences = []string{"\x1b[A", "\x1b[1;5C", "\x1b[3~", "\x1bOH", "\x1bb", "\x1b[[A", "\x1b[200~\x1b[201~", "\x1b[?1;2c", "\x1b[<0;1;1M", "\x01", "\x00", "\x7f"}

// The decoder does not change text, wherever reads end, and whatever keys are in it.
func FuzzDecodedText(f *testing.F) {
	for seed, text := range []string{"plain", "caf\u00e9 \u6f22\u5b57", "\xe9\xff\xfe", "\xe6\xbc|\xe6\xbc\xa2", "\uf700\ufffd\xed\xa0\x80", "a|b|c|d|e|f|g", "\xf0|\x9f\x98\x80"} {
		f.Add([]byte(text), uint64(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		text = slices.DeleteFunc(text, func(b byte) bool { return b < ' ' || b == del })
		var keys []byte
		parts := bytes.Split(text, []byte("|"))
		for i, part := range parts {
			if i > 0 {
				keys = append(keys, sequences[rnd.IntN(len(sequences))]...)
			}
			keys = append(keys, part...)
		}
		got := textOf(feed(append(keys, '\r'), rnd, 40))
		if want := bytes.Join(parts, nil); len(got) != 2 || !bytes.Equal(got[0], want) {
			t.Errorf("%q: %q, not %q", keys, got, want)
		}
	})
}

// In a paste everything except line endings is text.
func FuzzDecodedPaste(f *testing.F) {
	for seed, text := range []string{"one\rtwo\nthree\r\nfour", "\x1b[A\t\x01\x1b[20", "\x1b[200~\x1b[201", "\x1b\x1b[201\r", "\xe6\r\xbc", "\n\r\n\r", "\r"} {
		f.Add([]byte(text), uint64(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		text = slices.DeleteFunc(text, func(b byte) bool { return b == ctrlC }) // alone in a read it is a key
		if bytes.Contains(text, []byte(pasteEnd)) {
			return
		}
		keys := slices.Concat([]byte("\x1b[200~"), text, []byte(pasteEnd+"\r"))
		got := textOf(feed(keys, rand.New(rand.NewPCG(seed, 2)), 40))
		want := bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
		if !slices.EqualFunc(got, append(bytes.Split(want, []byte("\n")), nil), bytes.Equal) {
			t.Errorf("%q: %q", keys, got)
		}
	})
}

// No input makes the decoder fail, and the tokens do not depend on where reads end.
func FuzzDecoder(f *testing.F) {
	for _, keys := range []string{"a\x1b[1;5Cb", "\x1b[200~a\r\x1b[201~", "\x1bOM\x1b[[A", "\xe6\xbc\xa2\xe6", "\x1b]0;x\a\x1bP\x1b\\", "\x1b[\x1b[\r\x00", "\x16\x1b\x03"} {
		f.Add([]byte(keys), uint64(1))
	}
	f.Fuzz(func(t *testing.T, keys []byte, seed uint64) {
		feed(keys, rand.New(rand.NewPCG(seed, 3)), 1+int(seed%64))
		if len(keys) >= pasteSize || timed(keys) {
			return
		}
		var whole decoder
		want := joined(whole.feed(keys, time.Time{}))
		if got := joined(feed(keys, rand.New(rand.NewPCG(seed, 4)), 1)); !slices.EqualFunc(got, want, same) {
			t.Errorf("%q: byte by byte\n%+v, not\n%+v", keys, got, want)
		}
	})
}

// timed reports whether keys contains a byte that means another key if a read returns only that
// byte.
func timed(keys []byte) bool {
	for i, b := range keys {
		if b == ctrlC || b == ctrlV {
			return true
		}
		if b != esc || i == len(keys)-1 {
			continue
		}
		if next := keys[i+1]; next != '[' && next != 'O' && next != esc && metas[next] == 0 {
			return true
		}
	}
	return false
}

// joined returns the tokens with adjacent texts joined.
func joined(tokens []token) []token {
	var q queue
	for _, t := range tokens {
		t.text, t.at = slices.Clone(t.text), time.Time{}
		q.push(t)
	}
	return q.tokens
}

func same(a, b token) bool {
	return a.kind == b.kind && a.key == b.key && a.pasted == b.pasted && slices.Equal(a.text, b.text)
}

// Runes are turned back into the same bytes, and valid UTF-8 does not change.
func FuzzRunes(f *testing.F) {
	for _, text := range []string{"", "a", "\u6f22", "\xff\xfe", "\uf700\uf7ff\uf800", "\xed\xa0\x80", "\ufffd", "\xf4\x90\x80\x80"} {
		f.Add([]byte(text), len(text)/2)
	}
	f.Fuzz(func(t *testing.T, text []byte, cut int) {
		line := toRunes(nil, text)
		if got := toBytes(line); !bytes.Equal(got, text) {
			t.Errorf("%q became %q", text, got)
		}
		for _, r := range line {
			if !utf8.ValidRune(r) {
				t.Errorf("%q has the rune %U, which the library would change", text, r)
			}
		}
		if cut = min(max(cut, 0), len(text)); !bytes.Equal(toBytes(toRunes(toRunes(nil, text[:cut]), text[cut:])), text) {
			t.Errorf("%q changes when it is cut at %d", text, cut)
		}
		if utf8.Valid(text) && !slices.ContainsFunc(line, isRaw) && string(line) != string(text) {
			t.Errorf("%q is stored as %q", text, string(line))
		}
	})
}
