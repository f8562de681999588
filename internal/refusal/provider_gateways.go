package refusal

var (
	trendMicro = table{
		name: "Trend Micro", source: "https://docs.trendmicro.com/en-us/documentation/article/trend-micro-email-security-online-help-smtp-error-codes",
		marks: "ers-customized-block|: block-rcpt|: block-send|: invalid-recipient.|: no-domain.|mail-abuse.com|trend micro|trendmicro|ers.trendmicro|blocked using trend", hosts: "trendmicro.com trendmicro.eu",
		rows: []row{
			{"", "", "mail-abuse.com|email reputation|ers.trendmicro|rbl+|zombie matches|blocked using trend", BlockList, "Trend Micro's reputation service lists the client's address; see https://servicecentral.trendmicro.com", CodeSays},
			{"", "", "customized-block|block-rcpt|block-send", ContentPolicy, "the recipient's administrator blocks this sender or recipient", CodeSays},
			{"", "", "invalid-recipient", NoSuchUser, "", CodeSays},
			{"", "", "no-domain", RelayDenied, "the recipient's domain is not registered with the service", CodeSays},
			{"", "", "spam|content", SpamContent, "", CodeSays},
			{"", "", "virus|malware", Virus, "", CodeSays},
		},
	}
	sophos = table{
		name: "Sophos", source: "https://docs.sophos.com/central/customer/help/en-us/PeopleAndDevices/EmailSecurity/",
		marks: "sophos|hydra.sophos|ctasd|ctipd", hosts: "sophos.com",
		rows: []row{
			{"", "", "ctipd|sophos~reputation|block list|blacklist|blocked using|rbl", Reputation, "Sophos blocks the client's address because of its reputation", CodeSays},
			{"", "", "virus|malware|anti-virus|infected", Virus, "", CodeSays},
			{"", "", "spam|unsolicited", SpamContent, "", CodeSays},
			{"", "", "spf|dmarc|dkim", Authentication, "", CodeSays},
		},
	}
	spamExperts = table{
		name: "SpamExperts", source: "https://documentation.n-able.com/mail-assure/userguide/Content/B_N-able%20Mail%20Assure/email-classifications.htm",
		marks: "high probability of spam|spamexperts|antispamcloud.com/|dictionary attack detected|unable to verify destination|restricted characters in address|bounces are never sent to more", hosts: "antispamcloud.com spamexperts.com",
		rows: []row{
			{"", "", "high probability of spam|classified as spam", SpamContent, "the filter takes the content for spam; the page in the reply reports an error", CodeSays},
			{"", "", "dictionary attack|banned senders|is banned", Reputation, "the client tried too many wrong addresses, or is blocked", CodeSays},
			{"", "", "unable to verify destination", ServerTrouble, "the filter cannot reach the recipient's server", CodeSays},
			{"", "", "restricted characters", Syntax, "", CodeSays},
			{"", "", "helo|ehlo", Helo, "", CodeSays},
			{"", "", "virus|malware|phish", Virus, "", CodeSays},
			{"", "", "dmarc|spf |dkim", Authentication, "", CodeSays},
			{"", "", "greylist", Greylisting, "", Can},
			{"", "", "too many concurrent|too many connections|connection limit", ConnectionLimit, "", CodeSays},
		},
	}
	hornetsecurity = table{
		name: "Hornetsecurity", source: "https://support.hornetsecurity.com/hc/en-us/articles/20519834894993",
		marks: "hornetsecurity.com/|support.hornetsecurity|by hornetsecurity|e-mail rejected spam|e-mail rejected virus|e-mail rejected content|e-mail rejected compliance|(id *-mx-gate|control-panel.spamfilter", hosts: "hornetsecurity.com antispameurope.com",
		rows: []row{
			{"", "", "rejected spam|spam", SpamContent, "the filter takes the message for spam", CodeSays},
			{"", "", "rejected virus|virus|malware|content filter|attachment", Virus, "", CodeSays},
			{"", "", "compliance|policy", ContentPolicy, "a rule of the recipient's administrator forbids this message", CodeSays},
			{"", "", "greylist", Greylisting, "", Can},
			{"", "", "spf|dmarc|dkim", Authentication, "", CodeSays},
			{"", "", "blacklist|rbl|reputation", Reputation, "", CodeSays},
		},
	}
	forcepoint = table{
		name: "Forcepoint", source: "https://help.forcepoint.com/email/",
		marks: "forcepoint|websense|mailcontrol.com/", hosts: "mailcontrol.com", rows: filterRows,
	}
	trellix = table{
		name: "Trellix", source: "https://docs.trellix.com/data-and-email/docs/error-codes", checked: "2026-12-01",
		marks: "etp10|etp20|etp30|etp40|etp50|etp60|etp70|fireeye|trellix", hosts: "fireeyecloud.com fireeye.com trellix.com",
		rows: []row{
			{"", "", "etp104|routing loop", Routing, "", CodeSays},
			{"", "", "etp106|try again later", ServerTrouble, "", CodeSays},
			{"", "", "etp105|etp100|invalid domain", RelayDenied, "the recipient's domain is not registered with the service", CodeSays},
			{"", "", "etp101|etp102|etp103|invalid recipient", NoSuchUser, "the recipient's server does not know the address", CodeSays},
			{"", "", "dmarc|spf |dkim|etp203|etp204|etp205", Authentication, "the message fails SPF, DKIM or DMARC of the sender's domain", CodeSays},
			{"", "", "size", MessageSize, "", CodeSays},
			{"", "", "rate limit|rate exceeded|too many", RateLimit, "", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
			{"", "", "virus|malicious|malware", Virus, "", CodeSays},
			{"", "", "block|reputation", Reputation, "", CodeSays},
		},
	}
	trustwave = table{
		name: "Trustwave", source: "https://www3.trustwave.com/support/kb/",
		marks: "trustwave|mailmarshal|spamprofiler|marshal~rule", hosts: "trustwave.com", rows: filterRows,
	}
	vade = table{
		name: "Vade", source: "https://sendertool.vadesecure.com/",
		marks: "vadesecure.com|oxsus|vade threat|vade retro|vade secure|vaderetro", hosts: "vadesecure.com vade.com",
		rows: []row{
			{"", "", "threat network|your provider|sendertool|vade threat|ip address|connection refused|blacklist", Reputation, "Vade blocks the client's address or its network; the page in the reply has a form", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
			{"", "", "virus|malware|phishing", Virus, "", CodeSays},
			{"", "", "dmarc|spf |dkim", Authentication, "", CodeSays},
			{"", "", "too many|rate limit", RateLimit, "", CodeSays},
		},
	}
	cloudmark = table{
		name: "Cloudmark", source: "https://csi.cloudmark.com/en/reset/",
		marks: "csi.cloudmark.com|cloudmark sender intelligence & !blocked using", hosts: "cloudmark.com",
		rows: []row{{"", "", "cloudmark", BlockList, "Cloudmark lists the client's address; ask for a reset at https://csi.cloudmark.com", CodeSays}},
	}
	abusix = table{
		name: "Abusix", source: "https://lookup.abusix.com/",
		marks: "abusix & !blocked using", hosts: "abusix.com",
		rows: []row{{"", "", "abusix", BlockList, "Abusix lists the client's address or domain; look it up and delist it at https://lookup.abusix.com", CodeSays}},
	}
	zeroSpam = table{
		name: "ZEROSPAM", source: "https://www.zerospam.ca/",
		marks: "zerospam", hosts: "zerospam.ca",
		rows: []row{
			{"", "", "greylist", Greylisting, "", Can},
			{"", "", "recipient list", NoSuchUser, "", CodeSays},
			{"", "", "spam~rejected|considered spam", SpamContent, "", CodeSays},
		},
	}
	mxRoute = table{
		name: "MXroute", source: "https://docs.mxroute.com/",
		marks: "mxroutedocs|mxroute.com/|unauthenticated mail not allowed from this range|flooding our smtp server|generating excessive authentication failures|sending excessive rejected recipients", hosts: "mxroute.com mxlogin.com mxrouting.net",
		rows: []row{
			{"", "", "blocked by admins|not allowed from this range|flooding|excessive", Reputation, "MXroute blocks this address or sender because of its behaviour", CodeSays},
		},
	}
)
