package message

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// addHeaderLine checks a line of the header, or finds that the header has ended.
func (c *checker) addHeaderLine(line []byte) {
	r := &c.report
	if r.Lines == 1 {
		line, r.BOM = bytes.CutPrefix(line, []byte("\xEF\xBB\xBF"))
	}
	name, rest, found := bytes.Cut(line, []byte(":"))
	isField := found && isFieldName(name)
	switch {
	case len(line) == 0:
		c.inHeader = false
	case line[0] == ' ' || line[0] == '\t':
		r.LeadingSpace = r.LeadingSpace || r.Lines == 1
		c.addFieldText(line)
	case r.Lines == 1 && !isField && (bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From "))):
		r.Mbox = true
	case !isField:
		c.inHeader = false
		r.NoBlankLine = r.Lines
	default:
		r.HasHeader = true
		c.beginField(strings.TrimRight(string(name), " \t"))
		c.addFieldText(rest)
	}
}

// beginField records that a field begins in this line.
func (c *checker) beginField(name string) {
	c.field = -1
	for i := range c.report.Fields {
		f := &c.report.Fields[i]
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		c.field = i
		f.Count++
		switch f.Count {
		case 1:
			f.Line = c.report.Lines
		case 2:
			f.Again = c.report.Lines
		}
	}
}

// addFieldText checks the text of a field. An empty Bcc: is harmless: it says that there are
// such recipients but does not name them (RFC 5322 3.6.3).
func (c *checker) addFieldText(text []byte) {
	if c.field >= 0 && c.report.Fields[c.field].Name == "Bcc" && len(bytes.TrimSpace(text)) > 0 {
		c.report.BccShown = true
	}
}

// isFieldName reports whether name can be a field name: printable ASCII (RFC 5322 2.2),
// with white space after it as in old messages (4.5).
func isFieldName(name []byte) bool {
	name = bytes.TrimRight(name, " \t")
	for _, octet := range name {
		if octet <= ' ' || octet > '~' {
			return false
		}
	}
	return len(name) > 0
}

// utf8Check checks whether a line that arrives in pieces is UTF-8 (RFC 6532 3.1).
type utf8Check struct {
	part []byte // the first bytes of a character
	bad  bool
}

func (u *utf8Check) pending() bool { return len(u.part) > 0 }

func (u *utf8Check) add(text []byte) {
	for len(u.part) > 0 && len(text) > 0 && !utf8.FullRune(u.part) {
		u.part, text = append(u.part, text[0]), text[1:]
	}
	if len(u.part) > 0 && !utf8.FullRune(u.part) {
		return
	}
	u.bad = u.bad || !utf8.Valid(u.part)
	u.part = u.part[:0]
	for i := 1; i < utf8.UTFMax && i <= len(text); i++ {
		if from := len(text) - i; utf8.RuneStart(text[from]) {
			if !utf8.FullRune(text[from:]) {
				u.part = append(u.part, text[from:]...)
				text = text[:from]
			}
			break
		}
	}
	u.bad = u.bad || !utf8.Valid(text)
}

// end returns 1 if the line was not UTF-8, and begins the next line.
func (u *utf8Check) end() int {
	bad := u.bad || len(u.part) > 0
	u.bad, u.part = false, u.part[:0]
	if bad {
		return 1
	}
	return 0
}
