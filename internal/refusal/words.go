package refusal

// words are what servers of many kinds say, the most specific first.
var words = table{
	rows: []row{
		{"", "", "synchroni|pipelining|too early|talk too soon|before greeting|protocol error", Sequence, TooEarly, CodeSays},
		{"", "", "greylist|grey list|graylist", Greylisting, "", Can},
		{"", "", "relay access denied", RelayDenied, "", CodeSays},
		{"", "", "log in first|authentication required", AuthRequired, "", CodeSays},
		{"", "", "starttls", TLSRequired, "", CodeSays},
		{"", "", "blocked using|dnsbl|spamhaus", BlockList, "", CodeSays},
	},
}
