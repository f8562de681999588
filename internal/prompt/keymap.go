package prompt

import "github.com/chzyer/readline"

// Bytes that the decoder handles specially.
const (
	ctrlC = 0x03
	ctrlV = 0x16
	esc   = 0x1B
	del   = 0x7F
)

// Keys that the library knows have its names. These are ours: the library lacks
// them, or handles them badly. For it, Delete on an empty line ends the input, ^W
// in the first word also deletes text after the cursor, and ^T on a line of one
// rune panics.
const (
	keyDelete rune = -100 - iota
	keyDeleteOrEnd
	keyKillWord // to a space
	keyKillPart // to anything but letters and digits
	keyTranspose
	keyClear
	keyTab
	keySuspend
)

// controls are the control keys. Others do nothing: the library would insert
// them, or confuse them with other keys.
var controls = [256]rune{
	0x01: readline.CharLineStart, 0x02: readline.CharBackward, 0x03: readline.CharInterrupt, 0x04: keyDeleteOrEnd,
	0x05: readline.CharLineEnd, 0x06: readline.CharForward, 0x07: readline.CharBell, 0x08: readline.CharBackspace,
	0x09: keyTab, 0x0B: readline.CharKill, 0x0C: keyClear, 0x0E: readline.CharNext, 0x10: readline.CharPrev,
	0x12: readline.CharBckSearch, 0x13: readline.CharFwdSearch, 0x14: keyTranspose, 0x15: readline.CharCtrlU,
	0x17: keyKillWord, 0x19: readline.CharCtrlY, 0x1A: keySuspend, del: readline.CharBackspace,
}

// metas are the keys with Alt, or after ESC.
var metas = [256]rune{
	'b': readline.MetaBackward, 'f': readline.MetaForward, 'd': readline.MetaDelete, 0x08: keyKillPart, del: keyKillPart,
}

// finals are the keys by the last byte of a CSI or SS3 sequence.
var finals = [256]rune{
	'A': readline.CharPrev, 'B': readline.CharNext, 'C': readline.CharForward, 'D': readline.CharBackward,
	'H': readline.CharLineStart, 'F': readline.CharLineEnd,
}

// words are those that mean another key with Ctrl or Alt.
var words = [256]rune{'C': readline.MetaForward, 'D': readline.MetaBackward}

// tildes are the keys by the parameters of a sequence that ends with ~.
var tildes = map[string]rune{
	"1": readline.CharLineStart, "7": readline.CharLineStart, "4": readline.CharLineEnd, "8": readline.CharLineEnd,
	"3": keyDelete, "3;5": readline.MetaDelete, "3;3": readline.MetaDelete,
}
