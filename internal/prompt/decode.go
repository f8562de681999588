package prompt

import (
	"time"
	"unicode/utf8"
)

// decoder turns the terminal's bytes into tokens. feed gets the bytes of one read, which may
// end in the middle of a key or a rune.
type decoder struct {
	state        func(*decoder, byte)
	seq          []byte    // the key's bytes so far
	escLast      bool      // ESC was the last byte of a read: it may be a key of its own
	quoted       bool      // after ^V: the next byte is text
	cr           bool      // after CR: a LF belongs to it
	text         []byte    // not a token yet
	pasted       bool      // this read comes from a paste
	fromBigPaste bool      // from a big one
	last         time.Time // of the last read
	pasteBegan   time.Time // when the paste began
	out          []token
}

// A read of pasteSize bytes is a paste: nobody types that fast. A read within pasteDelay after
// a read of bigPaste bytes belongs to the same paste.
const (
	pasteSize  = 16
	bigPaste   = 1000
	pasteDelay = 20 * time.Millisecond
)

// feed returns the tokens that p completes. They are valid until the next feed.
func (d *decoder) feed(p []byte, now time.Time) []token {
	if d.state == nil {
		d.state = (*decoder).ground
	}
	d.out = d.out[:0]
	rest := d.fromBigPaste && now.Sub(d.last) < pasteDelay
	if !rest && !d.inPaste() {
		d.pasteBegan = now
	}
	d.pasted = rest || len(p) >= pasteSize
	d.fromBigPaste = d.pasted && (d.fromBigPaste || len(p) >= bigPaste)
	if d.last = now; len(p) == 1 && p[0] == ctrlC {
		d.reset() // even in a paste whose end is missing
	}
	for _, b := range p {
		d.state(d, b)
	}
	d.escLast = len(p) > 0 && p[len(p)-1] == esc && len(d.seq) == 0
	d.flush(false)
	return d.out
}

// reset drops an incomplete key.
func (d *decoder) reset() {
	d.state, d.seq, d.quoted = (*decoder).ground, nil, false
}

// flush makes a token of the text so far. It keeps the first bytes of an incomplete rune for
// the next call. whole: it does not, because no more bytes of the rune can follow.
func (d *decoder) flush(whole bool) {
	cut := len(d.text)
	for i := cut - 1; !whole && i >= 0 && i >= cut-utf8.UTFMax; i-- {
		if utf8.RuneStart(d.text[i]) {
			if !utf8.FullRune(d.text[i:]) {
				cut = i
			}
			break
		}
	}
	if cut > 0 {
		d.out = append(d.out, token{kind: textToken, text: toRunes(nil, d.text[:cut]), pasted: d.pasted || d.inPaste()})
		n := copy(d.text, d.text[cut:])
		clear(d.text[n:]) // it may be a secret
		d.text = d.text[:n]
	}
}

func (d *decoder) key(k rune) {
	d.flush(true)
	d.out = append(d.out, token{kind: keyToken, key: k})
}

func (d *decoder) endLine(pasted bool) {
	d.flush(true)
	at := d.last
	if pasted {
		at = d.pasteBegan
	}
	d.out = append(d.out, token{kind: endToken, pasted: pasted, at: at})
}

// ground is the state outside key sequences.
func (d *decoder) ground(b byte) {
	cr := d.cr
	d.cr = false
	switch {
	case d.quoted:
		d.quoted = false
		d.text = append(d.text, b)
	case b == esc:
		d.flush(true)
		d.state, d.seq = (*decoder).escape, d.seq[:0]
	case b == '\r':
		d.endLine(d.pasted)
		d.cr = d.pasted
	case b == '\n':
		if !cr {
			d.endLine(d.pasted)
		}
	case b == '\t' && d.pasted:
		d.text = append(d.text, b)
	case b == ctrlV:
		d.quoted = true
	case b < ' ' || b == del:
		if k := controls[b]; k != 0 {
			d.key(k)
		}
	default:
		d.text = append(d.text, b)
	}
}

// escape is the state after ESC.
func (d *decoder) escape(b byte) {
	d.state = (*decoder).ground
	switch k := metas[b]; {
	case b == '[':
		d.state = (*decoder).csi
	case b == 'O':
		d.state = (*decoder).ss3
	case b == esc:
		d.state = (*decoder).escape
	case k != 0:
		d.key(k)
	case (b == ']' || b == 'P' || b == '_' || b == '^' || b == 'X') && !d.escLast:
		d.state = (*decoder).terminalReply
	case d.escLast || b < ' ' || b == del || b >= utf8.RuneSelf:
		d.ground(b)
	}
	d.escLast = false
}

// longSequence is a length that no key's sequence reaches.
const longSequence = 32

// csi is the state in a CSI sequence: parameters and a final byte.
func (d *decoder) csi(b byte) {
	switch {
	case b < ' ' || b >= del:
		d.reset()
		d.ground(b)
	case len(d.seq) == 1 && d.seq[0] == '[':
		d.reset() // the Linux console's F-keys: ESC [ [ A
	case b == '[' && len(d.seq) == 0, b < '@' && len(d.seq) < longSequence:
		d.seq = append(d.seq, b)
	case b >= '@':
		seq := string(d.seq)
		d.reset()
		d.sequence(seq, b)
	default:
		d.reset()
	}
}

// sequence handles a complete CSI or SS3 sequence.
func (d *decoder) sequence(parameters string, final byte) {
	switch {
	case final == '~' && parameters == "200":
		d.state, d.seq, d.cr, d.pasteBegan = (*decoder).paste, []byte{0}, false, d.last // the 0 marks a paste; bytes of a possible pasteEnd follow it
	case final == '~':
		if k := tildes[parameters]; k != 0 {
			d.key(k)
		}
	default:
		k := finals[final]
		if modified(parameters) && modifiedFinals[final] != 0 {
			k = modifiedFinals[final]
		}
		if k != 0 {
			d.key(k)
		}
	}
}

// modified reports whether the parameters include Ctrl or Alt. Shift alone does not count.
func modified(parameters string) bool {
	n := len(parameters)
	return n > 1 && parameters[n-2] == ';' && parameters[n-1] >= '3' || parameters == "5"
}

// ss3 is the state after ESC O (SS3).
func (d *decoder) ss3(b byte) {
	switch {
	case b >= '0' && b <= '9' || b == ';':
		d.seq = append(d.seq, b)
		if len(d.seq) > longSequence {
			d.reset()
		}
	case b == 'M': // Enter on the keypad
		d.reset()
		d.endLine(d.pasted)
	case b < ' ' || b >= del:
		d.reset()
		d.ground(b)
	default:
		seq := string(d.seq)
		d.reset()
		d.sequence(seq, b)
	}
}

// terminalReply is the state in a terminal's reply to a query, such as OSC or DCS. No byte of
// it may become part of a line. Ctrl-C ends this state.
func (d *decoder) terminalReply(b byte) {
	switch {
	case b == ctrlC:
		d.reset()
		d.ground(b)
	case b == '\a' || b == '\r' || b == '\n', b == '\\' && len(d.seq) > 0:
		d.reset()
	case b == esc:
		d.seq = append(d.seq[:0], b)
	default:
		d.seq = d.seq[:0]
	}
}

// pasteEnd ends a bracketed paste.
const pasteEnd = "\x1b[201~"

// inPaste reports whether the decoder is in a bracketed paste.
func (d *decoder) inPaste() bool { return len(d.seq) > 0 && d.seq[0] == 0 }

// paste is the state in a bracketed paste: everything except line endings is text.
func (d *decoder) paste(b byte) {
	if n := len(d.seq) - 1; b == pasteEnd[n] {
		if d.seq = append(d.seq, b); n+2 > len(pasteEnd) {
			d.flush(true)
			d.reset()
			d.cr = false
		}
		return
	}
	cr := d.cr && len(d.seq) == 1 // b follows the CR directly
	d.text = append(d.text, d.seq[1:]...)
	d.seq = d.seq[:1]
	d.cr = b == '\r'
	switch {
	case b == esc:
		d.seq = append(d.seq, b)
	case b == '\r', b == '\n' && !cr:
		d.endLine(true)
	case b == '\n':
	default:
		d.text = append(d.text, b)
	}
}
