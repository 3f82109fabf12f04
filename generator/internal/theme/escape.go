package theme

import (
	"fmt"
	"strconv"
	"strings"
)

// An escaping is what html/template does to a value at one kind of place.
type escaping uint8

const (
	raw        escaping = iota // markup in HTML text; a sheet in <style>
	asText                     // HTML text, <title>, <textarea>, a quoted attribute
	asRefresh                  // content="0; url=…" of a <meta>: a URL that is only filtered
	asURL                      // the start of a quoted href, src …
	asURLPath                  // after a literal start of a URL
	asURLQuery                 // after a literal ? or # of a URL
	refused    escaping = 255
	unsafeURL           = "#ZgotmplZ"
)

// entities stand for the seven characters that mean something in HTML. Bytes that are no UTF-8 stay.
var entities = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// append adds a value to dst, escaped.
func (e escaping) append(dst []byte, value string) []byte {
	switch e {
	case raw:
		return append(dst, value...)
	case asText:
		return append(dst, entities.Replace(value)...)
	case asURLPath:
		return appendURL(dst, value, true)
	case asURLQuery:
		return appendURL(dst, value, false)
	}
	if !safeURL(value) {
		return append(dst, unsafeURL...)
	}
	if e == asRefresh {
		return append(dst, entities.Replace(value)...)
	}
	return appendURL(dst, value, true)
}

// filtered is the escaping that also turns away URLs such as javascript:….
func (e escaping) filtered() escaping {
	switch e {
	case asText:
		return asRefresh
	case asURLPath:
		return asURL
	}
	return refused
}

// appendURL encodes by percent signs what may not stand in a URL, and then, by entities, what may not stand
// in an attribute. What separates the parts of a URL, and what is encoded already, is kept if whole.
func appendURL(dst []byte, s string, whole bool) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case unreserved(c):
			dst = append(dst, c)
		case whole && c == '&':
			dst = append(dst, "&amp;"...)
		case whole && c == '+':
			dst = append(dst, "&#43;"...)
		case whole && (strings.IndexByte("!#$*,/:;=?@[]", c) >= 0 || encoded(s[i:])):
			dst = append(dst, c)
		default:
			dst = fmt.Appendf(dst, "%%%02x", c)
		}
	}
	return dst
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func encoded(s string) bool {
	if len(s) < 3 || s[0] != '%' {
		return false
	}
	_, err := strconv.ParseUint(s[1:3], 16, 8)
	return err == nil
}

// safeURL tells whether a URL is relative or leads to a page or an address.
func safeURL(s string) bool {
	scheme, _, absolute := strings.Cut(s, ":")
	if !absolute || strings.Contains(scheme, "/") {
		return true
	}
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}
