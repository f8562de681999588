package refusal

import "slices"

// workspace are the replies about an organisation's rules, on Gmail's servers.
var workspace = table{
	name: "Google Workspace", source: "https://support.google.com/a/answer/3726730", checked: "2026-12-01",
	marks: " gcdp |workspace account|domain administrator|rcpt domain, closing|credentials for relay|mail relay denied|smtp relay limit|smtp relay sending limit|relay limit exceeded for|p=relay|p=notauthorizedrelay",
	hosts: "smtp-relay.gmail.com",
	rows: []row{
		{"", "", "suspended due to abuse", AccountSuspended, "Google suspended this account's outgoing mail because of abuse", CodeSays},
		{"", "", "relay denied|credentials for relay", RelayDenied, "register the client's IP address for the SMTP relay service in the Workspace account, or log in", CodeSays},
		{"", "", "limit exceeded", RateLimit, "the account or the domain used up its sending limit, which is for 24 hours", CodeSays},
		{"", "", "tls required", TLSRequired, "the recipient's domain accepts mail only in TLS", CodeSays},
		{"", "", "not in whitelist", ContentPolicy, "the recipient's domain accepts mail only from its own gateways", CodeSays},
		{"", "", "policy| gcdp ", ContentPolicy, "a rule of the sender's or the recipient's administrator forbids this message", CodeSays},
	},
}

var gmail = table{
	name: "Gmail", source: "https://support.google.com/a/answer/3726730", checked: "2026-12-01",
	marks: " gsmtp |has been rate limited because |support.google.com/|mail.google.com/support|our system has detected that this message|" +
		"our system has detected an unusual|gmail has detected|gmail requires|the email account that you tried to reach|" +
		"the user you are trying to contact is receiving|messages with multiple addresses in from: header|" +
		"has a policy that prohibit|google's message|exceeds google's limit",
	hosts: "google.com gmail.com googlemail.com",
	rows:  slices.Concat(gmailLogin, gmailSender, gmailRates, gmailRecipient, gmailContent, gmailProtocol),
}

var gmailLogin = []row{
	{"", "", "application-specific password", AuthDisabled, "log in with an app password, not with the account's password", CodeSays},
	{"", "", "log in via your web browser|log in with your web browser|log in through your web browser", AuthDisabled, "Google blocks this login until the user signs in with a browser; an app password or OAuth works instead", CodeSays},
	{"534", "", "", AuthDisabled, "Google does not accept the account's password here; use an app password or OAuth", CodeSays},
	{"", "", "username and password not accepted|bad credentials", AuthFailed, "Google does not know this user name and password; accounts with 2-step verification need an app password", CodeSays},
	{"535", "", "", AuthFailed, "Google does not accept the login; accounts with 2-step verification need an app password", CodeSays},
	{"", "", "too many login attempts", RateLimit, "too many logins in a short time; Google accepts logins again later", CodeSays},
	{"", "", "cannot authenticate due to", ServerTrouble, "Google cannot check logins at the moment", CodeSays},
	{"504", "", "", AuthUnsupported, "Google does not support this login mechanism; use PLAIN, XOAUTH2 or OAUTHBEARER", CodeSays},
	{"", "", "must issue a starttls", TLSRequired, "AUTH is offered only after STARTTLS", CodeSays},
	{"530|554", "", "authentication required|unauthenticated commands", AuthRequired, "log in before you send mail", CodeSays},
	{"550 5.7.0", "", "sending denied", AccountSuspended, "the Workspace administrator or Google does not let this account send mail", CodeSays},
}

var gmailSender = []row{
	{"4.7.29|5.7.29", "", "", TLSRequired, "Google requires TLS from bulk senders", CodeSays},
	{"", "", "over a tls connection|using a tls connection", TLSRequired, "Google requires TLS from bulk senders", CodeSays},
	{"4.7.23|5.7.23|4.7.25|5.7.25", "", "", ReverseDNS, "Google requires a PTR record, and an A or AAAA record that points back to the client's address", CodeSays},
	{"", "", "ptr record|ptr dns record", ReverseDNS, "Google requires a PTR record, and an A or AAAA record that points back to the client's address", CodeSays},
	{"z.7.26|z.7.27|z.7.24|z.7.30|z.7.31|z.7.32|z.7.40", "", "", Authentication, "Google requires SPF or DKIM for the sender's domain, and aligned DMARC from bulk senders", CodeSays},
	{"", "", "dmarc|unauthenticated email from|authenticate with|authentication information|pass authentication checks", Authentication, "the message fails the DMARC policy of the domain in From", CodeSays},
	{"", "", "very low reputation", Reputation, "the IP address or the domain sends too much mail that Gmail users report as spam", CodeSays},
	{"", "", "not authorized to send", Reputation, "Google takes no mail from this address range; use your provider's mail server", CodeSays},
}

var gmailRates = []row{
	{"z.7.28", "", "", RateLimit, "Gmail users report much mail from this address, network or domain as spam, so Google slows it down", CodeSays},
	{"", "", "unusual rate|unusual amount", RateLimit, "Gmail users report much mail from this address, network or domain as spam, so Google slows it down", CodeSays},
	{"", "", "receiving mail too quickly|receiving email too quickly|at a rate that prevents", RateLimit, "the recipient gets too many messages at the moment", CodeSays},
	{"", "", "limit exceeded|sending quota|exceeded the quota|email has been rate limited", RateLimit, "the account or the domain used up its sending limit; most limits are for 24 hours", CodeSays},
}

var gmailRecipient = []row{
	{"", "", "over quota|out of storage|overquota", MailboxFull, "the recipient's Google storage is full", CodeSays},
	{"", "", "is disabled|is inactive|disableduser", MailboxDisabled, "the recipient's account is disabled or was not used for long", CodeSays},
	{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
	{"", "", "separate transaction|multiple destination domains", TooManyRecipients, "send this recipient's copy in a transaction of its own", CodeSays},
	{"", "", "does not exist|nosuchuser", NoSuchUser, "", CodeSays},
	{"", "", "find the recipient domain", Routing, "the recipient's domain does not exist; check its spelling", CodeSays},
	{"", "", "not a valid rfc", Syntax, "", CodeSays},
}

var gmailContent = []row{
	{"", "", "size limits|limit of * attachments|limit of * bytes", MessageSize, "", CodeSays},
	{"", "", "security issue|illegal attachment|p=blockedmessage", Virus, "Gmail refuses programs, archives that contain programs, and attachments with viruses", CodeSays},
	{"", "", "rfc 5322 compliant|rfc 2822 compliant|from: header|message-id: header|duplicate headers|encoded-word|disallowed header|is malformed", MessageFormat, "a header field is missing, malformed or duplicated", CodeSays},
	{"", "", "nature of the content|links within", SpamContent, "Google dislikes the text or the links of the message", CodeSays},
	{"", "", "likely unsolicited|unsolicitedmessage|spam message", SpamContent, "the message looks like mail that Gmail users report as spam", CodeSays},
	{"", "", "policy that prohibit|email policy", ContentPolicy, "a rule of the sender's or the recipient's Workspace administrator forbids this message", CodeSays},
	{"", "", "50 hops", Routing, "the message is in a loop", CodeSays},
}

var gmailProtocol = []row{
	{"", "", "helo/ehlo argument", Helo, "Google accepts a full host name or an address literal in EHLO", CodeSays},
	{"", "", "out of sequence|bad sequence|no commands allowed to pipeline|protocol violation|identity changes", Sequence, "", CodeSays},
	{"555", "MAIL RCPT", "", Syntax, "put the address in <>", CodeSays},
	{"555|501", "", "syntax error", Syntax, "", CodeSays},
	{"502", "", "", NotImplemented, "", CodeSays},
	{"", "", "connection expired|timeout|try again later, closing connection", Closing, "", CodeSays},
	{"421|451", "", "temporary system problem|server busy|temporarily rejected", ServerTrouble, "", CodeSays},
}
