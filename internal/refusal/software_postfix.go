package refusal

// postscreen and the policy services come before Postfix, whose marks they share.
var postscreen = table{
	name: "Postfix postscreen", source: "https://www.postfix.org/POSTSCREEN_README.html",
	rows: []row{
		{"521|421", "", "protocol error", Sequence, "the client spoke before its turn, or sent commands that no mail server sends; " + TooEarly, CodeSays},
		{"421", "", "all server ports are busy", ConnectionLimit, "all server processes are busy with other clients", Can},
		{"450", "RCPT", "service currently unavailable", Greylisting, "postscreen tested this client for the first time; the next connection is let through", Can},
		{"550|554|450", "", "service unavailable; client [*blocked using", BlockList, "postscreen found the client's address on DNS block lists", CodeSays},
	},
}

var iRedMail = table{
	name: "iRedMail", source: "https://docs.iredmail.org/errors.html",
	rows: []row{
		{"", "", "sender is not same as smtp auth", SenderNotAllowed, "the sender must be the user name of the login", CodeSays},
		{"", "", "smtp auth is required for users under this sender domain", AuthRequired, "mail from this domain must come from a logged-in client", CodeSays},
		{"", "", "intentional policy rejection, please try again later", Greylisting, "iRedAPD postpones mail from unknown clients", Can},
		{"", "", "message size exceed (maybe caused by big", MessageSize, "", CodeSays},
		{"", "", "too many recipients in single message", TooManyRecipients, "", CodeSays},
		{"", "", "server ip address has bad reputation", Reputation, "the client's address has a bad Sender Score", CodeSays},
		{"", "", "throttl*exceed|exceed*throttl|exceed limit of", RateLimit, "the throttle of iRedAPD for this user, domain or address is used up", Can},
		{"", "", "policy not allowed|not permitted to send to|restricted (wblist)|blacklisted (wblist)", ContentPolicy, "", CodeSays},
	},
}

var policyServices = table{
	source: "https://www.postfix.org/SMTPD_POLICY_README.html",
	rows: []row{
		{"", "", "policy rejection; message count|policy rejection; *quota|quota exceeded - message|policy rejection*limit exceed", RateLimit, "a quota of the policy service is used up", CodeSays},
		{"", "", "ask your mail/dns-administrator to correct helo", Helo, "policyd-weight scores the EHLO name, reverse DNS and DNS block lists; the EHLO name and the host name do not agree", CodeSays},
		{"", "", "mail appeared to be spam or forged", Reputation, "policyd-weight scores the EHLO name, reverse DNS and DNS block lists", CodeSays},
		{"", "", "sorry, max * requests per", RateLimit, "", CodeSays},
		{"", "", "your mta is listed in too many dnsbls", BlockList, "policyd-weight found the client on several DNS block lists", CodeSays},
		{"", "", "too many local recipients and|user has exceeded*quota", RateLimit, "", CodeSays},
	},
}

var postfix = table{
	name: "Postfix", source: "https://www.postfix.org/postconf.5.html",
	marks: "recipient address rejected:|sender address rejected:|client host rejected:|helo command rejected:|relay access denied|service unavailable; client host [|service unavailable; sender address [|" +
		"service unavailable; helo command [|end-of-data rejected|data command rejected:|unverified client host rejected|error: bare <lf> received|error: bare <cr>|error: need |error: nested mail|error: timeout exceeded|error: too many|error: too much|" +
		"error: command not|error: authentication failed|error: authentication not enabled|error: message file too big|error: queue file|error: insufficient system storage|improper use of smtp command pipelining|5.7.1 message content rejected|" +
		"in local recipient table|in virtual mailbox table|in virtual alias table|in relay recipient table|maildir has overdrawn|bad sender address syntax|bad recipient address syntax|unsupported option: |error: no valid recipients|queue file write error|etrn|session encryption is required|" +
		"tls not available due to local problem|encryption required for requested authentication",
	rows: []row{
		{"", "", "sender address rejected: not owned by|sender address rejected: not the owner", SenderNotAllowed, "this login does not own the sender address (smtpd_sender_login_maps)", CodeSays},
		{"", "", "sender address rejected: not logged in", AuthRequired, "the sender address belongs to a user of this server, who must log in", CodeSays},
		{"", "", "bad sender address syntax|bad recipient address syntax", Syntax, "", CodeSays},
		{"", "", "helo command rejected: access denied|helo command rejected: need|helo command rejected: host not found|helo command rejected: invalid|helo command rejected: malformed", Helo, "the server checks the EHLO name: it must be a full host name that exists in DNS", CodeSays},
		{"", "", "helo command rejected: & !blocked using", Helo, "", CodeSays},
		{"", "", "cannot find your reverse hostname|cannot find your hostname|unverified client host rejected", ReverseDNS, "the client's address needs a PTR record, and its name must have that address", CodeSays},
		{"", "", "blocked using", BlockList, "", CodeSays},
		{"", "", "improper use of smtp command pipelining", Sequence, TooEarly, CodeSays},
		{"", "", "sender address rejected: need fully-qualified", Syntax, "the sender address needs a full domain", CodeSays},
		{"", "", "recipient address rejected: need fully-qualified", Syntax, "the recipient address needs a full domain", CodeSays},
		{"", "", "sender address rejected: domain not found|sender address rejected: malformed dns|sender address rejected: *nullmx|sender address rejected: *does not accept mail|sender address rejected: unverified|sender address rejected: undeliverable|sender address rejected: user unknown", SenderDomain, "", CodeSays},
		{"", "", "recipient address rejected: domain not found|recipient address rejected: malformed dns", Routing, "the recipient's domain has no MX or A record, or DNS does not answer", CodeSays},
		{"", "", "recipient address rejected: *does not accept mail", NullMX, "", CodeSays},
		{"", "", "user unknown in|recipient address rejected: undeliverable address|recipient address rejected: user unknown", NoSuchUser, "", CodeSays},
		{"4yz", "", "recipient address rejected: unverified address", ServerTrouble, "the server could not ask the recipient's server whether the address exists; it tries again", Can},
		{"", "", "recipient address rejected: multi-recipient bounce", TooManyRecipients, "a bounce goes to one recipient only", CodeSays},
		{"", "", "error: authentication not enabled", AuthUnsupported, "the server offers no login on this connection; it may do so after STARTTLS, or on port 587", CodeSays},
		{"", "AUTH", "encryption required for requested|session encryption is required", TLSRequired, "", CodeSays},
		{"", "", "too many auth commands|too much mail|too many recipients from|too many new tls", RateLimit, "the server counts what this client did lately (anvil)", Can},
		{"", "", "error: too many errors", Closing, "the client caused too many errors in this session", CodeSays},
		{"", "", "error: timeout exceeded", Closing, "the client sent nothing for too long", CodeSays},
		{"", "", "message content rejected|message headers rejected", ContentPolicy, "a rule on headers or body of the message (header_checks, body_checks, or a filter)", CodeSays},
		{"", ".", "bulk mailer not permitted", ContentPolicy, "a rule of header_checks", CodeSays},
		{"", "", "server configuration error|server configuration problem|queue file write error|temporary lookup failure|insufficient system storage", ServerTrouble, "", CodeSays},
		{"", "", "sender address rejected: access denied|client host rejected: access denied", Reputation, "the address is in an access table of this server", CodeSays},
		{"", "", "recipient address rejected: access denied", ContentPolicy, "the recipient is in an access table of this server", CodeSays},
		{"", "", "client host rejected: & !too many|limit|rate|greylist|helo|spf|reverse|hostname|ptr|list|authent|log in", Reputation, "", CodeSays},
	},
}
