package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

const (
	maxDepth      = 200    // elements within each other
	maxElements   = 20_000 // in the file, and again with everything that <use> repeats
	maxAttributes = 500    // of one element
	maxProblems   = 200    // then the rest is not read
)

// A sanitiser reads a drawing once, from its beginning to its end, and writes what may stay.
type sanitiser struct {
	text     *source.File
	decoder  *xml.Decoder
	garbled  bool // the file is not UTF-8, so that a syntax error is no news
	problems []diag.Problem

	open     []element
	skipping int  // how many elements of a part that is left out are open
	elements int  // met so far
	tooDeep  bool // has been reported
	rooted   bool // the root has been met
	done     bool

	out           []byte
	pending       bool // the last start tag lacks its ">"
	width, height int

	ids     map[string]bool // those kept
	repeats repeats
}

// An element is one that is open. Of one that is not kept, the children are.
type element struct {
	name       string
	start      int // offset in the file
	kept       bool
	words      bool // character data within it shows
	plain      bool // it may hold character data only
	expandable int  // its number in repeats
}

func newSanitiser(text *source.File) *sanitiser {
	s := &sanitiser{text: text, decoder: xml.NewDecoder(bytes.NewReader(text.Bytes())), ids: map[string]bool{}}
	s.decoder.Entity = map[string]string{}
	s.decoder.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		s.refuse(badPicture, 0, "the drawing says that it is written in "+excerpt(charset),
			`save it as UTF-8, and say encoding="UTF-8" or nothing in its first line`)
		return r, nil
	}
	return s
}

func (s *sanitiser) refuse(rule diag.Rule, at int, message, hint string) {
	if len(s.problems) > maxProblems {
		return
	}
	if len(s.problems) == maxProblems {
		s.done = true
		rule, message, hint = unsafeSVG, "the drawing has more than 200 problems; the rest of it is not read", "export it again as plain SVG"
	}
	s.problems = append(s.problems, rule.At(s.text.At(at), "%s", normal(message)).WithHint("%s", hint))
}

func (s *sanitiser) run() {
	for !s.done {
		at := int(s.decoder.InputOffset())
		token, err := s.decoder.Token()
		if err != nil {
			s.stop(err, at)
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			s.start(token, at)
		case xml.EndElement:
			s.end()
		case xml.CharData:
			s.characters(token, at)
		case xml.Directive:
			s.directive(token, at)
		case xml.ProcInst:
			if token.Target == "xml-stylesheet" {
				s.refuse(unsafeSVG, at, "a style sheet is not allowed in a drawing", elementHint("style"))
			}
		}
	}
	for s.skipping = 0; len(s.open) > 0; {
		s.end()
	}
	if loop := s.repeats.check(); loop != nil {
		s.refuse(unsafeSVG, loop.at, loop.message, "draw what is repeated once more, or repeat less")
		s.out = nil
	}
	if len(s.out) == 0 {
		s.out = []byte("/>")
	}
}

// stop reports why the XML cannot be read on. At is where the last token began.
func (s *sanitiser) stop(err error, at int) {
	message, hint := "the drawing cannot be read: "+err.Error(), ""
	var syntax *xml.SyntaxError
	switch {
	case err == io.EOF && s.rooted || s.garbled:
		return
	case err == io.EOF:
		at, message, hint = 0, "there is no drawing in this file", "export it again as plain SVG"
	case !errors.As(err, &syntax):
		at = int(s.decoder.InputOffset())
	case syntax.Msg == "unexpected EOF" && len(s.open) > 0:
		last := s.open[len(s.open)-1]
		at, message = last.start, "<"+last.name+"> is not closed before the file ends"
	default:
		message = "the drawing cannot be read: " + syntax.Msg
		if !strings.HasPrefix(syntax.Msg, "element ") {
			at = int(s.decoder.InputOffset())
		}
		if strings.Contains(syntax.Msg, "entity") {
			hint = "write the character itself, and & as &amp;"
		}
	}
	s.refuse(badPicture, at, message, hint)
}

var entity = regexp.MustCompile(`<!ENTITY\s+(?:%\s+)?([^\s%]+)`)

// directive refuses document types. The entities that one declares stand for nothing, so that the rest of
// the drawing can be read and its problems shown.
func (s *sanitiser) directive(token xml.Directive, at int) {
	message, hint := "a document type is not allowed in a drawing", "remove <!DOCTYPE …>"
	for _, match := range entity.FindAllSubmatch(append([]byte("<!"), token...), -1) {
		s.decoder.Entity[string(match[1])] = ""
		message, hint = "entities are not allowed in a drawing", "write out what they stand for, and remove <!DOCTYPE …>"
	}
	s.refuse(unsafeSVG, at, message, hint)
}

func (s *sanitiser) characters(text xml.CharData, at int) {
	switch {
	case s.skipping > 0:
	case len(s.open) > 0:
		if escaped := appendEscaped(nil, string(text)); len(escaped) > 0 && s.open[len(s.open)-1].words {
			s.closeTag()
			s.out = append(s.out, escaped...)
		}
	case len(bytes.Trim(text, blank+"\ufeff")) > 0 && !s.garbled:
		s.refuse(badPicture, at, "there are words outside the drawing", "remove them")
	}
}

func (s *sanitiser) start(token xml.StartElement, at int) {
	s.elements++
	if s.skipping > 0 {
		s.skipping++
		return
	}
	e := element{name: token.Name.Local, start: at}
	switch {
	case s.elements > maxElements:
		s.refuse(unsafeSVG, at, "the drawing has more than 20,000 elements", "make it simpler, or export it as WebP")
		s.done = true
	case len(s.open) == 0 && !s.begin(token, at):
		s.done = true
	case !s.admit(token, &e):
		s.skipping = 1
	default:
		s.write(token, &e)
		s.open = append(s.open, e)
	}
}

// begin looks at a root.
func (s *sanitiser) begin(token xml.StartElement, at int) bool {
	space, name := token.Name.Space, token.Name.Local
	switch {
	case s.rooted:
		s.refuse(badPicture, at, "something follows the drawing's </svg>", "remove it")
		return false
	case name != "svg" || space != svgSpace && space != "":
		s.refuse(badPicture, at, "this is not a drawing: it begins with <"+excerpt(name)+">", "export it again as plain SVG")
		s.rooted = true
		return false
	case space == "":
		s.refuse(badPicture, at, "<svg> does not name its namespace, so it shows in no viewer", `write <svg xmlns="`+svgSpace+`" …>`)
	}
	s.rooted = true
	return true
}

// admit tells whether the element or at least its children stay, and reports it if they should not.
func (s *sanitiser) admit(token xml.StartElement, e *element) bool {
	space := token.Name.Space
	var parent element
	if len(s.open) > 0 {
		parent = s.open[len(s.open)-1]
	}
	refuse := func(message, hint string) bool {
		s.refuse(unsafeSVG, e.start, message, hint)
		return false
	}
	switch {
	case isEditor(space) || e.name == "metadata":
		return false
	case space != svgSpace && space != "":
		return refuse("<"+excerpt(e.name)+"> is not of SVG, but of "+strconv.Quote(excerpt(space)), "remove it")
	case parent.plain:
		return refuse("<"+excerpt(e.name)+"> is not allowed in <"+parent.name+">, which holds plain words", "remove it")
	case len(s.open) >= maxDepth:
		if !s.tooDeep {
			refuse("more than 200 elements stand within each other", "remove groups that do nothing")
		}
		s.tooDeep = true
		return false
	case (e.name == "title" || e.name == "desc") && s.alone():
		return false // the words that label the drawing are those of the chapter
	case e.name != "a" && !elements[e.name]:
		return refuse("<"+excerpt(e.name)+"> is not allowed in a drawing", elementHint(e.name))
	}
	e.kept = e.name != "a"
	e.plain = e.name == "title" || e.name == "desc"
	e.words = parent.words || e.plain || e.name == "text"
	return e.name != "image" || s.picture(token, e)
}

// alone tells that of the open elements the root alone is kept.
func (s *sanitiser) alone() bool {
	return len(s.open) > 0 && !slices.ContainsFunc(s.open[1:], func(e element) bool { return e.kept })
}

// picture lets an image stay that brings its pixels with it.
func (s *sanitiser) picture(token xml.StartElement, e *element) bool {
	at := slices.IndexFunc(token.Attr, func(a xml.Attr) bool { return a.Name == xml.Name{Local: "href"} })
	if at < 0 {
		at = slices.IndexFunc(token.Attr, func(a xml.Attr) bool { return a.Name == xml.Name{Space: xlinkSpace, Local: "href"} })
	}
	if at >= 0 && dataPattern.MatchString(unspaced(token.Attr[at].Value)) {
		return true
	}
	s.refuse(unsafeSVG, e.start, "a drawing may not load a picture from elsewhere",
		"embed it as PNG, JPEG or WebP (data:image/png;base64,…), or show it beside the drawing")
	return false
}

func (s *sanitiser) write(token xml.StartElement, e *element) {
	attrs := s.attributes(token, e)
	if !e.kept {
		return
	}
	s.closeTag()
	if len(s.open) == 0 {
		attrs = s.size(attrs, e.start)
	} else {
		s.out = append(append(s.out, '<'), e.name...)
	}
	for _, attr := range attrs {
		s.out = append(append(append(s.out, ' '), attr.name...), `="`...)
		s.out = append(appendEscaped(s.out, attr.value), '"')
	}
	s.pending = true
	e.expandable = s.repeats.begin(find(attrs, "id"))
	if e.name == "use" {
		s.repeats.use(find(attrs, "href"), e.start)
	}
}

func (s *sanitiser) closeTag() {
	if s.pending {
		s.out = append(s.out, '>')
	}
	s.pending = false
}

func (s *sanitiser) end() {
	if s.skipping > 0 {
		s.skipping--
		return
	}
	e := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	switch {
	case !e.kept:
		return
	case s.pending:
		s.out = append(s.out, "/>"...)
	default:
		s.out = append(append(append(s.out, "</"...), e.name...), '>')
	}
	s.pending = false
	s.repeats.end(e.expandable)
}
