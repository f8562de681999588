package recorder

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"

	"byhand/conn"
	"byhand/internal/redact"
	"byhand/internal/transcript"
)

// maxNames is how many names of a certificate are kept.
const maxNames = 100

// replyOf converts a reply for an entry, and masks its secrets.
func (r *Recorder) replyOf(f Facts) *transcript.Reply {
	reply := &transcript.Reply{Code: f.Reply.Reply.Code, Word: f.Word, Enhanced: f.Reply.Enhanced(),
		Verb: r.masks().MaskVerb(f.Reply.Verb), Took: f.Took}
	var echo redact.Echo
	for _, line := range f.Reply.Reply.Lines {
		text, _ := r.masks().MaskReply(&echo, string(line.Text))
		reply.Lines = append(reply.Lines, text)
	}
	return reply
}

func transcriptOpening(o *conn.Opening, target string) *transcript.Opening {
	opening := &transcript.Opening{Target: target, Proxy: o.Proxy, Took: o.Took}
	if o.Remote != nil {
		opening.Remote = o.Remote.String()
	}
	if o.Local != nil {
		opening.Local = o.Local.String()
	}
	return opening
}

func transcriptTLS(t *conn.TLS) *transcript.TLS {
	facts := &transcript.TLS{Version: tls.VersionName(t.Version), Cipher: tls.CipherSuiteName(t.Cipher), Name: t.Name,
		Verified: t.Verified(), Problems: t.Problems, Took: t.Took}
	if t.Group != 0 {
		facts.Group = t.Group.String()
	}
	if leaf := t.Leaf(); leaf != nil {
		sum := sha256.Sum256(leaf.Raw)
		facts.Names, facts.Issuer = conn.Names(leaf), conn.Issuer(leaf)
		facts.Names = facts.Names[:min(len(facts.Names), maxNames)]
		facts.NotAfter, facts.SHA256 = leaf.NotAfter.UTC(), hex.EncodeToString(sum[:])
	}
	return facts
}

func transcriptEnd(e *conn.End) *transcript.End {
	return &transcript.End{Text: e.String(), Sent: e.Sent, Received: e.Received}
}
