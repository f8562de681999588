package maillog

import "bytes"

// verbMarks say in a log which command a reply answers. The first that is in the line
// outside the reply counts.
var verbMarks = []struct {
	mark []byte
	verb string
}{
	{[]byte("in reply to RCPT TO"), "RCPT"},
	{[]byte("in reply to MAIL FROM"), "MAIL"},
	{[]byte("in reply to end of DATA"), "."},
	{[]byte("in reply to DATA"), "DATA"},
	{[]byte("in reply to EHLO"), "EHLO"},
	{[]byte("in reply to HELO"), "HELO"},
	{[]byte("in reply to AUTH"), "AUTH"},
	{[]byte("in reply to STARTTLS"), "STARTTLS"},
	{[]byte("refused to talk to me"), "GREETING"},
	{[]byte("after RCPT TO"), "RCPT"},
	{[]byte("after pipelined RCPT TO"), "RCPT"},
	{[]byte("after MAIL FROM"), "MAIL"},
	{[]byte("after pipelined MAIL FROM"), "MAIL"},
	{[]byte("after end of data"), "."},
	{[]byte("after pipelined end of data"), "."},
	{[]byte("after sending data block"), "."},
	{[]byte("after DATA"), "."},
	{[]byte("after pipelined DATA"), "DATA"},
	{[]byte("after BDAT"), "BDAT"},
	{[]byte("after EHLO"), "EHLO"},
	{[]byte("after HELO"), "HELO"},
	{[]byte("after AUTH"), "AUTH"},
	{[]byte("after STARTTLS"), "STARTTLS"},
	{[]byte("after initial connection"), "GREETING"},
	{[]byte("END-OF-MESSAGE from"), "."},
	{[]byte("eject: body"), "."},
	{[]byte("eject: header"), "."},
	{[]byte("rejected RCPT"), "RCPT"},
	{[]byte("rejected MAIL"), "MAIL"},
	{[]byte("rejected EHLO"), "EHLO"},
	{[]byte("ruleset=check_rcpt"), "RCPT"},
	{[]byte("ruleset=check_mail"), "MAIL"},
	{[]byte("ruleset=check_relay"), "GREETING"},
	{[]byte("does not like recipient"), "RCPT"},
	{[]byte("failed after I sent the message"), "."},
}

// verbIn returns the command that the reply r in line answers; "": the line does not say.
func verbIn(line []byte, r span) string {
	for _, m := range verbMarks {
		if bytes.Contains(line[:r.start], m.mark) || bytes.Contains(line[r.end:], m.mark) {
			return m.verb
		}
	}
	return rejectedVerb(line[:r.start])
}

// rejectedVerb returns the command in a line of Postfix's server: "reject: RCPT from".
func rejectedVerb(line []byte) string {
	_, after, found := bytes.Cut(line, []byte("reject: "))
	verb, _, ok := bytes.Cut(after, []byte(" from "))
	switch {
	case !found || !ok || bytes.ContainsAny(verb, " :"):
		return ""
	case string(verb) == "CONNECT":
		return "GREETING"
	}
	return string(verb)
}

// clientVerbs are the commands that a session shows before the replies to them.
var clientVerbs = []struct {
	begins []byte
	verb   string
}{
	{[]byte("RCPT TO"), "RCPT"}, {[]byte("MAIL FROM"), "MAIL"}, {[]byte("DATA"), "DATA"}, {[]byte("EHLO"), "EHLO"}, {[]byte("HELO"), "HELO"},
	{[]byte("AUTH"), "AUTH"}, {[]byte("STARTTLS"), "STARTTLS"}, {[]byte("BDAT"), "BDAT"}, {[]byte("."), "."}, {[]byte("RSET"), "RSET"},
	{[]byte("QUIT"), "QUIT"}, {[]byte("VRFY"), "VRFY"}, {[]byte("LHLO"), "LHLO"},
}

// clientVerb returns the command in a line of a pasted session, or in a line of qmail's
// bounce that says what a reply was about; "": it is another line.
func clientVerb(line []byte) string {
	if len(line) > 2048 {
		return ""
	}
	if r := (span{start: len(line), end: len(line)}); bytes.HasSuffix(line, []byte(".")) && verbIn(line, r) != "" { // "192.0.2.1 does not like recipient."
		return verbIn(line, r)
	}
	text := bytes.TrimLeft(line, " \t")
	for _, mark := range [][]byte{[]byte(">>> "), []byte("C: "), []byte("> "), []byte("~> "), []byte("-> "), []byte("*** "), []byte(">> ")} {
		text = bytes.TrimLeft(bytes.TrimPrefix(text, mark), " ")
	}
	for _, c := range clientVerbs {
		if len(text) >= len(c.begins) && bytes.EqualFold(text[:len(c.begins)], c.begins) && (c.verb != "." || len(text) == 1) {
			return c.verb
		}
	}
	return ""
}
