package refusal

var (
	sendGrid = table{
		name: "SendGrid", source: "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting", checked: "2026-12-01",
		marks: "sendgrid.com/|unauthenticated senders not allowed|verified sender identity|maximum credits exceeded|received this hour (throttled)|not authorized to send from that email address|does not match a verified sender", hosts: "sendgrid.net",
		rows: []row{
			{"", "", "unauthenticated senders", AuthRequired, "log in with the user name apikey and an API key", CodeSays},
			{"", "", "maximum credits|credits exceeded", AccountSuspended, "the plan's messages are used up", CodeSays},
			{"", "", "sender identity|verified sender|not authorized to send from", SenderNotAllowed, "verify the From address or its domain under Sender Authentication", CodeSays},
			{"", "", "account * suspended|account disabled|account under review|access has been revoked", AccountSuspended, "SendGrid has to review the account", CodeSays},
			{"535|451", "AUTH", "", AuthFailed, "the user name is the word apikey; the API key is wrong or lacks the Mail Send permission", CodeSays},
			{"", "", "bad username|authentication failed", AuthFailed, "the user name is the word apikey; the API key is wrong or lacks the Mail Send permission", CodeSays},
			{"", "", "throttled|too many requests|rate limit|repeated bad requests", RateLimit, "", CodeSays},
			{"", "", "too many recipients|exceeds * recipients", TooManyRecipients, "", CodeSays},
			{"", "", "no from header|missing from|from header|valid address|header", MessageFormat, "SendGrid requires a From header", CodeSays},
			{"", "", "too large|message size", MessageSize, "SendGrid accepts 30 MB", CodeSays},
		},
	}
	amazonSES = table{
		name: "Amazon SES", source: "https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html",
		marks: "throttling failure|authentication credentials invalid|email address is not verified|identities failed the check|transaction failed: |sending paused for this account|message rejected: email address|message rejected: sending|amazon ses|aws account|is not authorized to perform|maximum sending rate exceeded|accessdenied",
		hosts: "amazonaws.com",
		rows: []row{
			{"", "", "credentials invalid", AuthFailed, "the password is not the secret access key itself, and it differs for each region", CodeSays},
			{"", "", "not verified|failed the check", SenderNotAllowed, "the sender's address or domain is not verified in this region; in the sandbox every recipient must be verified too", CodeSays},
			{"", "", "not authorized to perform|accessdenied|access denied", SenderNotAllowed, "the IAM policy of this user does not allow ses:SendRawEmail for this sender", CodeSays},
			{"", "", "sending paused|sending suspended|account is paused|paused for this|sending * disabled", AccountSuspended, "Amazon paused the account's sending; see its console and the mail to its owner", CodeSays},
			{"", "", "throttling|quota exceeded|rate exceeded|sending quota|send rate", RateLimit, "the account used up its messages for each second or for 24 hours", CodeSays},
			{"", "", "illegal filename|file type|virus", Virus, "Amazon SES refuses this type of attachment", CodeSays},
			{"", "", "duplicate header|missing final|local address contains|invalid header|header|expected|illegal|start of|missing|parse", MessageFormat, "Amazon SES refuses headers that are malformed or duplicated", CodeSays},
			{"", "", "message length|too long|too large|message size", MessageSize, "", CodeSays},
			{"", "", "recipient count|too many recipients", TooManyRecipients, "Amazon SES accepts 50 recipients", CodeSays},
			{"", "", "suppressed|suppression list|blacklisted", ContentPolicy, "the recipient is on a suppression list because mail to it bounced", CodeSays},
			{"530", "", "", AuthRequired, "", CodeSays},
			{"535", "", "", AuthFailed, "the password is not the secret access key itself, and it differs for each region", CodeSays},
			{"", "", "address * blank|invalid address|domain contains|domain starts|domain ends|local part", Syntax, "", CodeSays},
			{"4yz", "", "temporary service failure|timeout waiting", ServerTrouble, "", CodeSays},
		},
	}
	mailgun = table{
		name: "Mailgun", source: "https://help.mailgun.com/hc/en-us/articles/203380100",
		marks: "domain is unverified and requires dns|is not allowed to send: |sandbox subdomains are for test|mailgun account|mailgun.com/|free accounts are for test|mailgun.org/", hosts: "mailgun.org mailgun.com mailgun.net",
		rows: []row{
			{"", "", "sandbox|authorized recipients|free accounts are for", AccountSuspended, "a sandbox domain sends only to authorized recipients; add a domain of your own", CodeSays},
			{"", "", "activate your|business verification|disabled|suspended|terminated|probation|unpaid|billing", AccountSuspended, "Mailgun restricts the account or the domain; see its control panel", CodeSays},
			{"", "", "limit exceeded|limit reached|too many messages|recipient limit|hourly|ratelimit|rate limit", RateLimit, "the account or the domain used up its sending limit", CodeSays},
			{"", "", "not allowed to send", AccountSuspended, "Mailgun restricts the account or the domain; see its control panel", CodeSays},
			{"", "", "unverified|not verified|domain not found|relaying denied", SenderNotAllowed, "the sender's domain is not verified in this account or region", CodeSays},
			{"535", "", "", AuthFailed, "use the SMTP credentials of the domain, not the API key; EU accounts use smtp.eu.mailgun.org", CodeSays},
			{"", "", "suppress|too old|previously bounced", ContentPolicy, "the recipient is on the domain's suppression list", CodeSays},
			{"", "", "header|mime", MessageFormat, "", CodeSays},
		},
	}
	postmark = table{
		name: "Postmark", source: "https://postmarkapp.com/developer/api/overview#error-codes",
		marks: "postmarkapp.com|postmark account|pending approval, all recipient addresses|sender signature|marked as inactive|inactive addresses", hosts: "postmarkapp.com mtasv.net",
		rows: []row{
			{"", "", "pending approval|account is pending|may not send|not allowed to send|out of credits|trial", AccountSuspended, "Postmark has not approved the account yet, or its plan is used up", CodeSays},
			{"", "", "sender signature|signature not|not verified|not confirmed", SenderNotAllowed, "the From address needs a confirmed sender signature or a verified domain", CodeSays},
			{"", "", "inactive", ContentPolicy, "the recipient is suppressed because mail to it bounced or was reported as spam", CodeSays},
			{"", "", "forbidden attachment|attachment type", Virus, "", CodeSays},
			{"", "", "rate limit|too many", RateLimit, "", CodeSays},
			{"535|5.7.8", "", "", AuthFailed, "the API token of the server is both user name and password; the account's token is another one", CodeSays},
			{"", "", "message stream", Syntax, "the X-PM-Message-Stream header names no stream of this server", CodeSays},
			{"", "", "too large|size limit", MessageSize, "Postmark accepts 10 MB", CodeSays},
		},
	}
	sparkPost = table{
		name: "SparkPost", source: "https://support.sparkpost.com/docs/faq/error-messages-smtp", checked: "2026-12-01",
		marks: "sparkpost.com/|sparkpost account|unconfigured sending domain|unverified sending domain|x-msys-api|no authentication type succeeded|exceed sending limit|exceeded sending limit|recipient address was suppressed", hosts: "sparkpostmail.com sparkpost.com",
		rows: []row{
			{"", "", "unconfigured|unverified sending domain", SenderNotAllowed, "the domain of the From address is not a verified sending domain of the account", CodeSays},
			{"", "", "no authentication type", AuthFailed, "the user name is SMTP_Injection; the API key needs the permission to send by SMTP", CodeSays},
			{"", "", "sending limit|sandbox", RateLimit, "the account used up its messages of the day, the month or the sandbox", CodeSays},
			{"", "", "suppressed", ContentPolicy, "the recipient is on the account's suppression list", CodeSays},
			{"", "", "json parsing|x-msys-api", MessageFormat, "the X-MSYS-API header is not valid JSON", CodeSays},
			{"", "", "temporarily suspended|suspended|account", AccountSuspended, "", CodeSays},
		},
	}
	mandrill = table{
		name: "Mandrill", source: "https://mailchimp.com/developer/transactional/docs/smtp-integration/",
		marks: "mandrill account|mandrillapp.com/|mandrill api|mandrill quota|mandrill: ", hosts: "mandrillapp.com", rows: serviceRows,
	}
	brevo = table{
		name: "Brevo", source: "https://help.brevo.com/hc/en-us/articles/115000188150",
		marks: "brevo.com/|sendinblue.com/|@sendinblue.com|@brevo.com|smtp account is not yet activated|please authenticate first|unauthorized ip", hosts: "brevo.com sendinblue.com",
		rows: []row{
			{"", "", "unauthorized ip|ip * not authorized", ContentPolicy, "add the client's address to the authorised addresses of the account", CodeSays},
			{"502", "", "authenticate", AuthRequired, "log in before you send mail", CodeSays},
			{"", "", "not yet activated|not activated|suspended|credits|quota", AccountSuspended, "the account's SMTP service is not active, or its plan is used up", CodeSays},
			{"", "", "sender * not valid|sender is invalid|validate your sender|sender * not verified", SenderNotAllowed, "the sender needs to be verified in the account", CodeSays},
			{"535", "", "", AuthFailed, "log in with the SMTP login and an SMTP key, not with the account's password or an API key", CodeSays},
		},
	}
	mailjet = table{
		name: "Mailjet", source: "https://documentation.mailjet.com/hc/en-us/articles/360043229473",
		marks: "app.mailjet|www.mailjet|mailjet account|mailjet support|mailjet.com/", hosts: "mailjet.com",
		rows: serviceRows,
	}
	smtp2go = table{
		name: "SMTP2GO", source: "https://support.smtp2go.com/hc/en-gb/articles/13990494697369-Common-Sending-Errors", checked: "2026-12-01",
		marks: "smtp2go.com/|smtp2go account|from header sender domain not verified|smtp username's account is not allowed|relay access denied - please authenticate|that ip address is not allowed to send|settings > sender domains", hosts: "smtp2go.com smtpcorp.com",
		rows: []row{
			{"", "", "domain not verified|sender not verified|verify the sender|unverified", SenderNotAllowed, "verify the domain of the From address under Verified Senders", CodeSays},
			{"", "", "please authenticate", AuthRequired, "log in as one of the account's SMTP users", CodeSays},
			{"", "", "not allowed to send", AccountSuspended, "the account is closed, or the SMTP user or address is blocked", CodeSays},
			{"", "", "limit|quota|allowance", RateLimit, "the plan's messages are used up", CodeSays},
			{"535", "", "", AuthFailed, "log in as an SMTP user, not with the dashboard's password", CodeSays},
		},
	}
	elasticEmail = table{
		name: "Elastic Email", source: "https://help.elasticemail.com/en/articles/4934400",
		marks: "elasticemail.com/|elastic email|not enough credit", hosts: "elasticemail.com elasticemail.net", rows: serviceRows,
	}
	mailtrap = table{
		name: "Mailtrap", source: "https://help.mailtrap.io/article/118-smtp-errors",
		marks: "sending from domain * is not allowed|mailtrap.io/|mailtrap account|too many emails per second|email limit is reached. please upgrade|demo domains can only", hosts: "mailtrap.io",
		rows: []row{
			{"", "", "emails per second|too many emails", RateLimit, "the sandbox accepts only some messages for each second; wait, or take a larger plan", Can},
			{"", "", "limit is reached|upgrade your plan|plan", AccountSuspended, "the plan's messages are used up", CodeSays},
			{"", "", "demo domain|not allowed|not verified", SenderNotAllowed, "the sender's domain is not verified; a demo domain sends only to the account's owner", CodeSays},
			{"535", "", "", AuthFailed, "", CodeSays},
		},
	}
	resend = table{
		name: "Resend", source: "https://resend.com/docs/api-reference/errors",
		marks: "you can only make * requests per second|resend.com|only send testing emails", hosts: "resend.com",
		rows: []row{
			{"", "", "not verified|testing emails|not authorized to send", SenderNotAllowed, "verify the domain of the From address in the account; until then mail goes only to its owner", Cannot},
			{"", "", "api key|authentication", AuthFailed, "the user name is the word resend, the password an API key", CodeSays},
			{"", "", "quota|daily|monthly", AccountSuspended, "the plan's messages are used up", CodeSays},
			{"", "", "too many requests|rate limit|requests per second", RateLimit, "", CodeSays},
		},
	}
	mailerSend = table{
		name: "MailerSend", source: "https://developers.mailersend.com/general.html",
		marks: "mailersend.com/|mailersend account|#ms4", hosts: "mailersend.net mailersend.com",
		rows: []row{
			{"", "", "#ms42207|domain must be verified|not verified", SenderNotAllowed, "verify the domain of the From address in the account", CodeSays},
			{"", "", "#ms42225|#ms42209|trial|unique recipients|quota|plan", AccountSuspended, "the trial or the plan does not allow more messages or recipients", CodeSays},
			{"", "", "rate limit|too many requests", RateLimit, "", CodeSays},
			{"535", "", "", AuthFailed, "", CodeSays},
		},
	}
	zeptoMail = table{
		name: "ZeptoMail", source: "https://www.zoho.com/zeptomail/help/smtp-error-codes.html",
		marks: "zeptomail account|zeptomail.com/|zeptomail mail agent", hosts: "zeptomail.com zeptomail.eu zeptomail.in transmail.net", rows: serviceRows,
	}
)

// serviceRows are for sending services that publish no list of their replies.
var serviceRows = []row{
	{"", "", "suspended|paused|blocked account|account is blocked|not activated|credit|not enough|plan|upgrade", AccountSuspended, "the account is suspended, or its plan is used up", CodeSays},
	{"", "", "not verified|unverified|not authorized|not allowed|not validated|inactive sender", SenderNotAllowed, "the sender's address or domain is not verified in the account", CodeSays},
	{"", "", "quota|limit|too many", RateLimit, "the account used up its sending limit", CodeSays},
	{"", "", "suppress|bounced", ContentPolicy, "the recipient is on the account's suppression list", CodeSays},
	{"535", "", "", AuthFailed, "log in with the SMTP or API credentials of the account, not with the password of its web pages", CodeSays},
	{"530", "", "", AuthRequired, "", CodeSays},
}
