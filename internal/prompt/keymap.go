package prompt

import "github.com/chzyer/readline"

// Bytes that the decoder handles specially.
const (
	ctrlC = 0x03
	ctrlV = 0x16
	esc   = 0x1B
	del   = 0x7F
)

// The library's keys have its names. This package adds keys that the library lacks or handles
// badly: its Delete ends the input on an empty line, its ^W in the first word also deletes text
// after the cursor, and its ^T panics on a line of one rune.
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

// controls maps control characters to keys. Other control characters do nothing: the library
// would insert them, or confuse them with other keys.
var controls = [256]rune{
	0x01: readline.CharLineStart, 0x02: readline.CharBackward, 0x03: readline.CharInterrupt, 0x04: keyDeleteOrEnd,
	0x05: readline.CharLineEnd, 0x06: readline.CharForward, 0x07: readline.CharBell, 0x08: readline.CharBackspace,
	0x09: keyTab, 0x0B: readline.CharKill, 0x0C: keyClear, 0x0E: readline.CharNext, 0x10: readline.CharPrev,
	0x12: readline.CharBckSearch, 0x13: readline.CharFwdSearch, 0x14: keyTranspose, 0x15: readline.CharCtrlU,
	0x17: keyKillWord, 0x19: readline.CharCtrlY, 0x1A: keySuspend, del: readline.CharBackspace,
}

// metas maps the byte after ESC to a key. Terminals send that for a key with Alt.
var metas = [256]rune{
	'b': readline.MetaBackward, 'f': readline.MetaForward, 'd': readline.MetaDelete, 0x08: keyKillPart, del: keyKillPart,
}

// finals maps the last byte of a CSI or SS3 sequence to a key.
var finals = [256]rune{
	'A': readline.CharPrev, 'B': readline.CharNext, 'C': readline.CharForward, 'D': readline.CharBackward,
	'H': readline.CharLineStart, 'F': readline.CharLineEnd,
}

// modifiedFinals maps the last byte to a key if Ctrl or Alt was pressed.
var modifiedFinals = [256]rune{'C': readline.MetaForward, 'D': readline.MetaBackward}

// tildes maps the parameters of a sequence that ends with ~ to a key.
var tildes = map[string]rune{
	"1": readline.CharLineStart, "7": readline.CharLineStart, "4": readline.CharLineEnd, "8": readline.CharLineEnd,
	"3": keyDelete, "3;5": readline.MetaDelete, "3;3": readline.MetaDelete,
}
