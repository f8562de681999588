package refusal

var (
	comcast = table{
		name: "Comcast", source: "https://www.xfinity.com/support/articles/email-errors", checked: "2026-12-01",
		marks: "too many recent messages|postmaster.comcast.net| comcast |comcast requires|not our customer|recipient mailbox unallocated|extended quota violation|> user over quota|> - recipient unavailable|recipient temporarily unavailable", hosts: "comcast.net xfinity.com",
		rows: []row{
			{"", "", "ptr record|reverse dns|ptr0", ReverseDNS, "Comcast requires a PTR record, and it must not look like that of a dynamic address", CodeSays},
			{"", "", "#dm0|dmarc|dkim", Authentication, "the message fails the DMARC policy of the domain in From", CodeSays},
			{"", "", "#bl000001|#bl000010|#bl000011|#bl0001|#bl001|spamhaus", BlockList, "Spamhaus, Cloudmark or Sender Score lists the client's address", CodeSays},
			{"", "", "#bl|#es0|#hu|block for spam", Reputation, "Comcast blocks this address because of spam, or because it looks dynamic", CodeSays},
			{"", "", "#rl0|too many recent messages|rate limit", RateLimit, "the client's address sends more than its reputation allows", CodeSays},
			{"", "", "too many sessions|too many connections|#con", ConnectionLimit, "Comcast allows 25 connections for each address", CodeSays},
			{"", "", "#sp|content looks|spam", SpamContent, "", CodeSays},
			{"", "", "over quota|quota violation", MailboxFull, "", CodeSays},
			{"", "", "not our customer|unallocated|account not available", NoSuchUser, "", CodeSays},
			{"5.2.0", "RCPT", "recipient unavailable", MailboxDisabled, "", CodeSays},
			{"4yz", "RCPT", "temporarily unavailable", ServerTrouble, "", CodeSays},
		},
	}
	spectrum = table{
		name: "Spectrum", source: "https://www.spectrumbusiness.net/support/internet/understanding-email-error-codes",
		marks: "aup#i|aup#o|aup#1|charter.net/|spectrum.net/|postmaster@charter|unblock@charter", hosts: "charter.net spectrum.net rr.com twc.com",
		rows: []row{
			{"", "", "aup#*-1000|aup#1000|aup#*-1010|aup#1010|aup#*-1020|aup#*-1030|aup#*-1040|aup#*-1050|aup#*-1060|aup#*-1070|aup#*-1080", Reputation, "Spectrum blocks this address or account because of suspicious mail", CodeSays},
			{"", "", "aup#*-1100|aup#*-1110|aup#*-1120|aup#*-1130|aup#*-1140|aup#*-1150|aup#1100|aup#1150|rdns|reverse dns", ReverseDNS, "Spectrum requires a PTR record, and an A record that points back", CodeSays},
			{"", "", "aup#*-1160|aup#*-1170|aup#*-1180|aup#*-1190|aup#1160", ContentPolicy, "the sender's domain forbids this message by its own policy", CodeSays},
			{"", "", "aup#*-1200|aup#*-1210|aup#1200|cloudmark", BlockList, "Cloudmark lists the client's address; ask Cloudmark to reset it", CodeSays},
			{"", "", "aup#*-1220|aup#*-1230|aup#*-1240|aup#*-1250|aup#1220|spamhaus", BlockList, "Spamhaus lists the client's address; only Spamhaus removes it", CodeSays},
			{"", "", "aup#*-1260", ContentPolicy, "Spectrum accepts no mail over IPv6", CodeSays},
			{"", "", "aup#*-1300|aup#*-1310|aup#*-1320|aup#*-1330|aup#*-1340|aup#1310", ConnectionLimit, "", CodeSays},
			{"", "", "aup#*-1350|aup#*-1360|aup#*-1370|aup#*-1380|aup#*-1390|aup#*-14|aup#13|aup#14", RateLimit, "too many messages, recipients or wrong recipients in a short time", CodeSays},
			{"", "", "aup#*-1500|aup#*-1520|aup#1500|aup#1520", SenderNotAllowed, "send as the address with which you logged in", CodeSays},
			{"", "", "aup#*-1530|aup#1530", MessageSize, "Spectrum accepts 20 MB", CodeSays},
			{"", "", "aup#*-1540|aup#*-1580|aup#1540|aup#1580", RateLimit, "too many messages in one session, or too many recipients in a short time", CodeSays},
			{"", "", "aup#*-1550|aup#1550", TooManyRecipients, "", CodeSays},
			{"", "", "aup#*-1560|aup#1560", RateLimit, "too many wrong recipients; check the addresses", CodeSays},
			{"", "", "aup#*-1090|aup#1090", ServerTrouble, "", CodeSays},
		},
	}
	cox = table{
		name: "Cox", source: "https://www.cox.com/residential/support/email-error-codes.html",
		marks: "aup#cx|aup#cd|aup#ip|aup#url|cox.com/|cox too many|@cox.net for| cmsmtp ", hosts: "cox.net cox.com",
		rows: []row{
			{"", "", "#cxdns|rdns|dns check failure|reverse dns", ReverseDNS, "Cox requires a PTR record", CodeSays},
			{"", "", "#cxcnct|too many concurrent|too many sessions", ConnectionLimit, "Cox allows 10 connections for each address", CodeSays},
			{"", "", "#cxmxrt|threshold exceeded|aborted: try again later", RateLimit, "too many messages or recipients in a short time", CodeSays},
			{"", "", "#cxthrt|#cxmj", AccountSuspended, "Cox restricts this account's outgoing mail because of suspicious activity", CodeSays},
			{"", "", "#cxsndr", Authentication, "the message fails SPF, DKIM or DMARC of the sender's domain", CodeSays},
			{"", "", "#ipbl|spamhaus|cloudmark", BlockList, "a public block list has the client's address; the last digits of the code tell which", CodeSays},
			{"", "", "#cxbl|#cdrbl", Reputation, "Cox blocks this address because of spam", CodeSays},
			{"", "", "#urlbl|#cxspam|#cxcntn", SpamContent, "the message contains an address of the web that is on a block list", CodeSays},
			{"", "", "attachment extension", Virus, "Cox refuses this type of attachment", CodeSays},
			{"", "", "#cxsmtp|no data before greeting", Sequence, "the client breaks the SMTP protocol", CodeSays},
			{"", "", "bad commands|invalid recipients", Reputation, "Cox blocks this address for a time after too many wrong commands, passwords or recipients", CodeSays},
			{"", "", "quota|mailbox full", MailboxFull, "", CodeSays},
			{"", "MAIL", "sender rejected", SenderDomain, "Cox requires an MX or A record for the sender's domain", CodeSays},
			{"", "RCPT", "recipient rejected", NoSuchUser, "", CodeSays},
			{"4yz", "", "temporarily not available", ServerTrouble, "", CodeSays},
		},
	}
	att = table{
		name: "AT&T", source: "http://rbl.att.net/block_enduser.html", checked: "2026-12-01",
		marks: "att.net/|abuse-att.net|flpd|flph|flpi|alph7|alpi|blank mailhost|addressee unknown, relay=|[permfail]|[suspend]|fix reverse dns for|bellsouth, dc=net", hosts: "att.net prodigy.net bellsouth.net sbcglobal.net",
		rows: []row{
			{"", "", "fix reverse dns|failure in dns look|without a valid sender domain. ##", ReverseDNS, "AT&T requires a PTR record", CodeSays},
			{"", "", "requires valid sender domain|valid sender domain|sender domain", SenderDomain, "AT&T finds no DNS records for the sender's domain", CodeSays},
			{"", "", "dnsbl|blocked by|is blocked|blocked for abuse|abuse_rbl|unauthorized interface", Reputation, "AT&T blocks this address because of spam; ask abuse_rbl@abuse-att.net", CodeSays},
			{"", "", "currently suspended", MailboxDisabled, "", CodeSays},
			{"", "", "addressee unknown|blank mailhost|invalid address|user unknown", NoSuchUser, "", CodeSays},
			{"", "", "quota|mailbox full", MailboxFull, "", CodeSays},
			{"", "", "too many|busy", RateLimit, "", CodeSays},
		},
	}
	centuryLink = table{
		name: "CenturyLink", source: "https://www.centurylink.com/home/help/internet/email.html",
		marks: "centurylink.net/|centurylink.com/|postmaster@centurylink|synacor.com/", hosts: "centurylink.net qwest.net embarqmail.com centurytel.net",
		rows: ispRows,
	}
	earthlink = table{
		name: "EarthLink", source: "https://help.earthlink.net/",
		marks: "earthlink.net/|@abuse.earthlink|postmaster@earthlink|blockedbyearthlink", hosts: "earthlink.net mindspring.com",
		rows: ispRows,
	}
)

// ispRows are for providers that publish no list of their replies.
var ispRows = []row{
	{"", "", "spamhaus|cloudmark|spamcop|barracudacentral|senderscore|sorbs", BlockList, "the list named in the reply has the client's address", CodeSays},
	{"", "", "dmarc| spf |dkim", Authentication, "", CodeSays},
	{"", "", "reverse dns|ptr record|rdns", ReverseDNS, "", CodeSays},
	{"", "", "over quota|overquota|quota exceeded|mailbox full|mailbox is full", MailboxFull, "", CodeSays},
	{"", "", "too many connections|too many concurrent|too many sessions", ConnectionLimit, "", CodeSays},
	{"", "", "rate limit|too many messages|limit exceeded|exceeded the limit", RateLimit, "", CodeSays},
	{"", "", "account * locked|account * suspended|account * blocked", AccountSuspended, "", CodeSays},
	{"", "", "virus|malware|attachment", Virus, "", CodeSays},
	{"", "", "blacklist|blocklist|block list|ip * blocked|reputation", Reputation, "the provider blocks this address because of its mail so far", CodeSays},
	{"", "", "spam|unsolicited|junk", SpamContent, "", CodeSays},
	{"", "", "user unknown|unknown user|no such user|does not exist|invalid recipient|unknown recipient", NoSuchUser, "", CodeSays},
}
