package body

import (
	"bytes"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/xml"
)

// Rewrite appends markup that is our own, with other attributes, and well-formed as XML too. An attribute is what
// the function makes of it, such as ` id="x"`, or nothing; values are as they stand in the markup, escaped.
func Rewrite(dst, markup []byte, attribute func(tag, name, value string) string) []byte {
	lexer := xml.NewLexer(parse.NewInputBytes(bytes.Clone(markup)))
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
			dst = append(dst, attribute(tag, string(lexer.Text()), strings.ReplaceAll(value, `"`, "&#34;"))...)
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

// void are the elements of HTML that hold nothing and have no end tag.
const void = " area base br col embed hr img input link meta source track wbr "
