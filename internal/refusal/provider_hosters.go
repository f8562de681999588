package refusal

var (
	goDaddy = table{
		name: "GoDaddy", source: "https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685", checked: "2026-12-01",
		marks: "relay quota will reset|rbl reject|not allowed on ibsmtp| ib0| ib1| ib2| ib3| ib4| ib5| ib6| ib7|secureserver.net/|unblock.secureserver|judged to be spam by the internet community", hosts: "secureserver.net",
		rows: []row{
			{"", "", "sending limit|relay quota", RateLimit, "the mailbox used up its messages for 24 hours", CodeSays},
			{"", "", "ib007|too many sessions", ConnectionLimit, "", CodeSays},
			{"", "", "ib108|reverse dns", ReverseDNS, "GoDaddy requires a PTR record", CodeSays},
			{"", "", "ib104|ib105|ib106|spamhaus|(sbl)|(xbl)|(pbl)", BlockList, "Spamhaus lists the client's address; only Spamhaus removes it", CodeSays},
			{"", "", "ib103", BlockList, "Cloudmark lists the client's address; ask Cloudmark to reset it", CodeSays},
			{"", "", "ib110|ib111|ib112|ib113|rbl reject|unblock request", Reputation, "GoDaddy blocks this address for a time after spam or wrong recipients", CodeSays},
			{"", "", "ib212|judged to be spam|spam or virus content", SpamContent, "GoDaddy's customers reported mail with such content or links as spam", CodeSays},
			{"", "", "ib705|virus infected", Virus, "", CodeSays},
			{"", "", "ib301|helo/ehlo rejected", Helo, "", CodeSays},
			{"", "", "ib401", AuthDisabled, "the server for incoming mail takes no logins; use smtpout.secureserver.net", CodeSays},
			{"", "", "ib501|ib502|blank from|valid from.", MessageFormat, "the sender needs a valid address", CodeSays},
			{"", "", "ib506|domain is invalid", SenderDomain, "the sender's domain has no MX or A record", CodeSays},
			{"", "", "ib508|spf record", Authentication, "the SPF record of the sender's domain does not allow this address", CodeSays},
			{"", "", "ib504|ib510|ib607|too many messages|messages per session|too many recipients this hour", RateLimit, "", CodeSays},
			{"", "", "ib605|too many recipients", TooManyRecipients, "", CodeSays},
			{"", "", "account storage limit|quota", MailboxFull, "", CodeSays},
			{"", "", "account disabled", MailboxDisabled, "", CodeSays},
			{"", "", "recipient not found|account does not exist", NoSuchUser, "", CodeSays},
			{"", "", "size exceeds", MessageSize, "", CodeSays},
			{"", "", "looping", Routing, "", CodeSays},
			{"", "", "ib101|temporarily unavailable", ServerTrouble, "", CodeSays},
		},
	}
	rackspace = table{
		name: "Rackspace", source: "https://docs.rackspace.com/docs/rackspace-email-bounce-codes",
		marks: "@emailsrvr.com|rackspace|(g1)|(g2)|(g3)|(g4)|(g5)|(g6)|(g7)|(g8)|(g9)|(g10)|(g11)|(g12)|(g13)|(g14)|(g15)|(g16)|(g17)|(g18)|(g19)|(g1a)|(g1b)|(g1c)|(g1d)|(g1e)|(g1f)|(g20)|(g21)|(g22)|(g28)|(g29)|(g30)|(g31)|(ge)|mime_banned_file", hosts: "emailsrvr.com",
		rows: []row{
			{"", "", "(g31)|acl dns_rbl", BlockList, "the list named in the reply has the client's address", CodeSays},
			{"", "", "mime_banned_file|banned file|(g3)|(g4)|(g5)|virus found", Virus, "Rackspace refuses this type of attachment, or found a virus", CodeSays},
			{"", "", "(g15)|(g1e)|dmarc", Authentication, "the message fails the DMARC policy of the domain in From", CodeSays},
			{"", "", "(g1f)|ptr record", ReverseDNS, "", CodeSays},
			{"", "", "(g2)|concurrent connections", ConnectionLimit, "", CodeSays},
			{"", "", "(g28)|(g30)|too many messages|too much email", RateLimit, "", CodeSays},
			{"", "", "(ge)|blocked by this recipient", ContentPolicy, "the recipient blocked this sender", CodeSays},
			{"", "", "(g14)|mx record", SenderDomain, "the MX record of the sender's domain is not acceptable", CodeSays},
			{"", "", "header_contenttype", MessageFormat, "", CodeSays},
			{"", "", "(g16)|routing loop", Routing, "", CodeSays},
			{"", "", "(g8)|(g9)|could not be found", NoSuchUser, "", CodeSays},
			{"", "", "not allowed to send", SenderNotAllowed, "this login may not use that sender", CodeSays},
			{"", "", "(g6)", ServerTrouble, "", CodeSays},
			{"", "", "(g7)", Unknown, "", CodeSays},
		},
	}
	titan = table{
		name: "Titan", source: "https://support.titan.email/hc/en-us/articles/900000575166",
		marks: "titan.email/|domains hourly quota exceeded|domains daily quota exceeded|recipients domain daily quota|recipients domain hourly quota|incoming suspended due to abuse|incoming temporarily suspended|suspended due to partner|sender ip rejected:", hosts: "titan.email",
		rows: []row{
			{"", "", "incoming suspended|incoming temporarily suspended", MailboxDisabled, "the mailbox accepts no mail at the moment", CodeSays},
			{"", "", "quota exceeded", RateLimit, "the recipient, or its domain, got too many messages in an hour or a day", CodeSays},
			{"", "", "reputation|spam rate", Reputation, "Titan refuses mail from this address because of its spam", CodeSays},
		},
	}
	hostinger = table{
		name: "Hostinger", source: "https://support.hostinger.com/en/articles/1583218-email-error-messages",
		marks: "hostinger_out_ratelimit|hostinger.com/|hpanel", hosts: "hostinger.com hostinger.io",
		rows: []row{
			{"", "", "outgoing limit|sending limit|hourly limit|rate limit|ratelimit|too many messages", RateLimit, "the mailbox or the domain used up its sending limit", CodeSays},
			{"", "", "disabled by user from hpanel|suspended|disabled", AccountSuspended, "the mailbox or its domain is disabled in hPanel", CodeSays},
			{"", "", "not owned by user", SenderNotAllowed, "send as the mailbox with which you logged in", CodeSays},
		},
	}
	namecheap = table{
		name: "Namecheap", source: "https://www.namecheap.com/support/knowledgebase/article.aspx/9180/",
		marks: "namecheap.com/|privateemail.com/", hosts: "privateemail.com jellyfish.systems registrar-servers.com web-hosting.com",
		rows: ispRows,
	}
	bluehost = table{
		name: "Bluehost", source: "https://www.bluehost.com/help/article/email-bounce-backs",
		marks: "bluehost.com/|my.bluehost|tools.bluehost", hosts: "bluehost.com unifiedlayer.com hostmonster.com justhost.com",
		rows: ispRows,
	}
)
