package clientlog

import (
	"byhand/internal/lazyregexp"
	"strings"
)

// rewriter turns a line of a log into lines with a mark before each: the text is escaped,
// or the direction is in another line. It may keep what it needs for the next line.
type rewriter func(line string) []string

// tool recognizes the log of a tool.
type tool struct {
	name      string
	sign      *lazyregexp.Regexp // is somewhere in the log
	rewrite   func() rewriter    // nil: the marks can be learned
	unstuffed bool               // it writes a message's lines before dots are added
	isLossy   bool               // it may leave out the empty lines of a message
}

// tools are tried in order.
var tools = []*tool{
	{name: "swaks", sign: lazyregexp.New(`(?m)^=== (?:Trying|Connected to) |^<[-~]  \d|^ [-~]> (?:EHLO|HELO) `)},
	{name: "curl", sign: lazyregexp.New(`(?m)^(?:[\d:.]+ )?(?:<=|=>) (?:Recv|Send) (?:header|data), \d+ bytes`), rewrite: newCurlTrace, isLossy: true},
	{name: "socat", sign: lazyregexp.New(`(?m)^[<>] \d{4}/\d\d/\d\d .*length=\d+ from=\d+ to=\d+`), rewrite: newSocat},
	{name: "strace", sign: lazyregexp.New(`(?m)^(?:\[pid +\d+\] |\d+ +)?(?:[\d:.]+ )?(?:read|recv|recvfrom|recvmsg|write|send|sendto|sendmsg|writev)\(\d+(?:<[^>]*>)?, .*\) += \d+`), rewrite: newStrace},
	{name: "tcpflow", sign: lazyregexp.New(`(?m)^(?:\d{3}\.){4}\d{5}-(?:\d{3}\.){4}\d{5}: `), rewrite: newPackets},
	{name: "ngrep", sign: lazyregexp.New(`(?m)^T (?:[\d/]+ [\d:.]+ )?\S+:\d+ -> \S+:\d+ \[[A-Z]+\]`), rewrite: newPackets},
	{name: "tcpdump", sign: lazyregexp.New(`(?m)^(?:[\d-]+ )?\d\d:\d\d:\d\d\.\d+ (?:\S+ +(?:In|Out) +)?IP6? \S+ > \S+: Flags .*length \d+`), rewrite: newPackets},
	{name: "tshark", sign: lazyregexp.New(`(?m)^Follow: (?:tcp|tls),ascii`), rewrite: newFollow},
	{name: "Exchange", sign: lazyregexp.New(`(?m)^#Fields: date-time,connector-id,session-id,sequence-number|^\d{4}-\d\d-\d\dT[\d:.]+Z,[^,]*,[0-9A-F]{16},\d+,[^,]*,[^,]*,[-+<>*],`), rewrite: newExchange},
	{name: "nodemailer", sign: lazyregexp.New(`"tnx":"(?:client|server)"`), rewrite: newJSON},
	{name: "curl", sign: lazyregexp.New(`(?m)^\* (?:Connected to|  ?Trying|Host) `)},
	{name: "Python smtplib", sign: lazyregexp.New(`(?m)^(?:\S+ )?(?:send: b?['"]|reply: b?['"])`)},
	{name: "PHPMailer", sign: lazyregexp.New(`CLIENT -> SERVER: |SERVER -> CLIENT: |SMTP -> (?:FROM )?SERVER`)},
	{name: "nodemailer", sign: lazyregexp.New(`\[[\w-]+\] [CS]: `)},
	{name: "Net::SMTP", sign: lazyregexp.New(`Net::SMTP\S*(?:>>>|<<<)`), unstuffed: true, isLossy: true},
	{name: "msmtp", sign: lazyregexp.New(`(?m)^(?:<--|-->) `)},
	{name: "mutt", sign: lazyregexp.New(`(?m)^\[[^]]*\] ?(?:<\d> \S+\(\) )?\d+[<>] `), rewrite: newMutt},
	{name: "s-nail", sign: lazyregexp.New(`(?m)^(?:s-nail: )?>>> SERVER: `), unstuffed: true},
	{name: "JavaMail", sign: lazyregexp.New(`(?m)^DEBUG SMTPS?: `)},
	{name: "Exim", sign: lazyregexp.New(`SMTP(?:<<|>>|\(close\))`)},
	{name: "sendmail", sign: lazyregexp.New(`(?m)^(?:050 )?>>> `)},
	{name: "telnet", sign: lazyregexp.New(`(?m)^Escape character is`)},
	{name: "openssl s_client", sign: lazyregexp.New(`(?m)^CONNECTED\([0-9A-F]+\)`)},
	{name: "", sign: lazyregexp.New(`(?m)^.{0,60}\{"[\w@]+": ?["\d]`), rewrite: newJSON},
	{name: "gnutls-cli", sign: lazyregexp.New(`(?m)^- Simple Client Mode:`)},
}

// toolOf returns the tool that wrote a log, from a sample of it.
func toolOf(sample []line) *tool {
	var b strings.Builder
	for _, l := range sample {
		b.WriteString(l.text[:min(len(l.text), maxPrefix)])
		b.WriteByte('\n')
	}
	text := b.String()
	for _, t := range tools {
		if t.sign.MatchString(text) {
			return t
		}
	}
	return &tool{}
}
