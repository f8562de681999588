package refusal

// classes are words of one meaning, in several languages, for use in patterns.
var classes = map[string]string{}
