package refusal

import "slices"

var outlookCom = table{
	name: "Outlook.com", source: "https://sendersupport.olc.protection.outlook.com/pm/troubleshooting",
	marks: "postmaster.live.com|mail.live.com|.olc.protection.outlook.com|outlook-com.olc|(s3140)|(s3150)|" +
		"part of their network is on our block list|requested action not taken: mailbox unavailable*outlook.com|" +
		"requested action not taken: mailbox unavailable*(s2017|sc-00|dy-00|ou-00|rp-00",
	hosts: "olc.protection.outlook.com hotmail.com live.com msn.com",
	rows: slices.Concat([]row{
		{"", "", "on our block list", Reputation, "Microsoft blocks this address or its network because of spam; the network's owner asks for removal at its sender support page", CodeSays},
		{"", "", "rate limited due to ip reputation", Reputation, "Microsoft slows this address down until its reputation is better", CodeSays},
		{"", "", "sc-00", Reputation, "Microsoft refuses mail from this address because of its reputation", CodeSays},
		{"", "", "dy-00", Reputation, "Microsoft refuses mail from dynamic and open-relay addresses", CodeSays},
		{"", "", "ou-00", BlockList, "a block list of a third party or of Microsoft has the client's address", CodeSays},
		{"", "", "rp-00", RateLimit, "the address sends more than Microsoft accepts from it", CodeSays},
		{"550 5.5.0", "", "mailbox unavailable", NoSuchUser, "the mailbox does not exist", CodeSays},
	}, microsoftSender, microsoftCapacity, microsoftRecipient, microsoftProtocol),
}

var exchangeOnline = table{
	name: "Exchange Online", source: "https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online",
	marks: ".prod.protection.outlook.com|.prod.outlook.com|.prod.exchangelabs.com|sender.office.com|go.microsoft.com/fwlink|aka.ms/|smtp.office365.com| as(|(as1|(as2|(as3|(as4|(as7|(as8|banned sending ip|per resource forest|smtpclientauthentication|recipientnotfound; recipient|smtpsend.bare|smtpsend.dns|not found by smtp address lookup|mail loop attr|wrong office 365 region|resolver.rst.sendernotauthenticated|server busy. please try again later from|tenantattribution|tenant has exceeded|meet the required authentication level|bad outbound sender|prx4 nexthop|prx6 nexthop|later. prx|later. attr|later attr|supported for client submission|spam abuse detected",
	hosts: "office365.com outlook.com exchangelabs.com smtp-mail.outlook.com",
	rows:  slices.Concat(microsoftLogin, microsoftAccount, microsoftSender, microsoftPolicy, microsoftCapacity, microsoftRecipient, microsoftProtocol),
}

// exchangeOnlineCodes are codes that only Exchange Online uses, and texts that others use
// with another code.
var exchangeOnlineCodes = table{
	name: "Exchange Online", source: exchangeOnline.source,
	rows: []row{
		{"550 5.4.1", "", "recipient address rejected: access denied|recipient addresses rejected: access denied", NoSuchUser, "no such recipient in the domain's directory", CodeSays},
		{"5.7.139", "", "credentials were incorrect", AuthFailed, "the user name or the password is wrong", CodeSays},
		{"5.7.139", "", "authentication unsuccessful", AuthDisabled, "the password may be right: SMTP login is disabled for the tenant, for the mailbox or for passwords", CodeSays},
		{"5.7.57", "", "client|authenticated", AuthRequired, "log in before you send mail", CodeSays},
		{"5.7.501|5.7.502|5.7.503|5.7.705", "", "access denied", AccountSuspended, "the account or the tenant sent too much spam; an administrator has to contact Microsoft support", CodeSays},
		{"5.7.507|5.7.511|5.7.513|5.7.606|5.7.607|5.7.608|5.7.609|5.7.708|4.7.650|4.7.651", "", "access denied|blocked|rate limited", Reputation, "Microsoft, or the recipient's organisation, blocks this address or slows it down", CodeSays},
		{"5.7.509|5.7.515", "", "access denied|domain", Authentication, "the sender's domain must pass SPF or DKIM, and DMARC", CodeSays},
		{"4.4.25|4.4.24|4.4.0", "", "failed to be replicated", ServerTrouble, "", CodeSays},
	},
}

var microsoftLogin = []row{
	{"535 5.7.139", "", "credentials were incorrect|wrong password", AuthFailed, "the user name or the password is wrong", CodeSays},
	{"535 5.7.139", "", "", AuthDisabled, "the password may be right: SMTP login is disabled for the tenant, for the mailbox or for passwords", CodeSays},
	{"", "", "basic authentication is disabled|basic authentication is not supported|smtpclientauthentication is disabled", AuthDisabled, "Microsoft accepts no passwords here any more; log in with OAuth (XOAUTH2)", CodeSays},
	{"535 5.7.3", "", "", AuthFailed, "the user name or the password is wrong", CodeSays},
	{"535", "", "authentication unsuccessful", AuthFailed, "the user name or the password is wrong", CodeSays},
	{"504 5.7.4", "", "", AuthUnsupported, "log in with LOGIN or XOAUTH2: PLAIN is not supported", CodeSays},
	{"5.7.57", "", "", AuthRequired, "log in before you send mail", CodeSays},
	{"5.7.60", "", "", SenderNotAllowed, "this user may not send as that sender; an administrator grants the Send As permission", CodeSays},
	{"", "", "starttls is required", TLSRequired, "", CodeSays},
	{"", "", "sendasdenied|permissions to send as this sender|permission to send as this sender|permissions to send on behalf", SenderNotAllowed, "this user may not send as that sender; an administrator grants the Send As permission", CodeSays},
}

var microsoftAccount = []row{
	{"", "", "bad outbound sender", AccountSuspended, "the account sent too much spam and may not send; an administrator unblocks it in the Defender portal", CodeSays},
	{"", "", "spam abuse detected|tenant has exceeded threshold|banned sender*tenant", AccountSuspended, "the account or the tenant sent too much spam; an administrator has to contact Microsoft support", CodeSays},
	{"", "", "from unregistered domains", SenderNotAllowed, "the tenant sends mail from domains that it has not registered", CodeSays},
	{"", "", "submission quota exceeded|daily limit|message rate limit|exceeded its daily|exceeded the limit for the number of recipients", RateLimit, "the account or the tenant used up its sending limit, which is for 24 hours", CodeSays},
	{"5.1.90|5.7.232|5.7.233|5.7.236", "", "", RateLimit, "the account or the tenant used up its sending limit, which is for 24 hours", CodeSays},
}

var microsoftSender = []row{
	{"", "", "listed in spamhaus|blocked using spamhaus|spamhaus.org", BlockList, "Spamhaus lists the client's address, its HELO name or the sender's domain; only Spamhaus removes it", CodeSays},
	{"", "", "found on a block list|found on block list", BlockList, "a block list has the client's address", CodeSays},
	{"", "", "customer block list|customer blocked", Reputation, "the recipient's organisation blocks this address itself; ask its administrator", CodeSays},
	{"", "", "traffic not accepted from this ip", Reputation, "Microsoft accepts no mail from this address for this tenant, often because the tenant is new", CodeSays},
	{"", "", "banned sending ip|banned sender", Reputation, "Microsoft blocks this address; ask for removal at https://sender.office.com", CodeSays},
	{"", "", "rejected by recipient", Reputation, "the recipient's organisation blocks this address", CodeSays},
	{"", "", "rate limited due to ip reputation|access denied, please try again later", Reputation, "Microsoft restricts this address until it has checked its reputation", CodeSays},
	{"z.7.25", "", "", ReverseDNS, "Microsoft requires a PTR record, above all for IPv6 addresses", CodeSays},
	{"", "", "must have a reverse dns record", ReverseDNS, "Microsoft requires a PTR record, above all for IPv6 addresses", CodeSays},
	{"", "", "bad helo|invalid domain name", Helo, "EHLO named the server itself, or no valid host name", CodeSays},
	{"z.7.509|z.7.515|z.7.23|z.7.26|z.7.27", "", "", Authentication, "the sender's domain must pass SPF or DKIM, and DMARC; from bulk senders Microsoft requires all three", CodeSays},
	{"", "", "dmarc verification|required authentication level|pass either spf or dkim|sender policy framework", Authentication, "the sender's domain must pass SPF or DKIM, and DMARC", CodeSays},
}

var microsoftPolicy = []row{
	{"", "", "transport.rules|organization policy|tenant allow block list|by your organization", ContentPolicy, "a mail flow rule or block list of the organisation forbids this message; ask its administrator", CodeSays},
	{"", "", "delivery restriction|resolver.rst.|not authenticated for|not authenticated by|allowed-senders", ContentPolicy, "the recipient accepts mail only from some senders, or only from its own organisation", CodeSays},
	{"5.7.12|5.7.124|5.7.129|5.7.133|5.7.134|5.7.135|5.7.136", "", "", ContentPolicy, "the recipient accepts mail only from some senders, or only from its own organisation", CodeSays},
	{"", "", "delivery not authorized|external forwarding|policy violation|accept email over ipv6|banned recipient", ContentPolicy, "a rule of the sender's or the recipient's organisation forbids this", CodeSays},
	{"", "", "quarantined this message|rejected as spam|detected as spam|content restrictions", SpamContent, "", CodeSays},
}

var microsoftCapacity = []row{
	{"", "", "wrong office 365 region", Routing, "the domain's MX points to the wrong region, or DNS data is old; look the MX up again", CodeSays},
	{"", "", "concurrent connections|sender thread limit", ConnectionLimit, "", CodeSays},
	{"", "", "permitted limits|recipient thread limit|per hour|queue quota exceeded", RateLimit, "too many messages to this recipient, or from this address, in a short time", CodeSays},
	{"5.2.120|5.2.121|5.2.122|5.7.508", "", "", RateLimit, "too many messages to this recipient, or from this address, in a short time", CodeSays},
	{"", "", "server busy", RateLimit, "Microsoft slows this address down because its traffic is unusual", CodeSays},
	{"4yz", "", "temporary server error|insufficient system resources|failed to be replicated|suspiciousremoteserver|agent busy|service not active|service not available", ServerTrouble, "", CodeSays},
}

var microsoftRecipient = []row{
	{"", "", "tenantattribution|relay access denied|unable to relay", RelayDenied, "no connector of the tenant matches this client, and the domain is not one of Microsoft's", CodeSays},
	{"", "", "recipient address rejected: access denied|recipient addresses rejected|recipientnotfound|recipnotfound|smtp address lookup|user unknown", NoSuchUser, "no such recipient in the domain's directory", CodeSays},
	{"z.1.10|5.7.504", "", "", NoSuchUser, "no such recipient in the domain's directory", CodeSays},
	{"", "", "no mail-enabled subscriptions|nonexistentdomain|domain * does not exist|resolver.fwd.loop|misconfigured forwarding|possible mail loop|loop detected|rfc 2606", Routing, "", CodeSays},
	{"5.2.2|4.2.2", "", "", MailboxFull, "", CodeSays},
	{"", "", "mailbox cannot be accessed|mailbox disabled", MailboxDisabled, "", CodeSays},
	{"z.5.3", "", "", TooManyRecipients, "", CodeSays},
	{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
}

var microsoftProtocol = []row{
	{"5.2.3|5.3.4", "", "", MessageSize, "", CodeSays},
	{"", "", "message size|too large", MessageSize, "", CodeSays},
	{"", "", "utf8|utf-8", EightBit, "", CodeSays},
	{"5.6.11|5.7.512|5.1.20|5.5.6", "", "", MessageFormat, "the header or the line endings break RFC 5322", CodeSays},
	{"", "", "bare linefeeds|invalidcontent|mime content|header is too long|message must be rfc 5322", MessageFormat, "the header or the line endings break RFC 5322", CodeSays},
	{"501", "MAIL RCPT", "invalid address", Syntax, "", CodeSays},
	{"501", "", "invalid arguments", Syntax, "", CodeSays},
	{"", "", "send hello first|need mail command|need rcpt command|bad sequence|sender already specified", Sequence, "", CodeSays},
	{"421|451", "", "connection dropped|timed out|connection timeout", Closing, "", CodeSays},
	{"", "", "tls 1.0|support tls 1.2", TLSRequired, "Microsoft accepts TLS 1.2 or later", CodeSays},
	{"454", "", "temporary authentication failure", ServerTrouble, "", CodeSays},
	{"", "", "unrecognized command", NotImplemented, "", CodeSays},
}
