package refusal

var filters = []table{
	{name: "Amavis", source: "https://www.ijs.si/software/amavisd/", marks: "reject, id=|discarded, id=|bounce, id=", rows: []row{
		{"", "", "infected|virus", Virus, "", CodeSays},
		{"", "", "banned", Virus, "the name or type of an attachment is forbidden", CodeSays},
		{"", "", "bad-header|bad header", MessageFormat, "", CodeSays},
		{"", "", "spam|unsolicited", SpamContent, "", CodeSays},
	}},
	{name: "rspamd", source: "https://docs.rspamd.com/", rows: []row{
		{"", "", "action set by dmarc policy", Authentication, "", CodeSays},
		{"", "", "=spam message rejected|gtube pattern", SpamContent, "", CodeSays},
		{"4yz", "", "ratelimit \"", RateLimit, "", Can},
		{"451 4.7.1|450 4.7.1", ".", "=try again later", Greylisting, "", Can},
	}},
	{name: "SpamAssassin", source: "https://spamassassin.apache.org/", rows: []row{
		{"", "", "blocked by spamassassin", SpamContent, "", CodeSays},
	}},
	{name: "ClamAV", source: "https://docs.clamav.net/", rows: []row{
		{"", "", "detected by clamav|virus detected; content rejected|detected by clamsmtp|clamav.net", Virus, "", CodeSays},
	}},
	{name: "OpenDMARC", source: "http://www.trusteddomain.org/opendmarc/", rows: []row{
		{"", "", "rejected by dmarc policy for", Authentication, "", CodeSays},
	}},
	{name: "policyd-spf", source: "https://launchpad.net/spf-engine", rows: []row{
		{"", "", "message rejected due to: spf|message rejected due to: receiver policy for spf|spf fail - not authorized", Authentication, "", CodeSays},
	}},
	{name: "postgrey", source: "https://postgrey.schweikert.ch/", rows: []row{
		{"", "", "postgrey", Greylisting, "", Can},
	}},
	{name: "milter-greylist", source: "http://hcpnet.free.fr/milter-greylist/", rows: []row{
		{"", "", "greylisting in action, please come back", Greylisting, "", Can},
	}},
	{name: "MIMEDefang", source: "https://mimedefang.org/", marks: "mimedefang"},
	{name: "MailScanner", source: "https://www.mailscanner.info/", marks: "mailscanner"},
	{name: "Mailcow", source: "https://docs.mailcow.email/", marks: "mailcow"},
	{name: "Mailman", source: "https://docs.mailman3.org/", marks: "mailman", rows: []row{
		{"", "", "not allowed to post|members|subscriber", ContentPolicy, "", CodeSays},
	}},
	{name: "ezmlm", source: "https://untroubled.org/ezmlm/", rows: []row{
		{"", "", "only accept messages from subscribers|only accept posts from subscribers", ContentPolicy, "the list takes mail from its subscribers only", CodeSays},
	}},
}

// lists are public DNS lists. Their names are in replies of all kinds of servers.
var lists = table{
	source: "https://www.rfc-editor.org/rfc/rfc6471",
	rows: []row{
		{"", "", "spamhaus|abuseat.org|sbl-xbl| pbl & !open resolver", BlockList, "look the address up at https://check.spamhaus.org/", CodeSays},
		{"", "", "spamhaus*open resolver|open resolver*spamhaus", ServerTrouble, "the receiver asks Spamhaus through a public DNS resolver, which Spamhaus refuses; the receiver must change that", CodeSays},
		{"", "", "spamcop", BlockList, "look the address up at https://www.spamcop.net/bl.shtml; SpamCop removes it after a day without reports", CodeSays},
		{"", "", "barracudacentral", BlockList, "look the address up at https://www.barracudacentral.org/lookups", CodeSays},
		{"", "", "sorbs", BlockList, "SORBS closed in 2024; the receiver should stop using it", CodeSays},
		{"", "", "manitu|nixspam", BlockList, "NiX Spam closed in 2025; the receiver should stop using it", CodeSays},
		{"", "", "njabl|ahbl.org|ordb.org|dsbl.org|rfc-ignorant|five-ten", BlockList, "this list closed years ago; the receiver should stop using it", CodeSays},
		{"", "", "uceprotect|backscatterer", BlockList, "look the address up at https://www.uceprotect.net/en/rblcheck.php; level 2 and 3 list whole networks", CodeSays},
		{"", "", "psbl", BlockList, "look the address up at https://psbl.org/", CodeSays},
		{"", "", "mailspike", BlockList, "look the address up at https://mailspike.io/", CodeSays},
		{"", "", "abusix", BlockList, "look the address up at https://lookup.abusix.com/", CodeSays},
		{"", "", "spamrats", BlockList, "look the address up at https://www.spamrats.com/lookup.php; SpamRATS lists hosts without a usual PTR record", CodeSays},
		{"", "", "blocklist.de", BlockList, "look the address up at https://www.blocklist.de/en/search.html", CodeSays},
		{"", "", "spfbl", BlockList, "look the address up at https://matrix.spfbl.net/", CodeSays},
		{"", "", "surbl", BlockList, "a domain in the message is listed; look it up at https://surbl.org/surbl-analysis", CodeSays},
		{"", "", "uribl", BlockList, "a domain in the message is listed; look it up at https://lookup.uribl.com/", CodeSays},
		{"", "", "invaluement", BlockList, "look the address up at https://www.invaluement.com/lookup/", CodeSays},
		{"", "", "dronebl", BlockList, "look the address up at https://dronebl.org/lookup", CodeSays},
		{"", "", "junkemailfilter|hostkarma", BlockList, "look the address up at https://ipadmin.junkemailfilter.com/remove.php", CodeSays},
		{"", "", "gbudb|wpbl.info|lashback|swinog|interserver|s5h.net|0spam|efnetrbl|fabel.dk|bl.score.senderscore|kundenserver.de|dnswl|inps.de|gweep|suomispam|rbl.jp|all.s5h|zapbl|anonmails|blockedservers|nordspam|tornevall|torexit", BlockList, "", CodeSays},
	},
}
