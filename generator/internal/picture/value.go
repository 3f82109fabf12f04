package picture

import (
	"regexp"
	"strings"
	"sync"
)

// A NUL, which XML cannot hold, marks where the prefix of ids goes.
const prefixHere = "\x00"

const id = `[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.:-]*`

// Patterns with letters of all scripts take long to make, and most runs need none.
var (
	idPattern    = later(`^` + id + `$`)
	localPattern = later(`^\(\s*(?:#(` + id + `)|'#(` + id + `)'|"#(` + id + `)")\s*\)$`)
)

func later(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

var (
	tagPattern  = regexp.MustCompile(`^[A-Za-z0-9-]*$`)
	dataPattern = regexp.MustCompile(`^data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$`)
	schemes     = regexp.MustCompile(`(?i)(?:javascript|vbscript|data):`)
)

// cleanValue returns an attribute's value as it may stand in a page, or what is wrong with it. The value is
// one that normal made.
func cleanValue(value string) (clean, complaint string) {
	switch {
	case schemes.MatchString(unspaced(value)):
		return "", "is an address that can run something"
	case strings.Contains(value, `\`):
		return "", "holds a backslash, which can hide what it says"
	case strings.Contains(value, "/*"):
		return "", "holds a comment"
	}
	var b strings.Builder
	for rest := value; ; {
		open := strings.IndexByte(rest, '(')
		if open < 0 {
			return b.String() + rest, ""
		}
		head := strings.TrimRight(rest[:open], " ")
		before := strings.TrimRight(head, nameBytes)
		switch name := strings.ToLower(head[len(before):]); {
		case name == "url":
			reference := rest[open : open+strings.IndexByte(rest[open:], ')')+1]
			match := localPattern().FindStringSubmatch(reference)
			if match == nil {
				return "", "points outside the drawing"
			}
			b.WriteString(before + "url(#" + prefixHere + match[1] + match[2] + match[3] + ")")
			rest = rest[open+len(reference):]
		case name == "" || functions[name]:
			b.WriteString(rest[:open+1])
			rest = rest[open+1:]
		default:
			return "", "calls " + excerpt(head[len(before):]) + "(), which is not allowed in a drawing"
		}
	}
}

// nameBytes are what names of functions are made of.
const nameBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

// normal makes white space single spaces, as XML does with values, and leaves out what HTML forbids.
func normal(value string) string {
	return strings.Join(words(strings.Map(func(r rune) rune {
		if forbidden(r) && !strings.ContainsRune(blank, r) {
			return -1
		}
		return r
	}, value)), " ")
}

// A declaration is one property of a style attribute. Start is its byte offset there.
type declaration struct {
	start       int
	name, value string
}

// declarations splits a style attribute. Semicolons in quotes or parentheses do not end a declaration.
func declarations(style string) []declaration {
	var list []declaration
	start, depth, quote := 0, 0, byte(0)
	for i := 0; i <= len(style); i++ {
		switch {
		case i == len(style) || style[i] == ';' && quote == 0 && depth == 0:
			list = appendDeclaration(list, style[start:i], start)
			start = i + 1
		case quote != 0:
			if style[i] == quote {
				quote = 0
			}
		case style[i] == '\'' || style[i] == '"':
			quote = style[i]
		case style[i] == '(':
			depth++
		case style[i] == ')':
			depth = max(depth-1, 0)
		}
	}
	return list
}

func appendDeclaration(list []declaration, text string, start int) []declaration {
	trimmed := strings.TrimLeft(text, blank)
	if trimmed == "" {
		return list
	}
	name, value, _ := strings.Cut(trimmed, ":")
	value = normal(value)
	if before, ok := cutImportant(value); ok {
		value = before
	}
	return append(list, declaration{
		start: start + len(text) - len(trimmed),
		name:  strings.ToLower(normal(name)), value: value,
	})
}

func cutImportant(value string) (string, bool) {
	at := strings.LastIndexByte(value, '!')
	if at < 0 || !strings.EqualFold(strings.TrimSpace(value[at+1:]), "important") {
		return value, false
	}
	return strings.TrimSpace(value[:at]), true
}

const blank = " \t\n\r\f"

// words splits at white space as XML and HTML know it; a no-break space is none.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(blank, r) })
}

func unspaced(s string) string { return strings.Join(words(s), "") }

// references stand for what XML or HTML would read as markup.
var references = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "\n")

// appendEscaped appends text or a value without the characters that HTML does not allow. White space stays as it
// is.
func appendEscaped(dst []byte, s string) []byte {
	return append(dst, references.Replace(strings.Map(func(r rune) rune {
		if forbidden(r) && r != '\r' {
			return -1
		}
		return r
	}, s))...)
}

// forbidden are control characters and the code points that are no characters, but for NUL, which marks.
func forbidden(r rune) bool {
	return 0 < r && r < ' ' && r != '\t' && r != '\n' || 0x7f <= r && r < 0xa0 || 0xfdd0 <= r && r <= 0xfdef || r&0xfffe == 0xfffe
}

// excerpt makes a value fit into a message.
func excerpt(s string) string {
	const most = 48
	s = normal(s)
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
