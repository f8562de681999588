package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Replies that only some sessions have get rows of their own, in the order of the session.
func TestTabulate(t *testing.T) {
	base := "S: 220 hi\nC: EHLO me\nS: 250 hi\nC: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye"
	for name, c := range map[string]struct {
		others []string
		want   string
	}{
		"alike":          {[]string{base}, "the greeting 220 220;EHLO me 250 250;NOOP 250 250;QUIT 221 221"},
		"another code":   {[]string{base, strings.Replace(base, "250 ok", "550 5.1.1 no", 1)}, "the greeting 220 220 220;EHLO me 250 250 250;NOOP 250 250 *550 5.1.1;QUIT 221 221 221"},
		"another text":   {[]string{strings.Replace(base, "250 ok", "250 fine", 1)}, "the greeting 220 220;EHLO me 250 250;NOOP 250 250;QUIT 221 221"},
		"fewer":          {[]string{"S: 220 hi\nC: EHLO me\nS: 250 hi"}, "the greeting 220 220;EHLO me 250 250;NOOP 250 *no reply;QUIT 221 *no reply"},
		"more":           {[]string{strings.Replace(base, "C: NOOP", "C: RSET\nS: 250 ok\nC: HELP\nS: 214 x\nC: NOOP", 1)}, "the greeting 220 220;EHLO me 250 250;RSET no reply *250;HELP no reply *214;NOOP 250 250;QUIT 221 221"},
		"more at end":    {[]string{base + "\nC: RSET\nS: 250 ok", base + "\nC: HELP\nS: 214 x"}, "the greeting 220 220 220;EHLO me 250 250 250;NOOP 250 250 250;QUIT 221 221 221;HELP no reply no reply *214;RSET no reply *250 no reply"},
		"no connection":  {[]string{""}, "the greeting 220 *no reply;EHLO me 250 *no reply;NOOP 250 *no reply;QUIT 221 *no reply"},
		"an extra reply": {[]string{strings.Replace(base, "S: 250 ok", "S: 250 ok\nS: 421 bye", 1)}, "the greeting 220 220;EHLO me 250 250;NOOP 250 250;an unsolicited reply no reply *421;QUIT 221 221"},
	} {
		columns := []Column{{"recorded", exchanged(entriesOf(t, base))}}
		for i, other := range c.others {
			column := Column{Name: fmt.Sprint("server ", i)}
			if other != "" {
				column.Exchanges = exchanged(entriesOf(t, other))
			}
			columns = append(columns, column)
		}
		table := Tabulate(columns, false)
		var rows []string
		for _, row := range table.Cells()[1:] {
			rows = append(rows, strings.ReplaceAll(strings.Join(row, " "), "* ", "*"))
		}
		if got := strings.Join(rows, ";"); got != c.want || table.IsAlike() == strings.Contains(got, "*") {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
		if name == "another text" && Tabulate(columns, true).IsAlike() {
			t.Error("strict: another text is alike")
		}
	}
}

// Text from a server cannot become markup or a terminal's command in a report.
func TestTableFiles(t *testing.T) {
	hostile := []Exchange{{Verb: "GREETING", Code: 220, Lines: []string{"<script>\x1b[2J\u202e"}}}
	table := Tabulate([]Column{{"recorded", hostile}, {"<b>", nil}}, false)
	var page, object bytes.Buffer
	if err := table.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	if err := table.WriteJSON(&object); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{page.String(), object.String()} {
		if strings.ContainsAny(text, "\x1b\u202e") {
			t.Errorf("%q", text)
		}
	}
	if strings.Contains(page.String(), "<script") || strings.Contains(page.String(), "<b>") || strings.Count(page.String(), "class=\"differs\"") != 1 {
		t.Error(page.String())
	}
	var back tableJSON
	if err := json.Unmarshal(object.Bytes(), &back); err != nil || !slices.Equal(back.Columns, table.Names) || back.Alike || back.Rows[0].Replies[0].Lines[0] != hostile[0].Lines[0] {
		t.Errorf("%+v, %v", back, err)
	}
}
