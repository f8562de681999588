package refusal

var (
	lws = table{
		name: "LWS", source: "https://help.lws-hosting.com/en/SPAM-L-SPAMXX-email-error-codes", checked: "2026-12-01",
		marks: " l-spam| l-rate| l-rcpt| l-size| l-hb| l-ipspam| lpr-spam| lpr-rate| lpr-rcpt| lpr-size| lpr-d| lpr-hb", hosts: "lws.fr lws-hosting.com",
		rows: []row{
			{"", "", "-spam00|-spam01", SpamContent, "the content is too much like spam; this address may send again after 20 minutes", CodeSays},
			{"", "", "l-ipspam", AccountSuspended, "LWS blocks this address of the network because of spam", CodeSays},
			{"", "", "-spam", AccountSuspended, "LWS blocks this mailbox or its domain for a day or more because of spam", CodeSays},
			{"", "", "-rate|-rcpt|-size|-hb|-dest|-dsdr", RateLimit, "the mailbox or its domain sent more messages, recipients or bytes than its plan allows", CodeSays},
		},
	}
	iUA = table{
		name: "i.ua", source: "https://mail.i.ua/err/1/",
		marks: "mail.i.ua/err/", hosts: "i.ua email.ua",
		rows: []row{
			{"", "", "/err/7/", Helo, "", CodeSays},
			{"", "", "/err/10/", ContentPolicy, "the recipient accepts mail only from known senders", CodeSays},
			{"", "", "/err/1/|/err/6/", RelayDenied, "", CodeSays},
			{"", "", "/err/2/", NoSuchUser, "", CodeSays},
			{"", "", "/err/3/", MailboxDisabled, "the mailbox was not used for three months", CodeSays},
			{"", "", "/err/4/", MailboxFull, "", CodeSays},
			{"", "", "/err/5/", RateLimit, "", CodeSays},
			{"", "", "/err/8/", SenderDomain, "the sender's address cannot be checked", CodeSays},
			{"", "", "/err/9/", Reputation, "i.ua blocks this address", CodeSays},
		},
	}
	facebook = table{
		name: "Facebook", source: "https://www.facebook.com/postmaster/response_codes",
		marks: "facebook.com/response_codes|facebook.com/postmaster", hosts: "facebook.com",
		rows: []row{
			{"", "", "rcp-p1", NoSuchUser, "", CodeSays},
			{"", "", "rcp-p2|rcp-p3", ContentPolicy, "the recipient's settings refuse this mail", CodeSays},
			{"", "", "rcp-t|con-|msg-t", RateLimit, "too much mail for the recipient or from this address", CodeSays},
			{"", "", "dns-p|dns-t", ReverseDNS, "", CodeSays},
			{"", "", "pol-p|blk-p", Reputation, "Facebook refuses this address or message because of complaints", CodeSays},
			{"", "", "int-", ServerTrouble, "", CodeSays},
		},
	}
	docomo = table{
		name: "NTT docomo", source: "https://www.docomo.ne.jp/service/docomo_mail/",
		marks: "too much mail data|mfsmax.docomo|unknown user *docomo", hosts: "docomo.ne.jp",
		rows: []row{
			{"", "", "too much mail data", MailboxFull, "", CodeSays},
			{"", "", "unknown user", NoSuchUser, "the recipient does not exist, or its filter refuses the sender", CodeSays},
			{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
		},
	}
	aliyunMail = table{
		name: "Aliyun Mail", source: "https://help.aliyun.com/zh/document_detail/36693.html",
		marks: "reject by behaviour spam|reject by behavior spam|reject by content spam|antispam_bat|anti_spam_", hosts: "mxhichina.com qiye.aliyun.com",
		rows: []row{
			{"", "", "behaviour spam|behavior spam", Reputation, "Aliyun blocks this address or sender because of how it sends", CodeSays},
			{"", "", "content spam", SpamContent, "Aliyun takes the content for spam", CodeSays},
		},
	}
)
