package practice

import "strings"

// Example is a refusal that MAIL or RCPT gets if its address is named after the cause:
//
//	C: RCPT TO:<block-list@practice.test>
//	S: 554 5.7.1 Service unavailable; client [192.0.2.1] blocked using dnsbl.practice.test
type Example struct {
	Cause string // of the vocabulary in package refusal
	reply reply
}

// Address returns the address that gets the refusal.
func (e Example) Address() string { return e.Cause + "@practice.test" }

// Reply returns the refusal, without its line ending.
func (e Example) Reply() string { return e.reply.Error() }

// Examples returns an example of each cause, in the order of the vocabulary.
func Examples() []Example { return append([]Example(nil), examples...) }

var examples = []Example{
	{"auth-required", reply{530, "5.7.0 Authentication required"}},
	{"auth-failed", reply{535, "5.7.8 Authentication failed: user name and password not accepted"}},
	{"auth-disabled", reply{535, "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the tenant"}},
	{"auth-unsupported", reply{504, "5.5.4 Unrecognized authentication type"}},
	{"tls-required", reply{530, "5.7.0 Must issue a STARTTLS command first"}},
	{"relay-denied", reply{554, "5.7.1 <bob@elsewhere.test>: Relay access denied"}},
	{"no-such-user", reply{550, "5.1.1 <bob@practice.test>: Recipient address rejected: User unknown"}},
	{"mailbox-disabled", reply{550, "5.2.1 The mailbox is disabled and accepts no messages"}},
	{"mailbox-full", reply{452, "4.2.2 The mailbox is full: quota exceeded"}},
	{"sender-not-allowed", reply{553, "5.7.1 <bob@practice.test>: Sender address rejected: not owned by user apikey"}},
	{"sender-domain", reply{450, "4.1.8 <bob@nowhere.test>: Sender address rejected: Domain not found"}},
	{"helo", reply{504, "5.5.2 <me>: Helo command rejected: need fully-qualified hostname"}},
	{"reverse-dns", reply{450, "4.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]"}},
	{"block-list", reply{554, "5.7.1 Service unavailable; client [192.0.2.1] blocked using dnsbl.practice.test"}},
	{"reputation", reply{550, "5.7.1 Messages from [192.0.2.1] are blocked due to the poor reputation of this IP address"}},
	{"spam-content", reply{554, "5.7.1 The message was rejected because it looks like spam"}},
	{"virus-or-attachment", reply{554, "5.7.1 The message contains a virus (Eicar-Test-Signature)"}},
	{"spf-dkim-dmarc", reply{550, "5.7.26 The message fails the DMARC policy of practice.test: SPF and DKIM do not align"}},
	{"rate-limit", reply{450, "4.7.1 Too many messages in the last hour: rate limit exceeded"}},
	{"greylisting", reply{450, "4.7.1 Greylisted, try again in 300 seconds"}},
	{"too-many-recipients", reply{452, "4.5.3 Too many recipients for one message"}},
	{"message-size", reply{552, "5.3.4 The message size exceeds the fixed maximum of 20480000 bytes"}},
	{"message-format", reply{550, "5.6.0 The message is not RFC 5322 compliant: the From header is missing"}},
	{"syntax", reply{501, "5.1.3 Bad address syntax"}},
	{"sequence", reply{503, "5.5.1 Bad sequence of commands"}},
	{"not-implemented", reply{502, "5.5.1 Command not implemented"}},
	{"smtputf8-or-8bit", reply{553, "5.6.7 The address needs SMTPUTF8, which was not requested"}},
	{"server-trouble", reply{451, "4.3.0 Internal error: the queue disk is full"}},
	{"routing", reply{550, "5.4.6 Routing loop detected: too many hops"}},
	{"null-mx", reply{556, "5.1.10 The domain accepts no mail (null MX)"}},
	{"content-policy", reply{550, "5.7.1 The message is rejected by a transport rule of this organization"}},
	{"account-suspended", reply{550, "5.7.1 Your account is suspended: contact support"}},
	{"connection-limit", reply{421, "4.7.0 Too many concurrent connections from 192.0.2.1"}},
	{"closing", reply{421, "4.3.2 Service shutting down"}},
	{"unknown", reply{550, "No"}},
}

// exampleFor returns the refusal that an address is named after, or noReply.
func exampleFor(address string) reply {
	for _, e := range examples {
		if strings.EqualFold(e.Address(), address) {
			return e.reply
		}
	}
	return noReply
}
