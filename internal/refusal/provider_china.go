package refusal

import "slices"

var (
	qqMail = table{
		name: "QQ Mail", source: "https://service.mail.qq.com/detail/122",
		marks: "mail content denied|mail is rejected by recipients|mailbox unavailable or access deni|550 suspected spam|spf check failed. http|dmarc check failed. http|suspected spam ip|content rejected.https|mail.qq.com/|exmail.qq.com/|work.weixin.qq.com|mail from address must be same as authorization|frequency limited|need ehlo and auth first|suspected bounce attacks|授权码|suspected spam sender", hosts: "qq.com foxmail.com",
		rows: []row{
			{"", "AUTH", "授权码|authorization code|login fail. please|service is not open|account is abnormal", AuthDisabled, "switch SMTP on in QQ Mail's settings, and log in with the authorization code that it shows", CodeSays},
			{"535", "", "", AuthFailed, "QQ Mail wants the authorization code from its settings, not the account's password", CodeSays},
			{"", "", "auth first|ehlo and auth", AuthRequired, "log in before you send mail", CodeSays},
			{"", "", "same as authorization|sender address rejected|not allowed sender", SenderNotAllowed, "send as the address with which you logged in", CodeSays},
			{"", "", "spf check|dmarc check|dkim check|dmarc|spf ", Authentication, "the message fails SPF, DKIM or DMARC of the sender's domain", CodeSays},
			{"", "", "suspected bounce|suspected spam ip|connection denied|ip * reputation|suspected spam sender", Reputation, "QQ Mail refuses mail from this address or sender because of its reputation", CodeSays},
			{"", "", "suspected spam|spam is embedded|content denied|content rejected", SpamContent, "QQ Mail takes the content for spam", CodeSays},
			{"", "", "connection frequency", ConnectionLimit, "", CodeSays},
			{"", "", "frequency limited|frequency * limit|quota|limit exceeded", RateLimit, "the address, the domain or the sender sends too much in a short time", CodeSays},
			{"", "", "too large|size", MessageSize, "", CodeSays},
			{"", "", "rejected by recipient", ContentPolicy, "the recipient blocked this sender", CodeSays},
			{"", "", "deactivated|unavailable or access denied|unavailable or access denined", MailboxDisabled, "the mailbox does not accept this message", CodeSays},
			{"", "", "mailbox is full|mailbox full|over quota", MailboxFull, "", CodeSays},
			{"", "", "mailbox not found|user not exist", NoSuchUser, "", CodeSays},
			{"", "", "bad address syntax", Syntax, "", CodeSays},
		},
	}
	netEase = table{
		name: "NetEase 163", source: "https://mail.163.com/help/help_spam_16.htm",
		marks: "mail from must equal authorized|mail.163.com/|help_spam_16| hl:| mi:| rp:| dt:| wm:|user has no permission| 163 mx", hosts: "163.com 126.com yeah.net netease.com 163.net",
		rows: slices.Concat(netEaseCodes, []row{
			{"", "", "user has no permission|authentication is denied", AuthDisabled, "switch SMTP on in the settings of the mailbox, and log in with the authorization code that it shows", CodeSays},
			{"", "", "too much fail authentication|too many fail", RateLimit, "too many failed logins; the account accepts logins again later", CodeSays},
			{"535", "", "", AuthFailed, "NetEase wants the authorization code from the mailbox's settings, not its password", CodeSays},
			{"", "", "mail from must equal|must equal authorized", SenderNotAllowed, "send as the address with which you logged in", CodeSays},
			{"", "", "user not found|user unknown|invalid user", NoSuchUser, "", CodeSays},
			{"", "", "over quota|mailbox full|quota exceeded", MailboxFull, "", CodeSays},
			{"", "", "suspended|user locked|hangup", MailboxDisabled, "", CodeSays},
		}),
	}
	aliyun = table{
		name: "Alibaba DirectMail", source: "https://www.alibabacloud.com/help/en/direct-mail/smtp-error-codes",
		marks: "[@sm0|dm.aliyun|smtpdm|host not found by dns resolve|doesn't conform with authentication", hosts: "aliyun.com aliyuncs.com smtpdm.aliyun.com mxhichina.com",
		rows: []row{
			{"", "", "account unavailable|@sm060302|in arrears|arrearage|account * frozen|account is forbidden", AccountSuspended, "the Alibaba Cloud account is suspended or has unpaid bills", CodeSays},
			{"", "", "conform with authentication|@sm060104", SenderNotAllowed, "MAIL FROM must be the address with which you logged in", CodeSays},
			{"", "", "quota|exceed|over limit|frequency|throttl", RateLimit, "the account used up its sending limit", CodeSays},
			{"", "", "dns resolve|host not found", Routing, "the recipient's domain has no MX or A record", CodeSays},
			{"535|526|527", "", "", AuthFailed, "log in with the sender address and the SMTP password set for it in the console", CodeSays},
			{"", "", "invalid rcpt|invalid recipient|address not exist|user not exist", NoSuchUser, "", CodeSays},
			{"", "", "spam|antispam|content", SpamContent, "", CodeSays},
			{"", "", "mail is too large|too big", MessageSize, "", CodeSays},
		},
	}
)

// netEaseCodes are the codes that follow the reply code: 554 DT:SPM.
var netEaseCodes = []row{
	{"", "", "mi:spf|dt:dmarc|dt:dkim|mi:dmarc|mi:dkim|dt:spf", Authentication, "the message fails SPF, DKIM or DMARC of the sender's domain", CodeSays},
	{"", "", "dt:spm|dt:sum|mi:spb|dt:spb", SpamContent, "NetEase takes the content for spam", CodeSays},
	{"", "", "dt:rbl|hl:rbl", BlockList, "a public block list has the client's address", CodeSays},
	{"", "", "hl:icc|hl:ccl", ConnectionLimit, "too many connections at the same time", CodeSays},
	{"", "", "hl:ifc|mi:sfq|mi:dmc|rp:qrc|rp:rcl|hl:ifq|mi:stc|rp:trc|rp:cel|mi:cel|mi:ccl|rp:ccl|rp:qmc", RateLimit, "too many messages, recipients or commands in a short time", CodeSays},
	{"", "", "rp:drc", TooManyRecipients, "too many recipients in one connection", CodeSays},
	{"", "", "mi:nhd|helo", Helo, "the name in EHLO or HELO is missing or wrong", CodeSays},
	{"", "", "mi:dnf|mi:nms|dns mx", SenderDomain, "the sender's domain does not exist", CodeSays},
	{"", "", "hl:ptr|hl:rdn", ReverseDNS, "", CodeSays},
	{"", "", "mi:frg|mi:des|mi:sdr", SenderNotAllowed, "the sender's address is refused", CodeSays},
	{"", "", "rp:rcu|rp:nxu|rp:uns", NoSuchUser, "", CodeSays},
	{"", "", "hl:rep|hl:mep|hl:ihu|hl:ipb|hl:ips|wm:bli|wm:blu|mi:bli|mi:blu", Reputation, "NetEase blocks this address or sender because of its mail so far", CodeSays},
	{"", "", "dt:hfr|mi:hdr|dt:hdr", MessageFormat, "", CodeSays},
	{"", "", "dt:vir|dt:atm", Virus, "", CodeSays},
	{"", "", "dt:siz|mi:siz", MessageSize, "", CodeSays},
}
