package refusal

var iCloud = table{
	name: "iCloud", source: "https://support.apple.com/102322",
	marks: "your email was rejected due to having a domain|your message was rejected due to|was rejected due to listing in spamhaus|blocked for failing both spf and dkim|support.apple.com|smtpin*.me.com|-smtpin|icloud.com>: user |icloud.com>: inactive|me.com error|[cs0|[hm0|[bs0|[hme|from address is not one of your addresses|recipient no longer on server",
	hosts: "icloud.com me.com mac.com apple.com",
	rows: []row{
		{"", "", "spamhaus|proofpoint.com/dnsbl", BlockList, "a block list that Apple uses has the client's address or a domain in the message", CodeSays},
		{"", "", "dmarc|spf and dkim", Authentication, "the message fails SPF, DKIM or the DMARC policy of the domain in From", CodeSays},
		{"", "", "local policy", ContentPolicy, "Apple's filter does not accept this message; it does not say why", CodeSays},
		{"", "", "excessive volume|too many messages", RateLimit, "the recipient or the client's address has too much mail at the moment", CodeSays},
		{"", "", "overquota|over quota", MailboxFull, "the recipient's iCloud storage is full", CodeSays},
		{"", "", "inactive email address|mailbox disabled", MailboxDisabled, "", CodeSays},
		{"", "", "user does not exist|unknown or illegal alias|no longer on server", NoSuchUser, "", CodeSays},
		{"", "", "not one of your addresses", SenderNotAllowed, "send as the account's own address or one of its aliases", CodeSays},
		{"", "", "relay access denied", RelayDenied, "", CodeSays},
		{"", "", "not accepting connections", Reputation, "Apple blocks this address", CodeSays},
		{"", "", "domain not found", SenderDomain, "", CodeSays},
		{"534|535", "AUTH", "", AuthFailed, "iCloud wants an app-specific password, not the account's password", CodeSays},
		{"421", "", "too many errors", Closing, "too many of the client's commands were refused", CodeSays},
		{"4yz", "", "service unavailable", ServerTrouble, "", CodeSays},
	},
}
