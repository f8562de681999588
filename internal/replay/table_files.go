package replay

import (
	"bytes"
	_ "embed" // table.html
	"encoding/json"
	"html/template"
	"io"
	"strings"
	"sync"

	"byhand/internal/sanitize"
)

//go:embed table.html
var tableText string

var tableTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("table").Funcs(template.FuncMap{"safe": func(text string) string { return sanitize.Text(text) }}).Parse(tableText))
})

// WriteHTML writes the table as one page without scripts, external files and links.
func (t Table) WriteHTML(w io.Writer) error { return tableTemplate().Execute(w, t) }

// Text returns a reply as it crossed the wire.
func (c Cell) Text() string { return strings.Join(replyRows(c.Reply), "\n") }

type tableJSON struct {
	V       int       `json:"v"`
	Columns []string  `json:"columns"`
	Alike   bool      `json:"alike"`
	Rows    []rowJSON `json:"rows"`
}

type rowJSON struct {
	Line    string      `json:"line"`
	Replies []replyJSON `json:"replies"`
}

type replyJSON struct {
	Code     int      `json:"code"`
	Enhanced string   `json:"enhanced,omitempty"`
	Lines    []string `json:"lines"`
	Differs  bool     `json:"differs"`
}

// WriteJSON writes the table as one JSON object: the columns, and for each line the reply of
// each column. The code of a reply that is missing is 0.
func (t Table) WriteJSON(w io.Writer) error {
	out := tableJSON{V: 1, Columns: t.Names, Alike: t.IsAlike()}
	for _, row := range t.Rows {
		r := rowJSON{Line: row.Line}
		for _, c := range row.Cells {
			reply := replyJSON{Lines: []string{}, Differs: c.Differs}
			if c.Reply != nil {
				reply.Code, reply.Enhanced = c.Reply.Code, c.Reply.Enhanced
				reply.Lines = append(reply.Lines, c.Reply.Lines...)
			}
			r.Replies = append(r.Replies, reply)
		}
		out.Rows = append(out.Rows, r)
	}
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	if err := to.Encode(out); err != nil {
		return err
	}
	_, err := w.Write(sanitize.JSON(b.Bytes()))
	return err
}
