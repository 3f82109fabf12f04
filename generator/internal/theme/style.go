package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	mincss "github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// sheets are the styles, minified.
type sheets struct {
	first      []string          // before those of the components
	components map[string]string // by folder
	print      *source.File      // all that is for paper, which no reader on a screen waits for
	made       memo[style]
}

// A style is what stands in a page's <style>, and its hash as a security policy writes it.
type style struct{ text, hash string }

func parseStyles(tree *source.Tree) (*sheets, []diag.Problem) {
	s := &sheets{components: map[string]string{}}
	var problems []diag.Problem
	read := func(name string) string {
		f := tree.File(name)
		if f == nil {
			return ""
		}
		text, found := minifySheet(f)
		problems = append(problems, found...)
		return text
	}
	for _, name := range []string{"layers", "tokens", "base", "prose"} {
		s.first = append(s.first, read("layouts/styles/"+name+".css"))
	}
	paper := read("layouts/styles/print.css")
	for _, f := range tree.Under("layouts/components/") {
		folder := path.Dir(f.Path())
		switch name := path.Base(folder); f.Path() {
		case folder + "/" + name + ".css":
			s.components[name] = read(f.Path())
		case folder + "/print.css":
			paper += read(f.Path())
		default:
			if part, ok := strings.CutSuffix(f.Path(), ".css"); ok {
				s.components[name+"/"+path.Base(part)] = read(f.Path())
			}
		}
	}
	s.print = source.NewFile("assets/print.css", []byte(paper))
	return s, problems
}

// style joins the sheets for some components, in the order of their names.
func (s *sheets) style(components []string) style {
	return s.made.get(strings.Join(components, "/"), func() style {
		text := strings.Join(s.first, "")
		for _, name := range components {
			text += s.components[name]
		}
		sum := sha256.Sum256([]byte(text))
		return style{text, "sha256-" + base64.StdEncoding.EncodeToString(sum[:])}
	})
}

// used lists the components that have a style and are among the names, sorted.
func (s *sheets) used(lists ...[]string) []string {
	names := slices.DeleteFunc(slices.Concat(lists...), func(name string) bool { return s.components[name] == "" })
	slices.Sort(names)
	return slices.Compact(names)
}

// minifySheet gives a sheet without what a browser does not need. A sheet with problems is left out.
func minifySheet(f *source.File) (string, []diag.Problem) {
	if problems := checkSheet(f); len(problems) > 0 {
		return "", problems
	}
	m := minify.New()
	m.AddFunc("text/css", mincss.Minify)
	text, err := m.String("text/css", string(f.Bytes()))
	if err != nil {
		return "", []diag.Problem{badStyle.At(f.At(0), "%s", err)}
	}
	return text, nil
}

// A checker goes through the tokens of a sheet. Browsers and minifiers mend what is wrong in a sheet, each
// in its own way, and silently; here it is told.
type checker struct {
	file     *source.File
	open     []bracket
	start    bool // of a statement
	at       bool // the statement begins with @
	problems []diag.Problem
}

type bracket struct {
	closer string
	offset int
	rule   bool // the block of a style rule
}

func (c *checker) report(offset int, hint, format string, args ...any) {
	c.problems = append(c.problems, badStyle.At(c.file.At(offset), format, args...).WithHint("%s", hint))
}

func checkSheet(f *source.File) []diag.Problem {
	c := &checker{file: f, start: true}
	data := f.Bytes()
	if at := source.Invalid(data); at >= 0 {
		c.report(at, "", "the file is not UTF-8")
		return c.problems
	}
	if at := bytes.IndexByte(data, 0); at >= 0 {
		c.report(at, "", "the file holds a NUL byte, so it is not text")
		return c.problems
	}
	lower := bytes.ToLower(data)
	for at := 0; ; {
		i := bytes.Index(lower[at:], []byte("</style"))
		if i < 0 {
			break
		}
		c.report(at+i, "", "</style would end the style of the page")
		at += i + 1
	}
	lexer := css.NewLexer(parse.NewInputBytes(bytes.Clone(data)))
	for offset := 0; ; {
		kind, text := lexer.Next()
		if kind == css.ErrorToken {
			break
		}
		c.token(kind, string(text), offset)
		offset += len(text)
	}
	for _, b := range c.open {
		c.report(b.offset, "", "this is opened and never closed with %q", b.closer)
	}
	return c.problems
}

func (c *checker) token(kind css.TokenType, text string, offset int) {
	switch kind {
	case css.WhitespaceToken:
		return
	case css.CommentToken:
		if !strings.HasSuffix(text, "*/") || len(text) < 4 {
			c.report(offset, "", "the comment does not end")
		}
		return
	case css.AtKeywordToken:
		c.keyword(text, offset)
	case css.BadStringToken:
		c.report(offset, "", "the string does not end on its line")
	case css.StringToken:
		if len(text) < 2 || text[len(text)-1] != text[0] {
			c.report(offset, "", "the string does not end")
		}
	case css.BadURLToken:
		c.report(offset, "", "the url() cannot be read")
	case css.URLToken:
		c.url(text, offset)
	case css.LeftBraceToken:
		c.open = append(c.open, bracket{"}", offset, !c.at})
	case css.LeftBracketToken:
		c.open = append(c.open, bracket{"]", offset, false})
	case css.LeftParenthesisToken, css.FunctionToken:
		c.open = append(c.open, bracket{")", offset, false})
	case css.RightBraceToken, css.RightBracketToken, css.RightParenthesisToken:
		c.close(text, offset)
	}
	if c.start {
		c.at = kind == css.AtKeywordToken
	}
	c.start = kind == css.LeftBraceToken || kind == css.RightBraceToken || kind == css.SemicolonToken
}

func (c *checker) close(text string, offset int) {
	if n := len(c.open); n > 0 && c.open[n-1].closer == text {
		c.open = c.open[:n-1]
		return
	}
	c.report(offset, "", "%q closes nothing that is open", text)
}

func (c *checker) keyword(text string, offset int) {
	switch {
	case strings.EqualFold(text, "@import"):
		c.report(offset, "", "a page loads no other sheets, so @import does nothing")
	case c.start && slices.ContainsFunc(c.open, func(b bracket) bool { return b.rule }):
		c.report(offset, "write "+text+" around the rule", "%s in a rule is unknown to the browsers of 2022, and to the minifier", text)
	}
}

// url refuses what a page could not load: sheets stand in pages at any depth, and pages load nothing from
// elsewhere.
func (c *checker) url(text string, offset int) {
	inside := strings.Trim(text[strings.IndexByte(text, '(')+1:len(text)-1], " \t\r\n\f\"'")
	if !strings.HasPrefix(inside, "data:") && !strings.HasPrefix(inside, "#") {
		c.report(offset, "write it as data:…", "a sheet stands in pages at any depth, so url(%s) leads nowhere", inside)
	}
}
