package refusal

var (
	yandex = table{
		name: "Yandex", source: "https://yandex.com/support/mail/web/letter/create.html",
		marks: "recipient has exceeded message rate limit|5.2.2 mailbox size limit exceeded|the service is currently unavailable. please come back later|no such user!|under suspicion of spam|email sending without ssl/tls|ya.cc/|help.yandex|yandex.ru/|yandex.com/|not owned by auth user|policy rejection on the target address|nwsmtp-mxfront|.qloud-c.|mail.yandex.net error|vla1-|vla5-|sas1-", hosts: "yandex.ru yandex.net yandex.com",
		rows: []row{
			{"", "", "without ssl/tls|must issue a starttls", TLSRequired, "", CodeSays},
			{"", "AUTH", "application password|app password|access rights to this service|access rights", AuthDisabled, "switch mail programs on in the settings of Yandex Mail, and use an app password", CodeSays},
			{"", "AUTH", "looks like spam|not a robot", AccountSuspended, "Yandex wants the user to log in on the web and solve a captcha", CodeSays},
			{"535", "", "", AuthFailed, "Yandex wants an app password here, not the account's password", CodeSays},
			{"", "", "not owned by auth user", SenderNotAllowed, "send as the address with which you logged in, or one of its aliases", CodeSays},
			{"", "", "suspicion of spam|spam detected|looks like spam", SpamContent, "Yandex takes the content for spam", CodeSays},
			{"", "", "message rate limit|too many messages|limit exceeded", RateLimit, "", CodeSays},
			{"", "", "too many recipients|too many rcpts", TooManyRecipients, "", CodeSays},
			{"", "", "too many connections|concurrent connections", ConnectionLimit, "", CodeSays},
			{"", "", "size limit exceeded|over quota|mailbox full", MailboxFull, "", CodeSays},
			{"", "", "policy rejection", ContentPolicy, "the recipient's address accepts no mail from this sender", CodeSays},
			{"", "", "no such user|user not found", NoSuchUser, "", CodeSays},
			{"", "", "dmarc| spf |dkim", Authentication, "", CodeSays},
			{"", "", "timeout exceeded", Closing, "", CodeSays},
			{"4yz", "", "currently unavailable|try again later", ServerTrouble, "", CodeSays},
		},
	}
	mailRu = table{
		name: "Mail.ru", source: "https://postmaster.mail.ru/error/",
		marks: "corp.mail.ru|help.mail.ru|postmaster.mail.ru|neobhodim|not local sender over smtp|message sending for this account|local mailbox * is unavailable|message was not accepted -- ", hosts: "mail.ru bk.ru inbox.ru list.ru vk.com",
		rows: []row{
			{"", "", "neobhodim|application password", AuthDisabled, "Mail.ru wants an app password here, not the account's password", CodeSays},
			{"535", "", "", AuthFailed, "the user name or the app password is wrong", CodeSays},
			{"", "", "sending for this account is disabled|account is blocked|account * is blocked", AccountSuspended, "Mail.ru blocks this account's outgoing mail; change the password and ask its support", CodeSays},
			{"", "", "account is disabled", MailboxDisabled, "", CodeSays},
			{"", "", "not local sender", SenderNotAllowed, "send as the address with which you logged in", CodeSays},
			{"", "", "dmarc|spf|dkim", Authentication, "", CodeSays},
			{"", "", "spam message", SpamContent, "Mail.ru takes the content for spam", CodeSays},
			{"", "", "over quota|quota exceeded|mailbox is full|is full", MailboxFull, "", CodeSays},
			{"", "", "invalid mailbox|no such user|user not found|user unknown", NoSuchUser, "", CodeSays},
			{"", "", "ratelimit|rate limit|too many messages", RateLimit, "", CodeSays},
			{"", "", "blocked|black list|blacklist", Reputation, "Mail.ru blocks this address; see https://postmaster.mail.ru", CodeSays},
			{"", "", "ptr|reverse|dns record", ReverseDNS, "", CodeSays},
		},
	}
	rambler = table{
		name: "Rambler", source: "https://help.rambler.ru/mail/",
		marks: "help.rambler|rambler.ru>: recipient|spam message rejected; if this is not spam", hosts: "rambler.ru",
		rows: []row{
			{"", "", "inactive|: blocked", MailboxDisabled, "the mailbox is blocked, or was not used for long", CodeSays},
			{"", "", "spam message", SpamContent, "", CodeSays},
			{"", "", "rate limit", RateLimit, "", CodeSays},
		},
	}
)
