package describe

import (
	"strings"
	"time"

	"byhand/conn"
)

// faultWords explain what a problem with a certificate usually is.
var faultWords = map[conn.Fault]string{
	conn.Expired:       "only the server's operator can renew it",
	conn.NotYetValid:   "the clock of this computer is wrong, or the operator installed the certificate too early",
	conn.WrongName:     "the host has another name too, or another server answers here",
	conn.SelfSigned:    "no authority vouches for it: usual for test servers and appliances",
	conn.UntrustedRoot: "a private authority issued it: a company's own, or software that inspects TLS",
	conn.MissingIssuer: "the server must also send the intermediate certificate: browsers often know it, mail programs do not",
}

// handshakeWords explain what the failure of a handshake usually is.
var handshakeWords = map[conn.Why]string{
	conn.Plaintext: "the port starts in plaintext: TLS begins after a command such as STARTTLS",
	conn.HungUp:    "the port does not expect TLS, a firewall blocks it, or the server has no usable certificate",
	conn.Stalled:   "the server waits for a line in plaintext, or a firewall drops the handshake",
	conn.Alerted:   "the server and byhand have no common version or cipher suite, or the server wants something that byhand did not send",
}

// TLSFailure explains a failed handshake in at most six lines. hint is what to type next;
// "": no command helps.
func TLSFailure(e *conn.TLSError, hint string) []string {
	all := strings.Split(e.Error(), "; ")
	if e.Why == conn.Untrusted {
		all = []string{e.Error()}
		for _, f := range e.Facts.Faults(time.Now()) {
			all = appendText(all, faultWords[f])
		}
	} else if len(all) == 1 {
		all = appendText(all, handshakeWords[e.Why])
	}
	if e.Facts != nil {
		all = appendText(all, Interception(e.Facts))
		if e.Why == conn.Untrusted || e.Why == conn.Alerted || e.Why == conn.HungUp {
			all = appendText(all, missingSNI(e.Facts))
		}
	}
	if hint != "" {
		return append(all[:min(len(all), 5)], "hint: "+hint)
	}
	return all
}

// appendText appends text unless it is empty.
func appendText(all []string, text string) []string {
	if text == "" {
		return all
	}
	return append(all, text)
}

// dialWords explain what a failed connection usually is.
var dialWords = map[conn.Cause]string{
	conn.NotFound:    "the DNS has no address for this name",
	conn.Refused:     "the host answered at once: nothing listens on this port, or a firewall rejects it",
	conn.NoAnswer:    "the packets are dropped: by a firewall, or by a provider that blocks the ports of mail",
	conn.Unreachable: "this computer, or a router on the way, has no route to the address",
}

// DialFailure explains a connection that did not open. hint is what to type next; "": no
// command helps.
func DialFailure(e *conn.DialError, hint string) []string {
	all := appendText([]string{e.Error()}, dialWords[e.Cause])
	if hint != "" {
		all = append(all, "hint: "+hint)
	}
	return all
}
