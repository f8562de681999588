package clientlog

import "regexp"

// tool recognizes the log of a tool.
type tool struct {
	name string
	sign *regexp.Regexp   // is somewhere in the log
	read func([]line) Log // reads a log that marks cannot describe; nil: its marks can be learned
}

// tools are tried in order.
var tools = []tool{
	{"swaks", regexp.MustCompile(`(?m)^ ?(?:<[-~*]{1,2}|[-~*]{1,2}>) |^=== Connected to `), nil},
	{"curl", regexp.MustCompile(`(?m)^\* (?:Connected to|Trying|Host) `), nil},
	{"Python smtplib", regexp.MustCompile(`(?m)^(?:\S+ )?(?:send: |reply: |connect: \()`), nil},
	{"PHPMailer", regexp.MustCompile(`CLIENT -> SERVER: |SERVER -> CLIENT: `), nil},
	{"nodemailer", regexp.MustCompile(`\[[\w-]+\] [CS]: `), nil},
	{"Net::SMTP", regexp.MustCompile(`Net::SMTP\S*(?:>>>|<<<)`), nil},
	{"msmtp", regexp.MustCompile(`(?m)^(?:<--|-->) `), nil},
	{"mutt", regexp.MustCompile(`(?m)^(?:\[[^]]*\] )?\d[<>] `), nil},
	{"Exim", regexp.MustCompile(`SMTP(?:<<|>>|\(close\))`), nil},
	{"sendmail", regexp.MustCompile(`(?m)^(?:050 )?>>> `), nil},
	{"telnet", regexp.MustCompile(`(?m)^Escape character is`), nil},
	{"openssl s_client", regexp.MustCompile(`(?m)^CONNECTED\([0-9A-F]+\)`), nil},
}

// toolOf returns the name of the tool that wrote a log, or "".
func toolOf(text string) string {
	for _, t := range tools {
		if t.sign.MatchString(text) {
			return t.name
		}
	}
	return ""
}

// readBy reads the log of a tool that has a reader of its own; nil: there is none.
func readBy(lines []line) *Log {
	return nil
}
