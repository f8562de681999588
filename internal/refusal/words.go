package refusal

// words are what servers of many kinds say, the most specific first.
var words = table{
	rows: []row{
		{"", "", "greylist|grey list|graylist", Greylisting, "", Can},
		{"", "", "blocked using|dnsbl|spamhaus", BlockList, "", ByCode},
	},
}
