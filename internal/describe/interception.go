package describe

import (
	"crypto/x509"
	"net"
	"strings"

	"byhand/conn"
)

// inspectors are products that inspect TLS connections: they answer in the server's place,
// with a certificate that they issue themselves. name is in the issuer's name, in lower
// case.
var inspectors = []struct{ name, product, kind string }{
	{"avast web/mail shield", "Avast", antivirus}, {"avg web/mail shield", "AVG", antivirus}, {"avast", "Avast", antivirus},
	{"eset ssl filter", "ESET", antivirus}, {"kaspersky", "Kaspersky", antivirus}, {"bitdefender", "Bitdefender", antivirus},
	{"norton web/mail shield", "Norton", antivirus}, {"nortonlifelock", "Norton", antivirus}, {"mcafee", "McAfee", antivirus},
	{"drweb", "Dr.Web", antivirus}, {"dr.web", "Dr.Web", antivirus}, {"g data", "G DATA", antivirus}, {"bullguard", "BullGuard", antivirus},
	{"avira", "Avira", antivirus}, {"f-secure", "F-Secure", antivirus}, {"trend micro", "Trend Micro", antivirus}, {"panda security", "Panda", antivirus},
	{"adguard", "AdGuard", filter}, {"sophos", "Sophos", firewall}, {"fortigate", "FortiGate", firewall}, {"fortinet", "FortiGate", firewall},
	{"palo alto", "Palo Alto Networks", firewall}, {"zscaler", "Zscaler", firewall}, {"netskope", "Netskope", firewall}, {"forcepoint", "Forcepoint", firewall},
	{"websense", "Websense", firewall}, {"blue coat", "Blue Coat", firewall}, {"bluecoat", "Blue Coat", firewall}, {"check point", "Check Point", firewall},
	{"sonicwall", "SonicWall", firewall}, {"watchguard", "WatchGuard", firewall}, {"cisco umbrella", "Cisco Umbrella", firewall}, {"untangle", "Untangle", firewall},
	{"smoothwall", "Smoothwall", firewall}, {"securly", "Securly", filter}, {"lightspeed", "Lightspeed", filter}, {"cyberoam", "Cyberoam", firewall},
	{"mitmproxy", "mitmproxy", filter}, {"do_not_trust_fiddler", "Fiddler", filter}, {"charles proxy", "Charles", filter}, {"portswigger", "Burp", filter},
}

// Kinds of inspectors.
const (
	antivirus = "an antivirus program on this computer"
	firewall  = "a firewall or a proxy of this network"
	filter    = "a filter or a proxy"
)

// Interception names the product that answers in the server's place, if the issuer of the
// certificate is one that inspects TLS; "": it is not.
func Interception(t *conn.TLS) string {
	if t.Leaf() == nil {
		return ""
	}
	issuer := strings.ToLower(t.Leaf().Issuer.String())
	for _, i := range inspectors {
		if strings.Contains(issuer, i.name) {
			return i.product + ", " + i.kind + ", issued this certificate: it reads the connection"
		}
	}
	return ""
}

// missingSNI describes what went wrong because the handshake named no server; "": that
// cannot be the reason. Nobody sends an IP address as a server name (RFC 6066 3).
func missingSNI(t *conn.TLS) string {
	leaf := t.Leaf()
	switch {
	case net.ParseIP(t.Name) == nil:
		return ""
	case leaf == nil:
		return "byhand sent no server name (SNI), because you gave an IP address; some servers need one: add --server-name NAME"
	case saysNoSNI(leaf):
		return "the server shows this certificate to clients that send no server name (SNI); there is none for an IP address: add --server-name NAME"
	}
	return ""
}

// saysNoSNI reports whether a certificate is the one that Google's servers show to clients
// without SNI.
func saysNoSNI(leaf *x509.Certificate) bool {
	return strings.Contains(strings.Join(leaf.Subject.OrganizationalUnit, " "), "No SNI") || strings.HasSuffix(leaf.Subject.CommonName, ".invalid")
}
