package target

import "strings"

// hint returns what the user probably meant by invalid args: the first guess that is valid
// and needs no quoting in a shell, or "".
func hint(args []string) string {
	const plain = "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz/%"
	if strings.Contains(strings.Join(args, " "), "@") {
		return "" // a guess could contain a part of a password
	}
	for _, guess := range guesses(args) {
		if _, err := parse(guess); err == nil && strings.Trim(strings.Join(guess, ""), plain) == "" {
			return strings.Join(guess, " ")
		}
	}
	return ""
}

// guesses returns other ways to read args, the most likely first.
func guesses(args []string) [][]string {
	if len(args) == 2 {
		host, port := strings.TrimSuffix(args[0], ":"), strings.TrimPrefix(args[1], ":")
		return [][]string{{host, port}, {port, host}}
	}
	if len(args) != 1 {
		return nil
	}
	arg := args[0]
	list := [][]string{strings.Fields(arg)} // HOST PORT in quotes
	if strings.HasPrefix(arg, "/") {
		list = append(list, []string{"unix:" + arg})
	}
	add := func(guess string) { list = append(list, []string{guess}) }
	if scheme, rest, ok := strings.Cut(arg, ":"); ok {
		where, _, _ := strings.Cut(strings.TrimLeft(rest, "/"), "/")
		if strings.EqualFold(scheme, "ssl") {
			scheme = "tls"
		}
		if named, ok := serviceNamed(scheme); ok {
			add(named.name + "://" + where)
			add(named.name + "://[" + where + "]")
		}
	}
	if i := strings.LastIndexByte(arg, ':'); i > 0 {
		add("[" + arg[:i] + "]" + arg[i:])
	}
	add(strings.Replace(strings.TrimRight(arg, "/"), "/", ":", 1)) // host/25
	add(strings.TrimSuffix(arg, ":"))
	if strings.Count(arg, ":") < 2 {
		add(strings.NewReplacer("[", "", "]", "").Replace(arg))
	}
	return list
}
