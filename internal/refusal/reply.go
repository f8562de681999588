package refusal

import (
	"regexp"
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
	startCodes   = regexp.MustCompile(`^\s*([2-5]\d\d)([ \t:-]|$)`)
	startStatus  = regexp.MustCompile(`^\s*[-#]?([245]\.\d{1,3}\.\d{1,3})(?:[\s:,;#-]|$)`)
	statusInText = regexp.MustCompile(`[(\[]#?([245]\.\d{1,3}\.\d{1,3})[)\]]|#([245]\.\d{1,3}\.\d{1,3})\b`)
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
