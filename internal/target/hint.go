package target

import "strings"

// hint returns what may have been meant by args that are not understood: the
// first guess that is, if a shell takes it as it stands.
func hint(args []string) string {
	const plain = "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz/%"
	if strings.Contains(strings.Join(args, " "), "@") {
		return "" // a piece of a password may look like a host
	}
	for _, guess := range guesses(args) {
		if _, err := parse(guess); err == nil && strings.Trim(strings.Join(guess, ""), plain) == "" {
			return strings.Join(guess, " ")
		}
	}
	return ""
}

// guesses lists other ways to read args, the likely ones first.
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
