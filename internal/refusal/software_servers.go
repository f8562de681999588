package refusal

var qmail = table{
	name: "qmail", source: "https://cr.yp.to/qmail/",
	marks: "(#5.|(#4.|smtplf.html|chkuser|rcpthosts| qq ",
	rows: []row{
		{"", "", "rcpthosts", RelayDenied, "the server takes mail for the domains in its rcpthosts only; log in to send elsewhere", CodeSays},
		{"", "", "smtplf.html", MessageFormat, "the message has a line feed without a carriage return before it", CodeSays},
		{"", "", "no mailbox here by that name|no such mailbox|badrcptto", NoSuchUser, "", CodeSays},
		{"", "", "badmailfrom|envelope sender *denied|badhelo|envelope sender is in", Reputation, "the sender is on a list of this server (badmailfrom)", CodeSays},
		{"", "", "mailbox is full|overquota|over quota|mailbox full", MailboxFull, "", CodeSays},
		{"", "", "closed user group", ContentPolicy, "", CodeSays},
		{"", "", "valid mx for sender|sender domain|dns for sender|envelope sender*dns|sender address*mx", SenderDomain, "", CodeSays},
		{"", "", "databytes", MessageSize, "", CodeSays},
		{"", "", "too many hops", Routing, "", CodeSays},
		{"", "", "unable to read controls|qq |out of memory|unable to check", ServerTrouble, "", CodeSays},
		{"", "", "only accept messages from subscribers|allowed to post|only subscribers|this list|this mailing list", ContentPolicy, "", CodeSays},
	},
}

var spamdyke = table{
	name: "spamdyke", source: "https://spamdyke.org/documentation/README.html",
	marks: "refused. you|refused. your|refused. the|refused. identical|refused. authent|refused. sending|talk faster next time|has been graylisted. try",
	rows: []row{
		{"", "", "reverse dns|rdns", ReverseDNS, "", CodeSays},
		{"", "", "domain of your sender|sender address*mail exchanger", SenderDomain, "", CodeSays},
		{"", "", "rbl|dns black|rhsbl", BlockList, "", CodeSays},
		{"", "", "authentication", AuthRequired, "", CodeSays},
		{"", "", "talk faster", Closing, "the client sent nothing for too long", CodeSays},
		{"", "", "blacklisted|not allowed", Reputation, "", CodeSays},
	},
}

var courier = table{
	name: "Courier", source: "https://www.courier-mta.org/courier.html",
	rows: []row{
		{"513", "", "relaying denied", RelayDenied, "", CodeSays},
		{"517|417", "MAIL RCPT", "domain does not exist|spf|dns|invalid domain", SenderDomain, "", CodeSays},
		{"511|517", "", "spamhaus|blocked|http", BlockList, "", CodeSays},
		{"523", "", "exceeds administrative limit", MessageSize, "", CodeSays},
		{"5yz", "", "550 user <*> unknown", NoSuchUser, "", CodeSays},
	},
}

var exchange = table{
	name: "Exchange", source: "https://learn.microsoft.com/en-us/exchange/mail-flow/non-delivery-reports-and-bounce-messages",
	marks: "resolver.|storedrv.|transport.rules|smtpsend.|smtp; |routing.|queue.expired|client was not authenticated|client does not have permissions|unable to relay|insufficient system resources|authentication unsuccessful|unrecognized authentication type|" +
		"smtpsvc|rejected as spam by content filtering|unrecognized command 'starttls'|starttls is required to send mail|5.5.4 invalid domain name|has been found on a block list|5.1.0 sender denied",
	rows: []row{
		{"", "", "recipnotfound|recipientnotfound|adr.invalid|user unknown", NoSuchUser, "", CodeSays},
		{"", "", "unable to relay", RelayDenied, "the receive connector delivers to its own domains only; log in, or use the connector meant for relay", CodeSays},
		{"", "", "sendasdenied|permissions to send as|permission to send as", SenderNotAllowed, "the login needs the Send As permission for this sender", CodeSays},
		{"", "", "was not authenticated to send|client was not authenticated", AuthRequired, "the receive connector takes no mail from clients that have not logged in", CodeSays},
		{"", "", "recipsizelimit|sendersizelimit|size limit", MessageSize, "", CodeSays},
		{"", "", "resolver.rst.|notauthorized|sendernotauthenticated|restricted", ContentPolicy, "the recipient accepts mail from certain senders only", CodeSays},
		{"", "", "quotaexceeded|mailbox full|over quota", MailboxFull, "", CodeSays},
		{"", "", "transport.rules|rejected by organization policy", ContentPolicy, "a mail flow rule of the receiving organization", CodeSays},
		{"", "", "barelinefeed", MessageFormat, "", CodeSays},
		{"", "", "utf8recipient|utf8sender", EightBit, "", CodeSays},
		{"", "", "as spam by content filtering", SpamContent, "", CodeSays},
		{"", "", "found on a block list", BlockList, "", CodeSays},
		{"", "", "5.1.0 sender denied", Reputation, "the sender is on the block list of this organization", CodeSays},
		{"", "", "insufficient system resources|too busy|mailbox server", ServerTrouble, "the server is short of disk, memory or connections (back pressure)", CodeSays},
		{"", "AUTH", "unrecognized authentication type", AuthUnsupported, "", CodeSays},
		{"", "AUTH", "authentication unsuccessful", AuthFailed, "", CodeSays},
		{"", "", "invalid domain name", Helo, "the name in EHLO has a character that host names do not have", CodeSays},
		{"", "", "disabledmailbox|mailbox disabled|mailboxdisabled", MailboxDisabled, "", CodeSays},
		{"", "", "queue.expired|dns|routing.", Routing, "", CodeSays},
	},
}

var domino = table{
	name: "Domino", source: "https://help.hcl-software.com/domino/",
	marks: "domino directory|for policy reasons.",
	rows: []row{
		{"", "", "not listed in|not found in|not unique in", NoSuchUser, "the Domino Directory has no such person or group", CodeSays},
		{"", "", "relay rejected for policy reasons|relay attempt", RelayDenied, "the relay controls of the server configuration do not allow this", CodeSays},
		{"", "", "rejected for policy reasons|refused for policy reasons", ContentPolicy, "", CodeSays},
	},
}

var hMailServer = table{
	name: "hMailServer", source: "https://www.hmailserver.com/documentation/latest/?page=reference_error_messages_smtp",
	rows: []row{
		{"", "", "delivery is not allowed to this address", RelayDenied, "the IP range of this client may not send to that kind of address; log in", CodeSays},
		{"", "", "smtp authentication is required", AuthRequired, "", CodeSays},
		{"503", "", "must have sender and recipient first", Sequence, "", CodeSays},
		{"421", "", "=connection timeout.", Closing, "the client sent nothing for too long", CodeSays},
		{"", "", "rejected by sorbs|rejected by spamcop|rejected by spamhaus|rejected by surbl", BlockList, "", CodeSays},
		{"", "", "the host name specified in helo", Helo, "", CodeSays},
		{"", "", "a valid address is required", Syntax, "", CodeSays},
		{"", "", "the address is not valid. an address should not", Syntax, "", CodeSays},
		{"", "", "account is not active", MailboxDisabled, "", CodeSays},
		{"554", "", "=rejected", Unknown, "", CodeSays},
		{"", "", "blocked by spf (", Authentication, "", CodeSays},
		{"", "", "too many invalid commands", Closing, "", CodeSays},
	},
}

var otherServers = []table{
	{name: "Haraka", source: "https://haraka.github.io/", marks: "haraka|i cannot deliver mail for|very bad karma score", rows: []row{
		{"", "", "barelf|bare line-feed", MessageFormat, "the message has a line feed without a carriage return before it", CodeSays},
		{"", "", "i cannot deliver mail for", RelayDenied, "", CodeSays},
		{"", "", "karma", Reputation, "", CodeSays},
	}},
	{name: "OpenSMTPD", source: "https://man.openbsd.org/smtpd.conf", marks: "invalid command: |security features not supported: |5.2.4 mailing list expansion problem", rows: []row{
		{"", "", "must issue an auth", AuthRequired, "", CodeSays},
		{"", "", "must issue a starttls", TLSRequired, "", CodeSays},
		{"", "", "auth method", AuthUnsupported, "", CodeSays},
		{"524", "", "", NoSuchUser, "an alias leads nowhere, or back to itself", CodeSays},
	}},
	{name: "Stalwart", source: "https://stalw.art/docs/mta/overview", rows: []row{
		{"", "", "polite people say ehlo first", Sequence, "", CodeSays},
		{"", "", "greylisted, please try again in a few moments", Greylisting, "", Can},
		{"", "", "reverse dns validation failed", ReverseDNS, "", CodeSays},
		{"", "", "spf validation failed|no passing dkim|no valid dkim|email rejected per dmarc|no passing arc|no valid arc", Authentication, "", CodeSays},
		{"501", "", "you are not allowed to send from this address", SenderNotAllowed, "", CodeSays},
		{"550 5.1.2", "", "relay not allowed", RelayDenied, "", CodeSays},
		{"550 5.1.2", "", "mailbox does not exist", NoSuchUser, "", CodeSays},
	}},
	{name: "Maddy", source: "https://maddy.email/", marks: "(msg id = "},
	{name: "KumoMTA", source: "https://docs.kumomta.com/", rows: []row{
		{"421", "", "too many concurrent sessions. try later", ConnectionLimit, "", Can},
		{"421", "", "load shedding", ServerTrouble, "the server is short of memory or disk", Can},
	}},
	{name: "qpsmtpd", source: "https://github.com/smtpd/qpsmtpd", rows: []row{
		{"", "", "connecting host started transmitting before", Sequence, TooEarly, CodeSays},
		{"", "", "very bad karma", Reputation, "", CodeSays},
		{"", "", "spf - forgery", Authentication, "", CodeSays},
		{"", "AUTH", "authentication failed for * - auth", AuthFailed, "", CodeSays},
	}},
	{name: "CommuniGate Pro", source: "https://support.communigate.com/", rows: []row{
		{"", "", "unknown user account", NoSuchUser, "", CodeSays},
		{"", "", "relay service is disabled for this account|smtp service is disabled for this account", AuthDisabled, "", CodeSays},
		{"", "", "account is full (quota exceeded)", MailboxFull, "", CodeSays},
		{"", "", "we do not relay|prohibited by*client must authenticate", RelayDenied, "", CodeSays},
		{"", "", "your ip address*is not included into client", RelayDenied, "", CodeSays},
	}},
	{name: "SmarterMail", source: "https://help.smartertools.com/smartermail/", rows: []row{
		{"", "", "authentication is required for relay", AuthRequired, "", CodeSays},
		{"", "", "from domain must match authenticated domain|from address must match authenticated", SenderNotAllowed, "", CodeSays},
		{"", "", "sender is not allowed", Reputation, "", CodeSays},
	}},
	{name: "MailEnable", source: "https://www.mailenable.com/kb/", rows: []row{
		{"", "", "this mail server requires authentication when attempting to send|requires authentication before sending mail from a locally hosted", AuthRequired, "", CodeSays},
		{"535", "AUTH", "=invalid username or password", AuthFailed, "", CodeSays},
		{"", "", "requested action not taken: mailbox unavailable or not local", NoSuchUser, "", CodeSays},
	}},
	{name: "MDaemon", source: "https://help.mdaemon.com/", marks: "mdaemon|>, recipient unknown|>, sender unknown|dynamic screening", rows: []row{
		{"", "", "recipient unknown", NoSuchUser, "", CodeSays},
		{"", "", "sender unknown", SenderDomain, "", CodeSays},
	}},
	{
		name: "IceWarp", checked: "2026-12-01",
		source: "https://docs.icewarp.com/Content/IceWarp-Server/Administration-Nodes/Status/Logs/Interpretation%20of%205xx%20Errors%20in%20Icewarp%20SMTP.htm",
		rows: []row{
			{"501 5.7.0", "AUTH", "=authentication failed", AuthFailed, "", CodeSays},
			{"501 5.7.1", "", "message is too long", MessageSize, "", CodeSays},
			{"501 5.5.1", "", "helo/ehlo requires domain address", Helo, "", CodeSays},
			{"501 5.5.2", "MAIL", "domain name required", Syntax, "the sender's address has no domain", CodeSays},
		},
	},
	{name: "Zimbra", source: "https://wiki.zimbra.com/", marks: "zimbra"},
	{name: "Apache James", source: "https://james.apache.org/", rows: []row{
		{"", "", "rejected: message contains domain * listed by", BlockList, "a link in the message leads to a listed domain", CodeSays},
		{"501", "", "contains a domain with no valid mx records", SenderDomain, "", CodeSays},
	}},
	{name: "GroupWise", source: "https://www.microfocus.com/documentation/groupwise/", rows: []row{
		{"", "RCPT", "=no such recipient", NoSuchUser, "", CodeSays},
	}},
	{name: "Dovecot", source: "https://doc.dovecot.org/", rows: []row{
		{"", "", "quota exceeded (mailbox for user is full)", MailboxFull, "", CodeSays},
		{"", "", "user doesn't exist: ", NoSuchUser, "", CodeSays},
		{"", "", "internal error occurred. refer to server log", ServerTrouble, "", CodeSays},
		{"", "", "too many concurrent deliveries for user", ConnectionLimit, "", CodeSays},
		{"502", "", "tls support is not enabled", NotImplemented, "", CodeSays},
	}},
	{name: "Cyrus IMAP", source: "https://www.cyrusimap.org/", rows: []row{
		{"", "", "message contains nul|message contains bare newline|message contains invalid header|message contains non-space characters", MessageFormat, "", CodeSays},
	}},
}
