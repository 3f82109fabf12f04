package references

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A markup is safe HTML: its text is escaped, and every element is closed.
type markup string

var (
	cslTag  = regexp.MustCompile(`(?i)<(/?)(i|b|sup|sub|span)(?:\s[^<>]*)?>`)
	htmlTag = regexp.MustCompile(`<[^>]*>`)
)

// clean makes one line of a text: white space is joined, characters that XML cannot hold are dropped, and
// accents stand in the letters that they belong to.
func clean(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c) && c != '\u00a0' && c != '\u202f':
			return ' '
		case unicode.IsControl(c), c == '\ufffe', c == '\uffff', c == '\ufeff':
			return -1
		}
		return c
	}, s)
	return norm.NFC.String(strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == ' ' }), " "))
}

func escape(s string) markup { return markup(html.EscapeString(s)) }

func em(m markup) markup {
	if m == "" {
		return ""
	}
	return "<em>" + m + "</em>"
}

func link(address, shown string) markup {
	if address == "" {
		return ""
	}
	return `<a href="` + escape(address) + `">` + escape(shown) + "</a>"
}

// text is the markup without its elements.
func (m markup) text() string {
	if !strings.ContainsAny(string(m), "<&") {
		return string(m)
	}
	return html.UnescapeString(htmlTag.ReplaceAllString(string(m), ""))
}

// rich turns the tags that CSL allows in titles into elements: i, sup and sub are kept, b and span dropped.
// Everything else is text. Tags that are not closed, or not opened, are put right.
func rich(s string) markup {
	if !strings.Contains(s, "<") {
		return escape(s)
	}
	var b strings.Builder
	var open []string
	from := 0
	for _, m := range cslTag.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(html.EscapeString(s[from:m[0]]))
		from = m[1]
		name, closing := strings.ToLower(s[m[4]:m[5]]), m[3] > m[2]
		if name == "i" {
			name = "em"
		}
		switch {
		case name == "b" || name == "span":
		case !closing:
			b.WriteString("<" + name + ">")
			open = append(open, name)
		case slices.Contains(open, name):
			open = closeTo(&b, open, name)
		}
	}
	b.WriteString(html.EscapeString(s[from:]))
	closeTo(&b, open, "")
	return markup(b.String())
}

// closeTo closes elements from the innermost to the one with the name, or all of them.
func closeTo(b *strings.Builder, open []string, name string) []string {
	for len(open) > 0 {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		b.WriteString("</" + last + ">")
		if last == name {
			break
		}
	}
	return open
}

// sentences joins those parts that are not empty, each closed by a full stop unless it has a mark of its own.
func sentences(parts ...markup) markup {
	var out []string
	for _, part := range parts {
		if part != "" {
			out = append(out, string(stop(part)))
		}
	}
	return markup(strings.Join(out, " "))
}

func stop(m markup) markup {
	text := strings.TrimRight(m.text(), `"'”’»`)
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "…") {
		return m
	}
	return m + "."
}

// join joins those parts that are not empty.
func join(separator markup, parts ...markup) markup {
	var out []string
	for _, part := range parts {
		if part != "" {
			out = append(out, string(part))
		}
	}
	return markup(strings.Join(out, string(separator)))
}

// letterLike are letters that Unicode does not take apart into a base and an accent.
var letterLike = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i")

// accents are those of Latin, Greek and Cyrillic; the marks of other scripts are letters in their own right.
var accents = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x300, Hi: 0x36f, Stride: 1}}}

// fold is how a word sorts: without accents, case and punctuation.
func fold(s string) string {
	s = letterLike.Replace(strings.ToLower(norm.NFKD.String(s)))
	s = strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(accents, c):
			return -1
		case unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c):
			return c
		case unicode.IsSpace(c) || unicode.Is(unicode.Pd, c):
			return ' '
		}
		return -1
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
