package refusal

import "slices"

var (
	orange = table{
		name: "Orange", source: "https://postmaster.orange.fr/",
		marks: "ofr_|ofr0|ofr1|ofr2|ofr3|ofr4|ofr5|ofr6|ofr9|ouk_|mwinf|postmaster.orange|smtp.orange.fr [", hosts: "orange.fr wanadoo.fr", rows: frenchCodes,
	}
	laPoste = table{
		name: "La Poste", source: "https://www.laposte.net/accueil/aide",
		marks: "lpn0|lpn1|lpn4|lpnaaa|lpn_|messagerie laposte", hosts: "laposte.net", rows: frenchCodes,
	}
	free = table{
		name: "Free", source: "https://postmaster.free.fr/",
		marks: "postmaster.free.fr|proxad|usersearch|mailbox has been blocked due to inactivity", hosts: "free.fr proxad.net online.net",
		rows: []row{
			{"", "", "due to inactivity|inactive", MailboxDisabled, "Free blocks mailboxes that nobody reads", CodeSays},
			{"", "", "quota exceeded|over quota", MailboxFull, "", CodeSays},
			{"", "", "too many errors from your ip|too many mails|too many messages", RateLimit, "Free slows this address down because it sends to too many wrong addresses", CodeSays},
			{"", "", "greylist|try again later", Greylisting, "", CodeSays},
			{"", "", "spam", SpamContent, "", CodeSays},
			{"", "", "virus", Virus, "", CodeSays},
			{"", "", "blacklist|blocked", Reputation, "Free blocks this address because of spam", CodeSays},
		},
	}
	sfr = table{
		name: "SFR", source: "https://postmaster.sfr.fr/",
		marks: "postmaster.sfr|postmaster@sfr|spam@sfr|assistance.sfr", hosts: "sfr.fr neuf.fr sfr.net numericable.fr",
		rows: []row{
			{"", "", "spam|unsolicited", SpamContent, "", CodeSays},
			{"", "", "too many connections|trop de connexions", ConnectionLimit, "", CodeSays},
			{"", "", "blocked|blacklist|bloque", Reputation, "SFR blocks this address because of spam", CodeSays},
			{"", "", "quota|over quota|mailbox full", MailboxFull, "", CodeSays},
			{"", "", "user unknown|unknown user|no such user|does not exist", NoSuchUser, "", CodeSays},
		},
	}
	ovh = table{
		name: "OVH", source: "https://help.ovhcloud.com/",
		marks: "postmaster@ovh|ovh.com/|ovhcloud.com|ovh.net/", hosts: "ovh.net ovh.com mail.ovh.ca",
		rows: []row{
			{"", "", "spam detected|is spam|considered as spam|looks like spam", SpamContent, "", CodeSays},
			{"", "", "account * blocked|account * locked|account * suspended", AccountSuspended, "OVH blocked the account because it sent spam; change the password and unblock it in the control panel", CodeSays},
			{"", "", "too many * hour|too many emails|rate limit|quota of emails", RateLimit, "", CodeSays},
			{"", "", "over quota|mailbox is full|quota exceeded", MailboxFull, "", CodeSays},
		},
	}
)

// frenchCodes are the numbers at the end of the replies of Orange and of La Poste: OFR_416,
// LPN007_102.
var frenchCodes = slices.Concat([]row{
	{"", "", "spamhaus|cloudmark|senderscore|abusix|spamcop", BlockList, "the list named in the reply has the client's address", CodeSays},
	{"", "", "dkim|dmarc|spf", Authentication, "the sender's domain needs SPF, DKIM and DMARC", CodeSays},
	{"", "", "_101|-101|_102|-102", Reputation, "the provider blocks this address because of spam", CodeSays},
	{"", "", "_103|-103|_999|-999", Reputation, "the provider refuses mail from this address for a time, because of its reputation", CodeSays},
	{"", "", "_104|-104|trop de connexions|too many connections", ConnectionLimit, "the client has too many connections or sends too fast", CodeSays},
	{"", "", "_105|-105|_107|-107|_108|-108|_109|-109", RateLimit, "the client sends too fast; the provider accepts its mail again later", CodeSays},
	{"", "", "_305|authentification invalide", AuthFailed, "", CodeSays},
	{"", "", "authentification requise", AuthRequired, "", CodeSays},
}, []row{
	{"", "", "_401|-401|_517|-517", Authentication, "the sender's domain needs SPF, DKIM and DMARC", CodeSays},
	{"", "", "_402|-402", AuthRequired, "", CodeSays},
	{"", "", "emetteur invalide|invalid sender|_403|_405|_415|-405", SenderDomain, "the sender's domain does not exist, or has no MX or A record", CodeSays},
	{"", "", "not owned by user|_421|-421", SenderNotAllowed, "this login may not use that sender", CodeSays},
	{"", "", "destinataire invalide|invalid recipient|_416|-416|lpn416", NoSuchUser, "", CodeSays},
	{"", "", "destinataire pleine|overquota|_417|-417", MailboxFull, "", CodeSays},
	{"", "", "destinataire archivee|est bloque|_420|_426|-420|-426", MailboxDisabled, "the mailbox is blocked, or was not used for long", CodeSays},
	{"", "", "taille limite|_514|-514", MessageSize, "", CodeSays},
	{"", "", "non sollicite|unsolicited|_506|-506|_513|-513", SpamContent, "the filter takes the content for spam", CodeSays},
	{"", "", "_510|-510", Reputation, "the provider refuses mail from this address for a time", CodeSays},
	{"", "", "_630|-630", ContentPolicy, "the provider does not accept this client", CodeSays},
	{"", "", "_505|-505", ServerTrouble, "", CodeSays},
})
