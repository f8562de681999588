package export

import "strings"

// saslMessages has the commands that write the messages of a login, by mechanism.
var saslMessages = map[string][]string{
	"PLAIN":       {`printf '\000%s\000%s' "$BYHAND_USER" "$BYHAND_PASSWORD"`},
	"LOGIN":       {`printf %s "$BYHAND_USER"`, `printf %s "$BYHAND_PASSWORD"`},
	"XOAUTH2":     {`printf 'user=%s\001auth=Bearer %s\001\001' "$BYHAND_USER" "$BYHAND_TOKEN"`},
	"OAUTHBEARER": {`printf 'n,a=%s,\001auth=Bearer %s\001\001' "$BYHAND_USER" "$BYHAND_TOKEN"`},
}

// isLogin reports whether a command of a protocol other than SMTP logs in.
func isLogin(verb string) bool {
	return verb == "PASS" || verb == "LOGIN" || verb == "APOP" || verb == "AUTH" || verb == "AUTHENTICATE"
}

// addLogin adds an AUTH command, with its initial response if it had one (RFC 4954, 4).
func (o *openssl) addLogin(l Line) {
	mechanism, initial, _ := strings.Cut(argument(l), " ")
	mechanism = strings.ToUpper(mechanism)
	o.mechanism, o.step = mechanism, 0
	if saslMessages[mechanism] == nil {
		o.mechanism = ""
		o.lose(o.s, l)
		return
	}
	o.requireSecret(mechanism)
	switch initial {
	case "":
		o.addf("say 'AUTH %s'", mechanism)
	case "=":
		o.addf("say 'AUTH %s ='", mechanism)
	default:
		o.addf("secret \"AUTH %s $(%s | b64)\"", mechanism, saslMessages[mechanism][0])
		o.step = 1
	}
	o.kept++
	o.reply("")
}

// requireSecret adds the variables for a mechanism.
func (o *openssl) requireSecret(mechanism string) {
	o.requireLogin(o.s, strings.Contains(saslMessages[mechanism][0], "TOKEN"))
}

// addAnswer adds an answer to a challenge. It is sent only after a challenge.
func (o *openssl) addAnswer(l Line) {
	messages := saslMessages[o.mechanism]
	if !o.s.isMail() || l.Text != "*" && l.Text != "" && o.step >= len(messages) {
		o.lose(o.s, l)
		return
	}
	o.kept++
	o.addf("case $code in\n334*)")
	if l.Text == "*" || l.Text == "" {
		o.addf("    say %s", quote(l.Text))
	} else {
		o.addf("    secret \"$(%s | b64)\"", messages[o.step])
		o.step++
	}
	o.body.WriteString("    ")
	o.reply("")
	o.addf("    ;;\nesac")
}

// addOtherLogin adds a login in POP3 or IMAP: PASS secret, or tag LOGIN user secret.
func (o *openssl) addOtherLogin(verb string, l Line) {
	words := strings.Fields(l.Text)
	switch {
	case verb == "PASS" && o.s.Protocol == "pop3":
		o.requireLogin(o.s, false)
		o.addf("secret \"PASS $BYHAND_PASSWORD\"")
	case verb == "LOGIN" && o.s.Protocol == "imap" && len(words) > 2 && !strings.HasPrefix(tag(o.s, l), "["):
		o.requireLogin(o.s, false)
		o.addf(`quoted() { printf '%%s' "$1" | sed 's/[\\"]/\\&/g'; }`)
		o.addf("secret \"%s LOGIN \\\"$(quoted \"$BYHAND_USER\")\\\" \\\"$(quoted \"$BYHAND_PASSWORD\")\\\"\"", tag(o.s, l))
	default:
		o.lose(o.s, l)
		return
	}
	o.kept++
	o.reply(tag(o.s, l))
}
