package refusal

// wordsOnProtocol are about commands, their order, TLS and characters.
var wordsOnProtocol = table{rows: []row{
	{"", "", "synchroni|pipelin|too early|talk too soon|talks too soon|before greeting|before smtp greeting|before the greeting|before my greeting|before banner|before the banner|protocol error|earlytalk|early talk|protocol violation|waited for the|wait for the banner|wait your turn", Sequence, TooEarly, CodeSays},
	{"", "", "greylist|greyist|grey list|grey-list|graylist|gray list|gray-list|greytrap|liste grise|listes grises|lista gris|lista grigia|lista cinza|greylisting|grau gelistet|graue liste|серый список|серых списк|грейлист|灰名单|グレイリスト|グレーリスト|szara lista", Greylisting, "", Can},
	{"4yz", "", "first contact|first attempt|first time we see|first try|second try|second attempt|hosts we have not seen|not seen before|never seen|unknown triplet|new triplet|new sender*try again|prove~retry|come back~minute|come back~seconds|premier contact|erster kontakt|erstkontakt|erster zustellversuch|primer contacto|primo contatto|retry~not seen|wait*before retrying|too soon", Greylisting, "", Can},
	{"z.7.1|z.2.0", "RCPT DATA", "try again in*second|try again in*minute|retry in~min|please retry~minutes", Greylisting, "", Can},
	{"5yz|4yz", "", "null mx|nullmx|null-mx", NullMX, "", CodeSays},
	{"521|556", "", "does not accept|no mail|not accept", NullMX, "", CodeSays},
	{"", "GREETING EHLO", "does not accept mail|does not accept email|accepts no mail|no mail service|no smtp service|not a mail server|no longer a mail server", NullMX, "", CodeSays},
	{"", "RCPT", "accepts no mail at all|domain does not accept mail|domain does not accept email|domain accepts no mail|no mail is accepted for", NullMX, "", CodeSays},

	{"", "", "starttls first|starttls command first|must issue a starttls|need starttls|issue starttls|requires starttls|require starttls|requires tls|require tls|tls required|tls is required|requires encryption|encryption required|encryption is required|encryption needed|encrypted connection|encrypted session|must arrive encrypted|start encryption|start tls|starttls is required|starttls required|use starttls|use tls|enable starttls|enable tls|enable ssl|without ssl|without tls|tls first|secure connection|requires ssl|ssl required|only over tls|only over ssl|must use tls|must use ssl|session must be encrypted|not encrypted|unencrypted|plain-text sessions|plaintext session|plaintext connection|clear text|cleartext", TLSRequired, "", CodeSays},
	{"", "", "verschlüsselt|verschluesselt|chiffr|cifrad|criptografad|crittografat|шифрован|加密|暗号化|szyfrowan", TLSRequired, "", CodeSays},
	{"", "STARTTLS", "not supported|not available|not enabled|unavailable|not implemented|unrecogni|unknown|disabled", NotImplemented, "", CodeSays},
	{"z.7.10|538|523 z.7.10", "", "", TLSRequired, "", CodeSays},

	{"", "", "smtputf8|utf8|utf-8|8bitmime|8-bit mime|8bit mime|internationali|non-ascii address|non-ascii recipient|eai |7bit only|7-bit only", EightBit, "", CodeSays},
	{"z.6.7|z.6.9|z.6.3", "", "8bit|8-bit|non-ascii|ascii|unicode|international", EightBit, "", CodeSays},
	{"", "RCPT MAIL EHLO", "8bit|8-bit|non-ascii|unicode|umlaut", EightBit, "", CodeSays},

	{"50y|55y", "EHLO MAIL RCPT DATA NOOP VRFY EXPN ETRN HELP TURN STARTTLS AUTH RSET SIZE BURL", "command not implemented|not implemented|command not recogni|unrecognized command|unrecognised command|command unrecogni|unknown command|invalid command|bad command|command unknown|unsupported command|command not supported|command not known|command disabled|unimplemented|don't know that|what?|huh?|no longer supported|is not supported|not available here|was discontinued|unknown option|unsupported option|unknown parameter|unsupported parameter|parameter not implemented|parameter not recogni|parameters not recogni|option not supported|extension not supported|befehl unbekannt|unbekannter befehl|commande inconnue|comando no reconocido|comando não reconhecido|comando sconosciuto|неизвестная команда|命令不支持|未知命令|コマンド", NotImplemented, "", CodeSays},
	{"504", "MAIL RCPT DATA EHLO", "parameter|option", NotImplemented, "", CodeSays},
	{"50y", "VRFY EXPN ETRN TURN HELP", "", NotImplemented, "", CodeSays},

	{"503|5yz 5.5.1|5yz 5.5.0|25y", "", "sequence|order| first|need mail|need rcpt|need helo|need ehlo|no recipients|no valid recipients|without mail|without rcpt|before mail|before rcpt|before data|before helo|before ehlo|already|nested mail|not in|not now|reihenfolge|zuerst|d'abord|primero|primeiro|prima|сначала|先", Sequence, "", CodeSays},
	{"", "", "bad sequence|out of sequence|wrong order|sender already|sender is already|nested mail|need mail|need rcpt|need recipient|recipient first|rcpt first|mail first|say hello|say ehlo|polite people|send ehlo|send helo|helo first|ehlo first|no valid recipients|no recipients have been|must have sender|already authenticated|already logged in|only one auth|auth not permitted during|not allowed during|not permitted during a mail transaction|transaction in progress|falsche reihenfolge", Sequence, "", CodeSays},
}}
