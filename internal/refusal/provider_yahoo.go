package refusal

var yahoo = table{
	name: "Yahoo", source: "https://senders.yahooinc.com/smtp-error-codes/", checked: "2026-12-01",
	marks: "message not accepted for policy reasons|mail has been blocked because the sender is unauthenticated. yahoo|will be permanently deferred|yahooinc.com|postmaster.yahoo|help.yahoo.com|mta*.mail.*.yahoo.com|postmaster.aol.com|postmaster.verizonmedia|[tss|[ts0|[ph0|[bl2|delivery error: dd|message not allowed - |yahoo requires|resources temporarily unavailable. please try again later [#|unresolvable rfc.5321|unresolvable rfc.5322|headers are not rfc compliant|max message per connection|user is receiving mail too quickly",
	hosts: "yahoo.com yahoodns.net aol.com yahoo.co.jp ymail.com verizon.net",
	rows: []row{
		{"", "", "[bl2|spamhaus", BlockList, "Spamhaus lists the client's address; only Spamhaus removes it", CodeSays},
		{"", "", "unresolvable|from domain * does not", SenderDomain, "Yahoo finds no SOA, MX or A record for the sender's domain", CodeSays},
		{"", "", "unauthenticated|dmarc|dkim|either spf|[aup|authentication check", Authentication, "Yahoo requires SPF or DKIM from all senders, and DMARC too from bulk senders", CodeSays},
		{"", "", "permanently deferred", Reputation, "Yahoo users report much mail from this address as spam; trying again does not help", Cannot},
		{"", "", "user complaints|temporarily deferred|[ts", Reputation, "Yahoo users report mail from this address as spam, or its volume is unusual", CodeSays},
		{"", "", "unknown recipients|connections * not be accepted|connections not accepted", Reputation, "Yahoo blocks this address because of its mail so far", CodeSays},
		{"", "", "rfc compliant|[291]", MessageFormat, "a header field is malformed or duplicated", CodeSays},
		{"", "", "[ph", SpamContent, "Yahoo dislikes the content: a virus, phishing, or a link to such", CodeSays},
		{"", "", "policy reasons|message not allowed|not accepted for policy", ContentPolicy, "Yahoo does not accept this message because of its content or its sender", CodeSays},
		{"", "", "mailbox is disabled|account is disabled|account has been disabled", MailboxDisabled, "", CodeSays},
		{"", "", "over quota|overquota|mailbox full|mailbox is full", MailboxFull, "", CodeSays},
		{"", "", "this user doesn't have|no longer valid|mailbox not found|not a valid mailbox|user unknown", NoSuchUser, "", CodeSays},
		{"", "", "too quickly|max message|too many messages|rate limit", RateLimit, "", CodeSays},
		{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
		{"", "", "too many connections|too many concurrent", ConnectionLimit, "", CodeSays},
		{"", "", "relaying denied", RelayDenied, "", CodeSays},
		{"535", "AUTH", "", AuthFailed, "Yahoo and AOL want an app password here, not the account's password", CodeSays},
		{"", "AUTH", "app password|application password", AuthDisabled, "Yahoo and AOL want an app password here, not the account's password", CodeSays},
		{"", "", "requested mail action aborted -", Unknown, "", CodeSays},
		{"4yz", "", "resources temporarily|internal server error|temporary domain failure|not available", ServerTrouble, "", CodeSays},
	},
}
