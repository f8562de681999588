package refusal

var (
	gmx     = unitedInternet("GMX", "postmaster.gmx|gmx.net (mx|gmx.com (mx|(mxgmx|-gmx.net", "gmx.net gmx.com gmx.de", "https://postmaster.gmx.net/en/error-messages")
	webDe   = unitedInternet("web.de", "postmaster.web.de|web.de (mx|(mxweb|-web.de", "web.de", "https://postmaster.web.de/en/error-messages")
	mailCom = unitedInternet("mail.com", "postmaster.mail.com|mail.com (mx", "mail.com", "https://postmaster.mail.com/en/error-messages")
	ionos   = unitedInternet("IONOS", "postmaster.1and1|postmaster.ionos|kundenserver.de (mx|perfora.net (mx|(mxeue|(mxeus|ionos.com/", "ionos.com ionos.de ionos.co.uk ionos.fr ionos.es 1and1.com 1und1.de kundenserver.de perfora.net", "https://postmaster.ionos.com/en/error-messages")
	// Without an address in the text, nobody can tell the brands apart.
	unknownBrand = unitedInternet("GMX", "requested mail action aborted: exceeded storage|nemesis esmtp|bad dns ptr resource|invalid dns mx or a/aaaa|reject due to policy restrictions|reject due to spf policy", "", "https://postmaster.gmx.net/en/error-messages")
)

// unitedInternet returns the table of one of the brands that share mail servers.
func unitedInternet(name, marks, hosts, source string) table {
	return table{name: name, source: source, checked: "2026-12-01", marks: marks, hosts: hosts, rows: unitedInternetRows}
}

var unitedInternetRows = []row{
	{"", "", "dns ptr|reverse dns", ReverseDNS, "the PTR record is missing, or looks like that of a dynamic address", CodeSays},
	{"", "", "invalid dns mx|null mx|sender domain", SenderDomain, "the sender's domain has no valid MX, A or AAAA record", CodeSays},
	{"", "", "spf policy|dmarc|dkim|unauthenticated", Authentication, "the message fails SPF, DKIM or DMARC of the sender's domain", CodeSays},
	{"", "", "block listed|blocklisted|black listed|blacklisted|block list", Reputation, "the servers block this address because of spam; the page in the reply has a form for removal", CodeSays},
	{"", "", "(ip based)|(domain based)", Reputation, "the servers block this address or domain because of its mail so far", CodeSays},
	{"", "", "(header based)|header field|from header|date header", MessageFormat, "a header field breaks RFC 5322", CodeSays},
	{"", "", "rate limit|too many messages|limit exceeded|sending limit", RateLimit, "", CodeSays},
	{"", "", "too many connections|concurrent connections", ConnectionLimit, "", CodeSays},
	{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
	{"", "", "quota exceeded|storage allocation", MailboxFull, "", CodeSays},
	{"", "", "size limit|message size|too large", MessageSize, "", CodeSays},
	{"", "", "virus|malware", Virus, "", CodeSays},
	{"", "", "spam", SpamContent, "", CodeSays},
	{"", "", "sender address is not allowed|sender address not allowed|not allowed to send", SenderNotAllowed, "this login may not use that sender", CodeSays},
	{"", "", "account locked|account blocked|account is blocked", AccountSuspended, "", CodeSays},
	{"535", "", "", AuthFailed, "the user name or the password is wrong, or POP3, IMAP and SMTP access is off in the account's settings", CodeSays},
	{"", "", "authentication required", AuthRequired, "", CodeSays},
	{"", "", "encryption|starttls", TLSRequired, "", CodeSays},
	{"", "", "policy violations", Reputation, "the servers block this address for a time, mostly because it sends to many wrong addresses", CodeSays},
	{"", "", "policy restrictions & c=hi", MessageFormat, "a header of the message is missing, malformed or there twice", CodeSays},
	{"", "", "policy restrictions|policy violation", ContentPolicy, "the servers' rules forbid this message; the page in the reply says more", CodeSays},
	{"501", "", "syntax error", Syntax, "", CodeSays},
	{"4yz", "", "local error|try again later|not available", ServerTrouble, "", CodeSays},
	{"550", "RCPT", "mailbox unavailable", NoSuchUser, "", CodeSays},
}
