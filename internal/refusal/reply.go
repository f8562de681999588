package refusal

import (
	"byhand/internal/lazyregexp"
	"strconv"
	"strings"
)

// Reply is a refusal, and what is known of the session in which it came.
type Reply struct {
	Verb     string // the command that it answers, as in smtp.MatchedReply: "RCPT", "GREETING", "."; "": not known
	Code     int    // 0: not known, or the protocol has no codes
	Enhanced string // "5.7.1"; "": none
	Text     string // its lines without the codes, separated by \n
	Host     string // the server's name; "": not known
}

var (
	startCodes   = lazyregexp.New(`^\s*([2-5]\d\d)([ \t:-]|$)`)
	startStatus  = lazyregexp.New(`^\s*[-#]?([245]\.\d{1,3}\.\d{1,3})(?:[\s:,;#-]|$)`)
	statusInText = lazyregexp.New(`[(\[]#?([245]\.\d{1,3}\.\d{1,3})[)\]]|#([245]\.\d{1,3}\.\d{1,3})\b`)
)

// Parse reads a reply as users paste it, in one or more lines, with its codes:
//
//	550-5.7.1 Service unavailable;
//	550 5.7.1 client [192.0.2.7] blocked using bl.example
//
// It also reads what clients, logs and bounces write around a reply (unwrap).
func Parse(text string) Reply {
	var r Reply
	var lines []string
	for line := range strings.Lines(splitJoined(r.unwrap(text))) {
		lines = append(lines, r.cutCodes(strings.TrimSpace(line)))
	}
	r.Text = strings.TrimSpace(strings.Join(lines, "\n"))
	if m := statusInText.FindStringSubmatch(r.Text); r.Enhanced == "" && m != nil { // qmail: (#5.7.1)
		r.Enhanced = m[1] + m[2]
	}
	return r
}

// cutCodes returns line without its codes, which it keeps in r.
func (r *Reply) cutCodes(line string) string {
	if m := startCodes.FindStringSubmatch(line); m != nil && (r.Code == 0 || m[1] == strconv.Itoa(r.Code)) {
		r.Code, _ = strconv.Atoi(m[1])
		line = line[len(m[0]):]
	}
	if m := startStatus.FindStringSubmatch(line); m != nil && (r.Enhanced == "" || m[1] == r.Enhanced) {
		r.Enhanced = m[1]
		line = strings.TrimSpace(line[len(m[0]):])
	}
	return line
}

// splitJoined breaks a reply of several lines that was pasted as one: "550-a 550 b".
func splitJoined(text string) string {
	m := startCodes.FindStringSubmatch(text)
	if m == nil || m[2] != "-" || strings.Contains(text, "\n") {
		return text
	}
	code := m[1]
	return strings.NewReplacer(" "+code+"-", "\n"+code+"-", " "+code+" ", "\n"+code+" ").Replace(text)
}

// wrappers are what mail software writes before a reply that it quotes, the most specific
// first. The group host is the server's name.
var wrappers = compileWrappers(
	`\bhost (?P<host>[\w.-]+)\s?\[[^\]]*\](?::\d+)? (?:said|refused to talk to me): `, // Postfix
	`\bhost (?P<host>[\w.-]+) \[[0-9a-fA-F.:]+\](?::\d+)?: `,                          // Exim
	`while talking to (?P<host>[\w.-]+?)\.?:.*?(?:<<<|<-|S:) ?`,                       // Sendmail
	`(?:remote host said|remote server (?:said|returned)|other server returned was|response was|response|server said|reply|stat)[:=]? ?`,
	`smtp; ?`, // Diagnostic-Code (RFC 3464)
	`(?:<<<|<--|<-|<~|<=|\bS:) ?`,
	`(?:[:;,] ?|[('"\x60#{]|said |with )`,
)

func compileWrappers(texts ...string) []*lazyregexp.Regexp {
	var all []*lazyregexp.Regexp
	for _, text := range texts {
		all = append(all, lazyregexp.New(`(?is)^.*?`+text+`[-#<>'"(“\s]*(?:b['"])?(?P<reply>`+codeStart+`.*)$`))
	}
	return all
}

// codeStart is how a reply starts: with its code or its enhanced code.
const codeStart = `(?:[45]\d\d(?:[\s:,-]|$)|[45]\.\d{1,3}\.\d{1,3}(?:[\s:;,-]|$))`

var (
	quoteSigns = "\"'`“”„‘’«»<>#() \t\r\n"
	startsCode = lazyregexp.New(`^["'` + "`" + `“„<>(#\s]*` + codeStart)
	repeated   = lazyregexp.New(`^[45]\.\d{1,3}\.\d{1,3} smtp; ?`)
	pythonPair = lazyregexp.New(`^([45]\d\d), b?['"](.*?)['"]\).*$`)
	inReplyTo  = lazyregexp.New(`(?i)\s*\(in reply to (?:the )?(end of DATA|[A-Z]+)(?: (?:TO|FROM))? command\).*$`)
	eximVerb   = lazyregexp.New(`(?i)SMTP error from remote mail(?: server|er) after (?:pipelined |sending )?(initial connection|end of data|RCPT|MAIL|DATA|EHLO|HELO|STARTTLS|AUTH|BDAT|QUIT)`)
	sentLine   = lazyregexp.New(`(?m)^\s*(?:>>>|->|~>|C:) ?([A-Za-z]{4,8})\b`)
)

// unwrap returns the reply in text, without what is around it, and keeps in r the command
// and the host that are named there.
func (r *Reply) unwrap(text string) string {
	text = strings.TrimSpace(text)
	r.Verb = verbAround(text)
	text = inReplyTo.ReplaceAllString(text, "")
	if !startsCode.MatchString(text) {
		text = r.cutWrapper(text)
	}
	text = strings.TrimLeft(text, quoteSigns)
	text = repeated.ReplaceAllString(text, "") // Exchange: #5.1.1 smtp;550 5.1.1 ...
	text = pythonPair.ReplaceAllString(text, "$1 $2")
	text = strings.TrimRight(strings.TrimSuffix(text, "#SMTP#"), "\"'`”’»# \t\r\n")
	return dropPrompts(text)
}

// cutWrapper returns text from its first code on that comes after one of the wrappers.
func (r *Reply) cutWrapper(text string) string {
	for _, w := range wrappers {
		m := w.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if at := w.SubexpIndex("host"); at > 0 {
			r.Host = m[at]
		}
		return m[w.SubexpIndex("reply")]
	}
	return text
}

// verbAround returns the command that the text around a reply names, or "".
func verbAround(text string) string {
	for _, from := range []*lazyregexp.Regexp{inReplyTo, eximVerb, sentLine} {
		if m := from.FindStringSubmatch(text); m != nil {
			switch verb := strings.ToUpper(m[1]); verb {
			case "END OF DATA":
				return "."
			case "INITIAL CONNECTION":
				return "GREETING"
			default:
				return verb
			}
		}
	}
	return ""
}

// dropPrompts removes the marks of received lines in a session or a bounce.
func dropPrompts(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = promptMark.ReplaceAllString(line, "")
	}
	return strings.Join(lines, "\n")
}

var promptMark = lazyregexp.New(`^\s*(?:<<<|<--|<-|<~|<|S:|>)\s*`)
