package refusal

var (
	zoho = table{
		name: "Zoho", source: "https://www.zoho.com/mail/help/adminconsole/bounce-errors.html",
		marks: "email outgoing blocked|email policy violation detected|zoho.com/|mx.zoho|detected by zoho|relaying disallowed|unusual sending activity detected|mailbox delivery restricted by policy|mailbox delivery failure policy|mail rejected by destination domain|mailpolicy violation|email cannot be delivered. reason", hosts: "zoho.com zoho.eu zoho.in zohomail.com zoho.com.au",
		rows: []row{
			{"", "", "outgoing blocked", AccountSuspended, "Zoho blocks the account's outgoing mail because of spam or too many messages", CodeSays},
			{"", "", "unusual sending|unblockme|account * blocked|account * suspended", AccountSuspended, "Zoho blocks the account's outgoing mail; unblock it at https://mail.zoho.com/UnblockMe", CodeSays},
			{"", "", "relaying disallowed", SenderNotAllowed, "the From address must be the account's own or one of its aliases", CodeSays},
			{"", "", "virus", Virus, "", CodeSays},
			{"", "", "dmarc|spf |dkim", Authentication, "", CodeSays},
			{"", "", "flagged as spam|spam", SpamContent, "", CodeSays},
			{"", "", "policy|destination domain", ContentPolicy, "a rule of the recipient's organisation forbids this message", CodeSays},
			{"", "", "user unknown|user does not exist|invalid recipient", NoSuchUser, "", CodeSays},
			{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
			{"", "", "limit|quota exceeded", RateLimit, "the account used up its sending limit", CodeSays},
			{"535", "", "", AuthFailed, "with two-factor authentication Zoho wants an app password; the server differs for each region", CodeSays},
			{"4yz", "", "temporary system error", ServerTrouble, "", CodeSays},
		},
	}
	fastmail = table{
		name: "Fastmail", source: "https://www.fastmail.help/hc/en-us/articles/1500000278342",
		marks: "fastmail.com/|fastmail.help|fastmail.fm/", hosts: "fastmail.com messagingengine.com",
		rows: []row{
			{"535", "", "", AuthFailed, "Fastmail wants an app password here, not the account's password", CodeSays},
			{"", "", "not * identity|sender identity|sending identity|sender address", SenderNotAllowed, "send as one of the account's sending identities", CodeSays},
			{"", "", "rate limit|limit exceeded|sending limit|too many", RateLimit, "", CodeSays},
			{"", "", "quota", MailboxFull, "", CodeSays},
			{"", "", "locked|suspended", AccountSuspended, "", CodeSays},
		},
	}
	proton = table{
		name: "Proton", source: "https://proton.me/support/email-bounced",
		marks: "proton.me/|protonmail.com/|we do not accept viral traffic|recipient address rejected: address does not exist", hosts: "protonmail.ch proton.me",
		rows: []row{
			{"", "", "viral traffic", Virus, "", CodeSays},
			{"", "", "spam filter", SpamContent, "", CodeSays},
			{"", "", "address does not exist", NoSuchUser, "", CodeSays},
			{"", "", "dmarc|spf |dkim", Authentication, "", CodeSays},
			{"", "", "over quota|quota", MailboxFull, "", CodeSays},
		},
	}
	tOnline = table{
		name: "T-Online", source: "https://postmaster.t-online.de/",
		marks: "fpr@rx.t-online|tosa@rx.t-online|rx.t-online.de|postmaster.t-online|t-online.de/|message considered as spam or virus|ask your postmaster for help or to contact", hosts: "t-online.de",
		rows: []row{
			{"", "", "spam or virus", SpamContent, "the filter takes the message for spam or a virus", CodeSays},
			{"", "", "reverse dns|ptr|dns record|no valid", ReverseDNS, "", CodeSays},
			{"", "", "too many connections", ConnectionLimit, "", CodeSays},
			{"", "", "too many|rate limit", RateLimit, "", CodeSays},
			{"", "", "user unknown|unknown user|no such user", NoSuchUser, "", CodeSays},
			{"", "", "ask your postmaster|a problem occurred|not * been used for sending|tosa@rx|blacklist|blocked", Reputation, "T-Online takes no mail from addresses that it does not know; ask tosa@rx.t-online.de, with a web page that names the operator", CodeSays},
		},
	}
	seznam = table{
		name: "Seznam", source: "https://napoveda.seznam.cz/cz/email/",
		marks: "napoveda.seznam|seznam.cz/", hosts: "seznam.cz",
		rows: ispRows,
	}
	libero = table{
		name: "Libero", source: "https://aiuto.libero.it/",
		marks: "libero.it/|postmaster.libero|libsmtp|italiaonline|posta.libero", hosts: "libero.it virgilio.it iol.it",
		rows: ispRows,
	}
	tiscali = table{
		name: "Tiscali", source: "https://assistenza.tiscali.it/",
		marks: "tiscali.it/|postmaster@tiscali|your password is too simple", hosts: "tiscali.it",
		rows: []row{
			{"", "", "password is too simple", AuthDisabled, "choose a stronger password on the web; SMTP works then", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
			{"", "", "quota|full", MailboxFull, "", CodeSays},
		},
	}
	uol = table{
		name: "UOL", source: "https://ajuda.uol.com.br/",
		marks: "uol.com.br/|antispam.uol|denyspam|uol host", hosts: "uol.com.br bol.com.br uhserver.com",
		rows: ispRows,
	}
	terra = table{
		name: "Terra", source: "https://duvidas.terra.com.br/",
		marks: "terra.com/|terra.com.br/|postmaster@terra|tpn.terra", hosts: "terra.com terra.com.br",
		rows: ispRows,
	}
	naver = table{
		name: "Naver", source: "https://realip.naver.com/",
		marks: "realip.naver|naver.com/|mail.naver", hosts: "naver.com",
		rows: []row{
			{"", "", "realip|is filtered|register your ip", Reputation, "Naver filters this address; register it at https://realip.naver.com", CodeSays},
			{"535", "", "", AuthFailed, "switch SMTP on in the settings of Naver Mail; with two-step verification use an app password", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
			{"", "", "quota|full", MailboxFull, "", CodeSays},
			{"", "", "inactive|dormant", MailboxDisabled, "", CodeSays},
			{"", "", "user unknown|no such user|user * not found", NoSuchUser, "", CodeSays},
		},
	}
	daum = table{
		name: "Daum", source: "https://cs.daum.net/",
		marks: "hanmail.net/|daum.net/|cs.daum|postmaster.daum|kakaocorp", hosts: "daum.net hanmail.net kakao.com",
		rows: []row{
			{"", "", "online e-mail stamp|blocked|rbl|ip registration|spam ip", Reputation, "Daum filters this address", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
			{"", "", "spf|dmarc|dkim", Authentication, "", CodeSays},
			{"", "", "dormant|inactive|suspend", MailboxDisabled, "the mailbox was not used for long", CodeSays},
			{"", "", "user unknown|no such user|no mailbox", NoSuchUser, "", CodeSays},
		},
	}
	bt = table{
		name: "BT", source: "https://www.bt.com/help/email",
		marks: "bt.com/|btinternet.com/|btopenworld|rejected due to sender ip reputation", hosts: "btinternet.com bt.com", rows: ispRows,
	}
	virgin = table{
		name: "Virgin Media", source: "https://www.virginmedia.com/help/email",
		marks: "spam content found|virginmedia.com/|virgin media|postmaster@virgin|vmin1|vmin2|vmin3|vmin4|vmoutput", hosts: "virginmedia.com ntlworld.com blueyonder.co.uk", rows: ispRows,
	}
	telstra = table{
		name: "Telstra", source: "https://www.telstra.com.au/support/email",
		marks: "telstra.com|bigpond.com/|bigpond.net.au", hosts: "bigpond.com telstra.com bigpond.net.au", rows: ispRows,
	}
	mailboxOrg = table{
		name: "mailbox.org", source: "https://kb.mailbox.org/",
		marks: "mailbox.org/|kb.mailbox.org|support@mailbox.org", hosts: "mailbox.org", rows: ispRows,
	}
	posteo = table{
		name: "Posteo", source: "https://posteo.de/en/help",
		marks: "posteo.de/|postmaster@posteo", hosts: "posteo.de", rows: ispRows,
	}
	infomaniak = table{
		name: "Infomaniak", source: "https://www.infomaniak.com/en/support/faq",
		marks: "infomaniak.com/|infomaniak.ch/", hosts: "infomaniak.com infomaniak.ch",
		rows: []row{
			{"", "MAIL RCPT", "sender address rejected~nullmx|sender address rejected*nullmx", SenderDomain, "the sender's domain says that it accepts no mail (null MX)", CodeSays},
			{"", "", "dmarc", Authentication, "", CodeSays},
		},
	}
)
