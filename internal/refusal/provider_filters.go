package refusal

var (
	proofpoint = table{
		name: "Proofpoint", source: "https://ipcheck.proofpoint.com/", checked: "2026-12-01",
		marks: "proofpoint.com|local policy violation - |user email address is marked as invalid", hosts: "pphosted.com ppops.net ppe-hosted.com proofpoint.com",
		rows: []row{
			{"", "", "prs.proofpoint|ipcheck.proofpoint|dnsbl-lookup|dynamic reputation|blocked - see", Reputation, "Proofpoint's reputation service blocks the client's address; its page shows the state and has a form for removal", CodeSays},
			{"", "", "cloudmark|spamhaus", BlockList, "the list named in the reply has the client's address", CodeSays},
			{"", "", "dmarc|spf |dkim", Authentication, "the message fails SPF, DKIM or the DMARC policy of the sender's domain", CodeSays},
			{"", "", "local policy violation|policy violation", ContentPolicy, "a rule that the recipient's administrator has set forbids this message", CodeSays},
			{"", "", "marked as invalid|user unknown", NoSuchUser, "the recipient is not on the list of valid users", CodeSays},
			{"", "", "address verification in progress", Greylisting, "Proofpoint first asks the recipient's server whether the address exists", Can},
			{"", "", "virus|malware|attachment", Virus, "", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
			{"", "", "relay access denied|relaying denied", RelayDenied, "", CodeSays},
			{"", "", "rate limit|too many messages|exceeded", RateLimit, "", CodeSays},
			{"", "", "too many connections", ConnectionLimit, "", CodeSays},
		},
	}
	mimecast = table{
		name: "Mimecast", source: "https://mimecastsupport.zendesk.com/hc/en-us/articles/34000709564691-Policies-Mimecast-SMTP-Error-Codes", checked: "2026-12-01",
		marks: "community.mimecast|mimecastsupport|csi.mimecast|mimecast.com/|envelope blocked|envelope rejected|header based anti-spoofing|header-based anti-spoofing|header based manually blocked|header-based manually blocked|local ct ip reputation|mcspamsignature|account inbounds disabled|content examination policy|open relay not allowed|internal resource temporarily unavailable|internal resources are temporarily unavailable", hosts: "mimecast.com mimecast.co.za mimecast-offshore.com",
		rows: []row{
			{"", "", "spf sender invalid|dkim sender invalid|dmarc sender invalid", Authentication, "the message fails SPF, DKIM or DMARC of the sender's domain", CodeSays},
			{"", "", "poor reputation|ip reputation|csi.mimecast", Reputation, "Mimecast refuses the client's address because of its reputation", CodeSays},
			{"", "", "temporarily blacklisted", Reputation, "the client exceeds the limits for its address; it may send again later", CodeSays},
			{"", "", "spamhaus|barracuda|spamcop|rbl|sorbs", BlockList, "the list named in the reply has the client's address", CodeSays},
			{"", "", "user entry|user domain entry|blocked senders|manual block|sender address blocked|envelope blocked|block policy", ContentPolicy, "the recipient or its administrator blocks this sender", CodeSays},
			{"", "", "anti-spoofing", ContentPolicy, "the recipient's organisation takes no mail from outside with its own domain as the sender", CodeSays},
			{"", "", "content examination|host network|geographical", ContentPolicy, "a rule of the recipient's organisation forbids this message or country", CodeSays},
			{"", "", "virus|malware|attachment", Virus, "", CodeSays},
			{"", "", "mcspamsignature|security policies|spam", SpamContent, "Mimecast found a signature of spam or of a virus", CodeSays},
			{"", "", "internal resource|resources are temporarily|resource is temporarily", Greylisting, "Mimecast postpones the first attempt; try again after at least a minute", Can},
			{"", "", "open relay", RelayDenied, "neither sender nor recipient is a customer of Mimecast, or the address is not authorised", CodeSays},
			{"", "", "service is temporarily unavailable|thread limit", ConnectionLimit, "too many connections for the account", CodeSays},
			{"", "", "inbounds disabled|outbounds disabled", AccountSuspended, "mail is switched off for this Mimecast account", CodeSays},
			{"", "", "authentication data|failed to authenticate|failed to disabled", AuthFailed, "", CodeSays},
			{"", "", "requires encryption|requires tls|high-strength", TLSRequired, "a rule requires TLS, with TLS 1.2 and strong ciphers", CodeSays},
			{"", "", "loop detected|incorrect hostname", Routing, "", CodeSays},
			{"", "", "maximum email size", MessageSize, "", CodeSays},
			{"", "", "too many recipients", TooManyRecipients, "Mimecast accepts 100 recipients", CodeSays},
			{"", "", "recipient temporarily|unable to process|ended early", ServerTrouble, "", CodeSays},
			{"", "", "invalid recipient|user unknown|invalid address", NoSuchUser, "", CodeSays},
		},
	}
	barracuda = table{
		name: "Barracuda", source: "https://campus.barracuda.com/product/emailsecuritygateway/doc/39815000/", checked: "2026-12-01",
		marks: "cuda_nsu|rejecting banned content|rejecting spoofed message|spam url in content|permanent failure for one or more recipients|license expired|barracuda reputation", hosts: "barracudanetworks.com",
		rows: []row{
			{"", "", "banned content", ContentPolicy, "a content rule of the recipient's administrator forbids this message", CodeSays},
			{"", "", "spoofed", Authentication, "the message claims to be from the recipient's own domain, or fails SPF", CodeSays},
			{"", "", "barracuda reputation|barracudanetworks.com/reputation|blocked using barracuda", BlockList, "Barracuda's list has the client's address; ask for removal at https://www.barracudacentral.org", CodeSays},
			{"", "", "spam url|spam", SpamContent, "", CodeSays},
			{"", "", "policy rejection", RateLimit, "the client or the sender exceeds a rate limit", CodeSays},
			{"", "", "greylist", Greylisting, "", Can},
			{"", "", "no such user|user unknown", NoSuchUser, "", CodeSays},
			{"", "", "license expired|temporary", ServerTrouble, "", CodeSays},
		},
	}
	cisco = table{
		name: "Cisco IronPort", source: "https://www.cisco.com/c/en/us/support/security/email-security-appliance/products-user-guide-list.html", checked: "2026-12-01",
		marks: "#4.4.5|#4.5.3|#4.x.2|#5.1.0 address rejected|#5.7.1 your access|access to submit messages to this e-mail system|ironport|senderbase.org|talosintelligence|too many tls sessions|too many connections from your host|too many connections to this listener", hosts: "iphmx.com",
		rows: []row{
			{"", "", "too many connections|too many tls sessions|too many sessions", ConnectionLimit, "", CodeSays},
			{"", "", "too many recipients received|too many messages|rate", RateLimit, "the recipient's administrator limits recipients for each hour", CodeSays},
			{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
			{"", "", "senderbase|talos|access to submit|reputation", Reputation, "Cisco Talos gives the client's address a poor reputation; see https://talosintelligence.com", CodeSays},
			{"", "", "address rejected", NoSuchUser, "", CodeSays},
			{"", "", "dmarc|spf |dkim", Authentication, "", CodeSays},
			{"", "", "dns * ptr|dns record|dns verification|sender * not resolve|domain of sender", SenderDomain, "", CodeSays},
			{"", "", "too large|size", MessageSize, "", CodeSays},
			{"", "", "too many invalid recipients|bounced by destination", Reputation, "", CodeSays},
		},
	}
	messageLabs = table{
		name: "Symantec MessageLabs", source: "https://knowledge.broadcom.com/external/article/164742", checked: "2026-12-01",
		marks: "symanteccloud.com|message filtered.|knowledge.broadcom|you are trying to use me|symantec.cloud|email.security.symantec", hosts: "messagelabs.com symanteccloud.com",
		rows: []row{
			{"", "", "as a relay|not been configured to let you", RelayDenied, "the domain or the client's address is not registered with the service", CodeSays},
			{"", "", "message filtered", SpamContent, "the filter takes the message for spam", CodeSays},
			{"", "", "invalid recipient", NoSuchUser, "", CodeSays},
			{"", "", "[6|[7|[8|[9|requested action aborted", Reputation, "the filter slows this client down or blocks it; the number in the brackets says which rule", CodeSays},
			{"", "", "spf |dmarc|dkim", Authentication, "", CodeSays},
			{"", "", "tls|encryption", TLSRequired, "", CodeSays},
			{"4yz", "", "service temporarily unavailable", ServerTrouble, "", CodeSays},
		},
	}
	trendMicro = table{
		name: "Trend Micro", source: "https://docs.trendmicro.com/en-us/documentation/article/trend-micro-email-security-online-help-smtp-error-codes", checked: "2026-12-01",
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
		name: "Sophos", source: "https://docs.sophos.com/central/customer/help/en-us/PeopleAndDevices/EmailSecurity/", checked: "2026-12-01",
		marks: "sophos|hydra.sophos|ctasd|ctipd", hosts: "sophos.com",
		rows: []row{
			{"", "", "ctipd|sophos~reputation|block list|blacklist|blocked using|rbl", Reputation, "Sophos blocks the client's address because of its reputation", CodeSays},
			{"", "", "virus|malware|anti-virus|infected", Virus, "", CodeSays},
			{"", "", "spam|unsolicited", SpamContent, "", CodeSays},
			{"", "", "spf|dmarc|dkim", Authentication, "", CodeSays},
		},
	}
	spamExperts = table{
		name: "SpamExperts", source: "https://documentation.n-able.com/mail-assure/userguide/Content/B_N-able%20Mail%20Assure/email-classifications.htm", checked: "2026-12-01",
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
		name: "Hornetsecurity", source: "https://support.hornetsecurity.com/hc/en-us/articles/20519834894993", checked: "2026-12-01",
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
		name: "Forcepoint", source: "https://help.forcepoint.com/email/", checked: "2026-12-01",
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
			{"", "", "rate|too many", RateLimit, "", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
			{"", "", "virus|malicious|malware", Virus, "", CodeSays},
			{"", "", "block|reputation", Reputation, "", CodeSays},
		},
	}
	trustwave = table{
		name: "Trustwave", source: "https://www3.trustwave.com/support/kb/", checked: "2026-12-01",
		marks: "trustwave|mailmarshal|spamprofiler|marshal~rule", hosts: "trustwave.com", rows: filterRows,
	}
	vade = table{
		name: "Vade", source: "https://sendertool.vadesecure.com/", checked: "2026-12-01",
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
		name: "Cloudmark", source: "https://csi.cloudmark.com/en/reset/", checked: "2026-12-01",
		marks: "csi.cloudmark.com|cloudmark sender intelligence & !blocked using", hosts: "cloudmark.com",
		rows: []row{{"", "", "cloudmark", BlockList, "Cloudmark lists the client's address; ask for a reset at https://csi.cloudmark.com", CodeSays}},
	}
	abusix = table{
		name: "Abusix", source: "https://lookup.abusix.com/", checked: "2026-12-01",
		marks: "abusix & !blocked using", hosts: "abusix.com",
		rows: []row{{"", "", "abusix", BlockList, "Abusix lists the client's address or domain; look it up and delist it at https://lookup.abusix.com", CodeSays}},
	}
	zeroSpam = table{
		name: "ZEROSPAM", source: "https://www.zerospam.ca/", checked: "2026-12-01",
		marks: "zerospam", hosts: "zerospam.ca",
		rows: []row{
			{"", "", "greylist", Greylisting, "", Can},
			{"", "", "recipient list", NoSuchUser, "", CodeSays},
			{"", "", "spam~rejected|considered spam", SpamContent, "", CodeSays},
		},
	}
	mxRoute = table{
		name: "MXroute", source: "https://docs.mxroute.com/", checked: "2026-12-01",
		marks: "mxroutedocs|mxroute.com/|unauthenticated mail not allowed from this range|flooding our smtp server|generating excessive authentication failures|sending excessive rejected recipients", hosts: "mxroute.com mxlogin.com mxrouting.net",
		rows: []row{
			{"", "", "blocked by admins|not allowed from this range|flooding|excessive", Reputation, "MXroute blocks this address or sender because of its behaviour", CodeSays},
		},
	}
)

// filterRows are for filters that publish no list of their replies.
var filterRows = []row{
	{"", "", "spamhaus|spamcop|barracudacentral|sorbs", BlockList, "the list named in the reply has the client's address", CodeSays},
	{"", "", "dmarc|spf |dkim", Authentication, "", CodeSays},
	{"", "", "virus|malware|infected|attachment", Virus, "", CodeSays},
	{"", "", "reputation|blacklist|blocklist|black list|block list", Reputation, "the filter refuses the client's address", CodeSays},
	{"", "", "spam", SpamContent, "the filter takes the message for spam", CodeSays},
	{"", "", "rule|policy|policies|content", ContentPolicy, "a rule of the recipient's administrator forbids this message", CodeSays},
	{"", "", "invalid recipient|unknown user|user unknown|no such user", NoSuchUser, "", CodeSays},
	{"", "", "relay", RelayDenied, "", CodeSays},
}
