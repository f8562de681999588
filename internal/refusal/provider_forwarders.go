package refusal

var (
	cloudflare = table{
		name: "Cloudflare Email Routing", source: "https://developers.cloudflare.com/email-routing/postmaster/",
		marks: "cloudflare|upstream error, please check", hosts: "mx.cloudflare.net cloudflare.net",
		rows: []row{
			{"", "", "upstream error|upstream", ServerTrouble, "the server to which Cloudflare forwards this address did not take the message", CodeSays},
			{"", "", "dmarc|spf |dkim|unauthenticated", Authentication, "Cloudflare requires SPF or DKIM, and enforces DMARC", CodeSays},
			{"", "", "spamhaus|abusix|rbl|spam block|listed", BlockList, "", CodeSays},
			{"", "", "address does not exist|does not exist|not allowed|no such", NoSuchUser, "no routing rule accepts this address", CodeSays},
			{"", "", "too large|size", MessageSize, "Cloudflare accepts 25 MB", CodeSays},
			{"", "", "too many|rate limit", RateLimit, "", CodeSays},
			{"", "", "ptr|reverse", ReverseDNS, "", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
		},
	}
	improvMX = table{
		name: "ImprovMX", source: "https://improvmx.com/guides/",
		marks: "the email account you tried to reach does not exist|this message has been blocked (code|#id-5.9|improvmx", hosts: "improvmx.com",
		rows: []row{
			{"", "", "#id-5.9.0|loop detected", Routing, "the message is in a loop of forwarders", CodeSays},
			{"", "", "#id-5.9.2|domain not found|relay not permitted", RelayDenied, "the recipient's domain is not registered with ImprovMX", CodeSays},
			{"", "", "#id-5.9.3|#id-5.9.5|invalid pieces|forwarding recipient", Routing, "the recipient's forwarding is not set up correctly", CodeSays},
			{"", "", "#id-5.9.4|try again later", ServerTrouble, "", CodeSays},
			{"", "", "low reputation", Reputation, "", CodeSays},
			{"", "", "as spam", SpamContent, "", CodeSays},
			{"", "", "does not exist", NoSuchUser, "no alias accepts this address", CodeSays},
		},
	}
	forwardEmail = table{
		name: "Forward Email", source: "https://forwardemail.net/en/faq",
		marks: "forwardemail.net|forward email", hosts: "forwardemail.net",
		rows: []row{
			{"", "", "denylist", Reputation, "Forward Email denies this address or domain; the page in the reply asks for removal", CodeSays},
			{"", "", "greylist", Greylisting, "", Can},
			{"", "", "dmarc|spf |dkim", Authentication, "", CodeSays},
			{"", "", "missing required dns|invalid dns txt|dns txt", Routing, "the recipient's domain lacks the DNS records of Forward Email", CodeSays},
			{"", "", "rate limit|exceeded limit|limit of", RateLimit, "", CodeSays},
			{"", "", "spam|phishing|executable", SpamContent, "", CodeSays},
			{"", "", "ptr|reverse", ReverseDNS, "", CodeSays},
		},
	}
)
