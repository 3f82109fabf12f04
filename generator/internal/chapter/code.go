package chapter

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// found remembers lexers by the name an author wrote, misses too: looking for a name that chroma does not
// know costs it 13 ms. What a name leads to never changes, so nobody can tell that it is remembered.
var found sync.Map

// lexer finds the lexer of a language, or nil.
func lexer(name string) chroma.Lexer {
	if known, ok := found.Load(name); ok {
		lexer, _ := known.(chroma.Lexer)
		return lexer
	}
	lexer := lexers.Get(name)
	if lexer != nil {
		lexer = chroma.Coalesce(lexer)
	}
	found.Store(name, lexer)
	return lexer
}

// languages lists the names and short names of all languages.
func languages() []string { return lexers.Names(true) }

// highlight appends code as spans with chroma's short class names. The styles are a hand-written sheet of
// the layouts. Code that the lexer cannot read is appended as it is.
func highlight(dst []byte, name, code string) []byte {
	lexer := lexer(name)
	if lexer == nil {
		return AppendEscaped(dst, code)
	}
	tokens, err := lexer.Tokenise(nil, code)
	if err != nil {
		return AppendEscaped(dst, code)
	}
	start, written := len(dst), 0
	for token := tokens(); token != chroma.EOF; token = tokens() {
		// Some lexers end the code with a line break that is not there.
		value := token.Value[:min(len(token.Value), len(code)-written)]
		written += len(value)
		class := class(token.Type)
		if class == "" || strings.TrimSpace(value) == "" {
			dst = AppendEscaped(dst, value)
			continue
		}
		dst = append(dst, `<span class="`...)
		dst = append(dst, class...)
		dst = append(dst, `">`...)
		dst = AppendEscaped(dst, value)
		dst = append(dst, `</span>`...)
	}
	if written != len(code) {
		return AppendEscaped(dst[:start], code)
	}
	return dst
}

// class is the short class of a token's type, or of the kind it belongs to. Names and plain text have the
// colour of the code, so they need no span.
func class(t chroma.TokenType) string {
	switch t {
	case chroma.Text, chroma.Name, chroma.NameOther, chroma.Punctuation, chroma.Other, chroma.TextWhitespace:
		return ""
	}
	for ; t != 0; t = t.Parent() {
		if class, ok := chroma.StandardTypes[t]; ok {
			return class
		}
	}
	return ""
}

// AppendEscaped appends text with the characters replaced that mean something in markup and in quoted
// attributes.
func AppendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var escape string
		switch s[i] {
		case '&':
			escape = "&amp;"
		case '<':
			escape = "&lt;"
		case '>':
			escape = "&gt;"
		case '"':
			escape = "&#34;"
		case '\'':
			escape = "&#39;"
		default:
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, escape...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}
