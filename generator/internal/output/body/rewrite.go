package body

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/xml"
)

// A Rewriter says what becomes of attributes. Values are as they stand in the markup, escaped.
type Rewriter struct {
	ID   func(id string) string          // of an element, and wherever it is named
	Href func(href string) string        // where it is empty, there is no link
	Also func(name, value string) string // what stands after an attribute; or nil
	Drop []string                        // attributes that are left out
}

// Rewrite appends markup that is our own, with other attributes, and well-formed as XML too. The anchors that stand in
// headings for readers to copy are left out.
func (r *Rewriter) Rewrite(dst, markup []byte) []byte {
	lexer := xml.NewLexer(parse.NewInputBytes(anchors.ReplaceAll(bytes.TrimSpace(markup), nil)))
	for tag := ""; ; {
		switch kind, text := lexer.Next(); kind {
		case xml.ErrorToken:
			return dst
		case xml.StartTagToken:
			tag = string(lexer.Text())
			dst = append(dst, text...)
		case xml.AttributeToken:
			value := string(lexer.AttrVal())
			if n := len(value); n > 1 && (value[0] == '"' || value[0] == '\'') {
				value = value[1 : n-1]
			}
			dst = append(dst, r.attribute(string(lexer.Text()), strings.ReplaceAll(value, `"`, "&#34;"))...)
		case xml.StartTagCloseToken:
			if strings.Contains(void, " "+tag+" ") {
				dst = append(dst, '/')
			}
			dst = append(dst, '>')
		default:
			dst = append(dst, text...)
		}
	}
}

var anchors = regexp.MustCompile(` <a class="anchor"[^>]*>#</a>`)

// void are the elements of HTML that hold nothing and have no end tag.
const void = " area base br col embed hr img input link meta source track wbr "

func (r *Rewriter) attribute(name, value string) string {
	switch name {
	case "id", "for", "name", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details":
		ids := strings.Fields(value)
		if len(ids) == 0 && name == "id" {
			ids = []string{""}
		}
		for i, id := range ids {
			ids[i] = r.ID(id)
		}
		value = strings.Join(ids, " ")
	case "href":
		if value = r.Href(value); value == "" {
			return ""
		}
	default:
		if before, after, found := strings.Cut(value, "url(#"); found {
			if id, rest, found := strings.Cut(after, ")"); found {
				value = before + "url(#" + r.ID(id) + ")" + rest
			}
		}
	}
	if slices.Contains(r.Drop, name) {
		return ""
	}
	out := " " + name + `="` + value + `"`
	if r.Also != nil {
		out += r.Also(name, value)
	}
	return out
}

// Plain writes a path in signs that mean nothing else in any address, archive or id: all but a to z, A to Z, digits, -, _ and /
// become a full stop and a number, so that two paths never become one.
func Plain(name string) string {
	const hex = "0123456789abcdef"
	var out strings.Builder
	for i := range len(name) {
		if c := name[i]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '/' {
			out.WriteByte(c)
		} else {
			out.Write([]byte{'.', hex[c>>4], hex[c&15]})
		}
	}
	return out.String()
}
