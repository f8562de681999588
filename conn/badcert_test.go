package conn

import (
	"bytes"
	"encoding/pem"
)

// withNegativeSerial returns a certificate's DER with the sign bit of its serial
// number set. Its signature no longer holds, but parsing stops before that.
func withNegativeSerial(der []byte) []byte {
	version := []byte{0xa0, 3, 2, 1, 2, 2} // [0] INTEGER 2, then the tag of the serial number
	der = bytes.Clone(der)
	at := bytes.Index(der, version) + len(version) + 1
	der[at] |= 0x80
	return der
}

// negativeSerial writes such a certificate of a's as PEM.
func negativeSerial(a *authority) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: withNegativeSerial(a.Leaf.Raw)})
}
