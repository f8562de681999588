package refusal

var cPanel = table{
	name: "cPanel", source: "https://docs.cpanel.net/knowledge-base/email/",
	rows: []row{
		{"", "", "exceeded the max emails per hour|exceeded the max defers and failures", RateLimit, "the hourly limit of the hosting account is used up, or too much of its mail failed; the host's provider can raise it", Unclear},
		{"", "", "outgoing mail from *has been suspended", AccountSuspended, "the hosting provider stopped outgoing mail of this account", CodeSays},
		{"", "", "the mail server detected your message as spam", SpamContent, "SpamAssassin on this server scored the message too high", CodeSays},
		{"", "", "rejected - bad helo - host impersonating", Helo, "the EHLO name is one of the server's own domains", CodeSays},
		{"", "", "please turn on smtp authentication", AuthRequired, "switch on SMTP authentication in the mail program", CodeSays},
		{"", "", "not permitted to relay through this server without authentication", AuthRequired, "", CodeSays},
		{"", "", "junkmail rejected", BlockList, "", CodeSays},
		{"", "", "no such user here", NoSuchUser, "", CodeSays},
		{"", "", "the mail server could not deliver mail to*account or domain may not exist", NoSuchUser, "the account or its domain does not exist, is blacklisted, or lacks DNS entries", CodeSays},
	},
}

var directAdmin = table{
	name: "DirectAdmin", source: "https://docs.directadmin.com/other-hosting-services/exim/",
	rows: []row{
		{"", "", "you (*have reached your message limit|have reached your daily relay limit|reached your daily email limit", RateLimit, "the account's limit of messages a day is used up", Unclear},
		{"", "", "helo should be a fqdn|helo contained ip|helo is our ip", Helo, "", CodeSays},
		{"", "", "please add more content, cut down on html links", SpamContent, "Easy Spam Fighter scored the message too high", CodeSays},
		{"", "", "sorry, this domain has been disabled|email account suspended", AccountSuspended, "", CodeSays},
	},
}

var plesk = table{
	name: "Plesk", source: "https://docs.plesk.com/en-US/obsidian/administrator-guide/",
	rows: []row{
		{"", "", "limit on the number of allowed outgoing messages was exceeded", RateLimit, "the limit of outgoing messages for the mailbox, domain or subscription is used up", Can},
		{"", "", "mail for * is not accepted because of plesk|5.7.0 message rejected by plesk", ContentPolicy, "", CodeSays},
	},
}

var exim = table{
	name: "Exim", source: "https://www.exim.org/exim-html-current/doc/html/spec_html/",
	marks: "relay not permitted|unrouteable address|unrouteable mail domain|sender verify fail|smtp synchronization error|smtp protocol synchronization|syntactically invalid|maximum allowed line length|incorrect authentication data|" +
		"lowest numbered mx record points|all relevant mx records|black list at |administrative prohibition|temporary local problem|callback setup failed|verification failed for|auth command used when not advertised|" +
		"rejected - sender verify|restricted characters in address|this message contains malware|this message scored|is not allowed to send mail from|host impersonating|invalid helo name|you have been blacklisted for|" +
		"message has been rejected because it has|potentially executable|dot in local part|rejected because *is in a black list|unqualified address|indicated no smtp service|local part contains|sender verification failed|authenticator failed",
	rows: []row{
		{"", "", "relay not permitted|unrouteable mail domain", RelayDenied, "", CodeSays},
		{"", "", "all relevant mx records point to non-existent|lowest numbered mx record|unrouteable address", Routing, "the server finds no way to deliver to this address: its domain is unknown here, or the address does not exist", CodeSays},
		{"", "", "an mx or srv record indicated no smtp service", NullMX, "", CodeSays},
		{"", "", "sender verify fail|sender verification fail|could not complete sender verify|callback setup failed|verification failed for", SenderDomain, "the server asks the DNS, and often the sender's server, whether the sender address exists", CodeSays},
		{"", "", "syntactically invalid helo|syntactically invalid ehlo|helo *syntactically invalid|invalid helo name", Helo, "the name has a character that host names do not have, such as _", CodeSays},
		{"", "", "host impersonating", Helo, "the EHLO name is one of the server's own names", CodeSays},
		{"", "", "synchronization", Sequence, TooEarly, CodeSays},
		{"", "", "black list at ", BlockList, "", CodeSays},
		{"", "", "incorrect authentication data|authenticator failed", AuthFailed, "", CodeSays},
		{"", "", "auth command used when not advertised", AuthUnsupported, "the server offers no login on this connection; it may do so after STARTTLS, or on port 587", CodeSays},
		{"", "", "is not allowed to send mail from", Authentication, "SPF: the sender's domain does not list this address", CodeSays},
		{"", "", "maximum allowed line length", MessageFormat, "a line of the message is longer than 998 bytes (RFC 5322 2.1.1)", CodeSays},
		{"", "", "this message contains malware", Virus, "", CodeSays},
		{"", "", "this message scored", SpamContent, "", CodeSays},
		{"", "", "restricted characters in address|recipient address must contain|sender address must contain|unqualified address|dot in local part|local part contains|syntactically invalid", Syntax, "", CodeSays},
		{"", "", "you have been blacklisted", Reputation, "", CodeSays},
		{"", "", "temporary local problem", ServerTrouble, "", CodeSays},
		{"", "", "administrative prohibition & !list|spam|helo", ContentPolicy, "a rule of this server; it does not say which", CodeSays},
	},
}

var sendmail = table{
	name: "Sendmail", source: "https://www.sendmail.org/~ca/email/doc8.12/op.html",
	marks: ">... |domain of sender address |polite people say helo|possible smtp rcpt flood|rejecting connections on daemon|relaying denied. |auth mechanism |real domain name required for sender|message is too large; |hops *max): from|lost input channel",
	rows: []row{
		{"", "", "relaying denied|relaying temporarily denied|we do not relay", RelayDenied, "log in, or let the administrator add the client's address to those that may relay", CodeSays},
		{"", "", "user unknown|no such user|addressee unknown", NoSuchUser, "", CodeSays},
		{"", "", "user address required|address required|list:; syntax|unbalanced|colon required", Syntax, "", CodeSays},
		{"", "", "domain of sender address|domain name required for sender|sender domain", SenderDomain, "", CodeSays},
		{"", "", "auth mechanism * not available", AuthUnsupported, "", CodeSays},
		{"", "", "possible smtp rcpt flood", RateLimit, "too many unknown recipients in this session", Can},
		{"", "", "rejecting connections on daemon", ServerTrouble, "the server is overloaded", Can},
		{"", "", "polite people say helo", Sequence, "", CodeSays},
		{"", "", "hops *max): from", Routing, "", CodeSays},
		{"", "", "mailbox disabled for this recipient", MailboxDisabled, "", CodeSays},
		{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
	},
}
