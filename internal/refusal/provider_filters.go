package refusal

var (
	proofpoint = table{
		name: "Proofpoint", source: "https://ipcheck.proofpoint.com/",
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
		name: "Mimecast", source: "https://mimecastsupport.zendesk.com/hc/en-us/articles/34000709564691-Policies-Mimecast-SMTP-Error-Codes",
		marks: "by header based|by header-based|host network not allowed|host network, not allowed|submitter failed to|community.mimecast|mimecastsupport|csi.mimecast|mimecast.com/|envelope blocked|envelope rejected|header based anti-spoofing|header-based anti-spoofing|header based manually blocked|header-based manually blocked|local ct ip reputation|mcspamsignature|account inbounds disabled|content examination policy|open relay not allowed|internal resource temporarily unavailable|internal resources are temporarily unavailable", hosts: "mimecast.com mimecast.co.za mimecast-offshore.com",
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
			{"", "", "recipient temporarily|service temporarily|unable to process|ended early", ServerTrouble, "", CodeSays},
			{"", "", "invalid recipient|user unknown|invalid address", NoSuchUser, "", CodeSays},
		},
	}
	barracuda = table{
		name: "Barracuda", source: "https://campus.barracuda.com/product/emailsecuritygateway/doc/39815000/",
		marks: "cuda_nsu|rejecting banned content|rejecting spoofed message|spam url in content|permanent failure for one or more recipients|license expired|barracuda reputation", hosts: "barracudanetworks.com",
		rows: []row{
			{"", "", "banned content", ContentPolicy, "a content rule of the recipient's administrator forbids this message", CodeSays},
			{"", "", "spoofed", Authentication, "the message claims to be from the recipient's own domain, or fails SPF", CodeSays},
			{"", "", "barracuda reputation|barracudanetworks.com/reputation|blocked using barracuda", BlockList, "Barracuda's list has the client's address; ask for removal at https://www.barracudacentral.org", CodeSays},
			{"", "", "spam url|spam", SpamContent, "", CodeSays},
			{"", "", "policy rejection", RateLimit, "the client or the sender exceeds a rate limit", CodeSays},
			{"", "", "greylist", Greylisting, "", Can},
			{"", "", "no such user|user unknown", NoSuchUser, "", CodeSays},
			{"", "", "permanent failure for", Unknown, "", CodeSays},
			{"", "", "license expired|temporary", ServerTrouble, "", CodeSays},
		},
	}
	cisco = table{
		name: "Cisco IronPort", source: "https://www.cisco.com/c/en/us/support/security/email-security-appliance/products-user-guide-list.html",
		marks: "access to this mail server has been rejected|unauthenticated mail is prohibited|unauthorized mail is prohibited|unable to perform dmarc|too many recipients received this hour|#4.4.5|#4.5.3|#4.x.2|#5.1.0 address rejected|#5.7.1 your access|access to submit messages to this e-mail system|ironport|senderbase.org|talosintelligence|too many tls sessions|too many connections from your host|too many connections to this listener", hosts: "iphmx.com",
		rows: []row{
			{"", "", "too many connections|too many tls sessions|too many sessions", ConnectionLimit, "", CodeSays},
			{"", "", "too many recipients received|too many messages|rate limit", RateLimit, "the recipient's administrator limits recipients for each hour", CodeSays},
			{"", "", "too many recipients", TooManyRecipients, "", CodeSays},
			{"", "", "senderbase|talos|access to submit|access to this mail server|reputation", Reputation, "Cisco Talos gives the client's address a poor reputation; see https://talosintelligence.com", CodeSays},
			{"", "", "address rejected", NoSuchUser, "", CodeSays},
			{"", "", "dmarc|spf |dkim|is prohibited", Authentication, "the message fails SPF, DKIM or DMARC of the sender's domain", CodeSays},
			{"", "", "dns * ptr|dns record|dns verification|sender * not resolve|domain of sender", SenderDomain, "", CodeSays},
			{"", "", "too large|size", MessageSize, "", CodeSays},
			{"", "", "too many invalid recipients|bounced by destination", Reputation, "", CodeSays},
		},
	}
	messageLabs = table{
		name: "Symantec MessageLabs", source: "https://knowledge.broadcom.com/external/article/164742",
		marks: "connection rejected by policy [|messagelabs.com/|symanteccloud.com|message filtered.|knowledge.broadcom|you are trying to use me|symantec.cloud|email.security.symantec", hosts: "messagelabs.com symanteccloud.com",
		rows: []row{
			{"", "", "as a relay|not been configured to let you", RelayDenied, "the domain or the client's address is not registered with the service", CodeSays},
			{"", "", "message filtered", SpamContent, "the filter takes the message for spam", CodeSays},
			{"", "", "invalid recipient", NoSuchUser, "", CodeSays},
			{"", "", "rejected by policy [|[6|[7|[8|[9|requested action aborted", Reputation, "the filter slows this client down or blocks it; the number in the brackets says which rule", CodeSays},
			{"", "", "spf |dmarc|dkim", Authentication, "", CodeSays},
			{"", "", "tls|encryption", TLSRequired, "", CodeSays},
			{"4yz", "", "service temporarily unavailable", ServerTrouble, "", CodeSays},
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
