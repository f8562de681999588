package export

import "strings"

// opensslShell are the functions of a script for openssl. Its name has no R and no Q problem:
// -quiet also turns off the commands that a line with such a first letter would be.
const opensslShell = `# -quiet keeps lines that begin with R or Q from being commands of openssl itself. A
# reply is awaited after each line, without a time limit. Ctrl-C ends the script.
dir=$(mktemp -d) || exit 1
trap 'exec 3>&-; kill $! 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT PIPE TERM
mkfifo "$dir/in" "$dir/out" || exit 1
code= cr=$(printf '\r')

# reply prints the lines up to one that matches a pattern, without control characters.
reply() {
    while IFS= read -r line <&4 || [ -n "$line" ]; do
        line=${line%"$cr"}
        case $line in *[[:cntrl:]]*) line=$(printf %s "$line" | LC_ALL=C tr -d '\000-\037\177') ;; esac
        printf '%s\n' "$line"
        case $line in ${1-$last} | ${2-$also}) code=$line; return ;; esac
    done
    echo 'the server closed the connection' >&2
    exit 1
}
# say sends a line, exact the bytes of a format, secret a line that is not printed.
say() { printf '> %s\n' "$1" >&2; printf '%s\r\n' "$1" >&3; }
exact() { printf '> (a line with unusual bytes)\n' >&2; printf "$1" >&3; }
secret() { printf '> ********\n' >&2; printf '%s\r\n' "$1" >&3; }
b64() { openssl base64 -A; }
`

// lastLine sets the patterns that match the last line of a reply, by protocol.
var lastLine = map[string]string{
	"smtp":  `last='[0-9][0-9][0-9] *' also='[0-9][0-9][0-9]'`,
	"lmtp":  `last='[0-9][0-9][0-9] *' also='[0-9][0-9][0-9]'`,
	"pop3":  `last='+*' also='-ERR*'`,
	"imap":  `last='\* *' also='+*'`,
	"sieve": `last='[ONB][OKY]*' also='[ONB][OKY]'`,
}

// planOpenSSL plans a script for openssl s_client. It sends each line, but only inside TLS.
func planOpenSSL(s *Session) *script {
	p := &script{}
	if s.Protocol == "" || s.Socket != "" {
		return p.refuse(s, "openssl needs a TCP connection in a known protocol")
	}
	o := &openssl{script: p, s: s}
	inTLS := o.setup()
	p.addf("%s%s\n", opensslShell, lastLine[s.Protocol])
	o.connect()
	if s.IsTLS {
		o.reply("")
	}
	for i, l := range inTLS {
		o.add(l, inTLS[i+1:])
	}
	return p
}

// openssl plans a script line by line.
type openssl struct {
	*script
	s         *Session
	name      string // in EHLO before STARTTLS
	mechanism string // of the login so far; "": none that the script can do
	step      int    // how many answers it had
	inData    bool
	message   []Line
}

// setup counts what openssl does itself, and returns the lines after that.
func (o *openssl) setup() []Line {
	hasHello, hasTLS := false, false
	for i, l := range o.s.Lines {
		verb := o.s.verb(l)
		switch {
		case l.IsSecure:
			if !o.s.IsTLS && o.s.isMail() && !hasHello {
				o.extra++
			}
			return o.s.Lines[i:]
		case (verb == "EHLO" || verb == "LHLO") && !hasHello && isWord(argument(l)):
			hasHello, o.name = true, argument(l)
			o.kept++
		case (verb == "STARTTLS" || verb == "STLS") && !hasTLS:
			hasTLS = true
			o.kept++
		case o.s.startsTLS():
			o.lose(o.s, l)
		}
	}
	if !o.s.startsTLS() && !o.s.IsTLS {
		o.kept, o.extra = 0, 2
		o.note("The session had no TLS. openssl cannot do without, and uses STARTTLS.")
		return o.s.Lines
	}
	return nil
}

func (o *openssl) connect() {
	o.requireServer(o.s)
	o.addf("case $BYHAND_HOST in *:*) host=[$BYHAND_HOST] ;; *) host=$BYHAND_HOST ;; esac")
	if !o.s.IsUnverified {
		o.addf("case $BYHAND_HOST in *[!0-9.:]*) kind=hostname ;; *) kind=ip ;; esac")
	}
	o.body.WriteString(`openssl s_client -quiet -connect "$host:$BYHAND_PORT"`)
	if !o.s.IsTLS {
		o.body.WriteString(" -starttls " + o.s.Protocol)
		if o.name != "" {
			o.body.WriteString(" -name " + quote(o.name))
		}
	}
	if !o.s.IsUnverified {
		o.body.WriteString(` -verify_return_error "-verify_$kind" "$BYHAND_HOST"`)
	}
	o.addf(" <\"$dir/in\" >\"$dir/out\" &\nexec 3>\"$dir/in\" 4<\"$dir/out\"\n")
}

// add adds a line of the client. rest is what follows.
func (o *openssl) add(l Line, rest []Line) {
	switch verb := o.s.verb(l); {
	case l.Kind == Message:
		o.addMessageLine(l, rest)
	case l.Kind == Answer:
		o.addAnswer(l)
	case verb == "AUTH" && o.s.isMail():
		o.addLogin(l)
	case !o.s.isMail() && isLogin(verb):
		o.addOtherLogin(verb, l)
	case verb == "BDAT" || l.IsMasked:
		o.lose(o.s, l)
	default:
		o.send(l)
		o.reply(tag(o.s, l))
		if o.s.Protocol == "pop3" && l.IsLong {
			o.addf("case $code in +OK*) reply . . ;; esac")
		}
		o.inData = verb == "DATA" && o.s.isMail()
		if o.inData && o.s.HasNoMessage {
			o.addMessageFile(doubleDots)
			o.sendMessage("{ message; printf '.\\r\\n'; }", 1)
		}
	}
}

// send adds the sending of a line.
func (o *openssl) send(l Line) {
	o.kept++
	if l.Ending == "\r\n" && isClean(l.Text) {
		o.addf("say %s", quote(l.Text))
		return
	}
	o.addf("exact %s", quoteFormat(l.Text+l.Ending))
}

// reply adds the wait for a reply. tag is the tag of a command in IMAP.
func (o *openssl) reply(tag string) {
	if tag == "" {
		o.addf("reply")
		return
	}
	o.addf("reply %s", quote(tag+" *"))
}

// tag returns the tag of a line in IMAP; "*" if it is not a plain word.
func tag(s *Session, l Line) string {
	word, _, _ := strings.Cut(l.Text, " ")
	switch {
	case s.Protocol != "imap":
		return ""
	case word == "" || strings.Trim(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz0123456789.") != "":
		return "[!*+]*"
	}
	return word
}

// addMessageLine collects a message, and adds it with its last line. It is sent only if the
// server asks for it.
func (o *openssl) addMessageLine(l Line, rest []Line) {
	if !o.inData {
		return
	}
	o.message = append(o.message, l)
	if len(rest) > 0 && rest[0].Kind == Message {
		return
	}
	o.addMessage(o.message, func(line string) string { return line })
	replies := 0
	if l.Text == "." {
		replies = max(1, l.Replies)
	}
	o.sendMessage("message", replies)
	o.kept++
	o.message, o.inData = nil, false
}

// sendMessage adds the sending of the message if the server asks for it.
func (o *openssl) sendMessage(command string, replies int) {
	o.addf("case $code in\n354*)\n    echo '> (the message)' >&2\n    %s >&3", command)
	for range replies {
		o.body.WriteString("    ")
		o.reply("")
	}
	o.addf("    ;;\nesac")
}
