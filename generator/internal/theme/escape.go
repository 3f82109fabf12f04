package theme

import "strings"

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
	lowerHex            = "0123456789abcdef"
)

// append adds a value to dst, escaped.
func (e escaping) append(dst []byte, value string) []byte {
	switch e {
	case raw:
		return append(dst, value...)
	case asText:
		return appendText(dst, value)
	case asURLPath:
		return appendURL(dst, value, true)
	case asURLQuery:
		return appendURL(dst, value, false)
	}
	if !safeURL(value) {
		return append(dst, unsafeURL...)
	}
	if e == asRefresh {
		return appendText(dst, value)
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

// appendText replaces the seven characters that mean something in HTML. Bytes that are no UTF-8 stay.
func appendText(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		var entity string
		switch s[i] {
		case 0:
			entity = "\uFFFD"
		case '"':
			entity = "&#34;"
		case '&':
			entity = "&amp;"
		case '\'':
			entity = "&#39;"
		case '+':
			entity = "&#43;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		default:
			continue
		}
		dst = append(append(dst, s[from:i]...), entity...)
		from = i + 1
	}
	return append(dst, s[from:]...)
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
			dst = append(dst, '%', lowerHex[c>>4], lowerHex[c&15])
		}
	}
	return dst
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func encoded(s string) bool {
	return len(s) > 2 && s[0] == '%' && isHex(s[1]) && isHex(s[2])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// safeURL tells whether a URL is relative or leads to a page or an address.
func safeURL(s string) bool {
	scheme, _, absolute := strings.Cut(s, ":")
	if !absolute || strings.Contains(scheme, "/") {
		return true
	}
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}
