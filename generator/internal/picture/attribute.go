package picture

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// An attribute is one that is kept.
type attribute struct{ name, value string }

func find(attrs []attribute, name string) string {
	if i := index(attrs, name); i >= 0 {
		return attrs[i].value
	}
	return ""
}

func index(attrs []attribute, name string) int {
	return slices.IndexFunc(attrs, func(a attribute) bool { return a.name == name })
}

// put sets an attribute, in its place if it is there.
func put(attrs []attribute, name, value string) []attribute {
	if i := index(attrs, name); i >= 0 {
		attrs[i].value = value
		return attrs
	}
	return append(attrs, attribute{name, value})
}

// A tag is a start tag whose attributes are being sorted out.
type tag struct {
	*sanitiser
	element *element
	kept    []attribute
	styled  []attribute // what its style says, which wins
}

// attributes returns what is kept of a start tag's attributes.
func (s *sanitiser) attributes(token xml.StartElement, e *element) []attribute {
	t := &tag{sanitiser: s, element: e}
	if len(token.Attr) > maxAttributes {
		s.refuse(unsafeSVG, e.start, "<"+e.name+"> has more than 500 attributes", "remove those that mean nothing")
		token.Attr = token.Attr[:maxAttributes]
	}
	places := attributePlaces(s.text.Bytes()[e.start:s.decoder.InputOffset()])
	for i, attr := range token.Attr {
		at := place{}
		if i < len(places) {
			at = places[i]
		}
		t.attribute(attr, token.Attr, place{e.start + at.name, e.start + at.value})
	}
	for _, a := range t.styled {
		t.kept = put(t.kept, a.name, a.value)
	}
	return t.kept
}

// attribute keeps, drops or refuses one attribute.
func (t *tag) attribute(attr xml.Attr, all []xml.Attr, at place) {
	space, name, value := attr.Name.Space, attr.Name.Local, normal(attr.Value)
	if space == xlinkSpace && name == "href" || space == xmlSpace && name == "lang" {
		if slices.ContainsFunc(all, func(a xml.Attr) bool { return a.Name == xml.Name{Local: name} }) {
			return // written a second time for old programs
		}
		space = ""
	}
	switch {
	case space == "xmlns" || space == "" && name == "xmlns" || space == xlinkSpace || isEditor(space):
	case space == xmlSpace && name == "space":
		if value == "preserve" || value == "default" {
			t.keep("xml:space", value, at)
		}
	case space != "":
		t.refuse(unsafeSVG, at.name, excerpt(name)+" is not an attribute of SVG, but of "+strconv.Quote(excerpt(space)), "remove it")
	case isHandler(name):
		t.refuse(unsafeSVG, at.name, excerpt(name)+" is an event handler; drawings run nothing", "remove it")
	case name == "style":
		t.style(attr.Value, at)
	case value == "" || silent[name] || strings.HasPrefix(name, "aria-") || strings.HasPrefix(name, "data-"):
	case name == "id":
		t.id(value, at)
	case name == "href":
		t.href(value, at)
	case name == "lang":
		if tagPattern.MatchString(value) {
			t.keep(name, value, at)
		}
	case attributes[name] || presentation[name]:
		if clean, ok := t.clean(name, value, at.name); ok {
			t.keep(name, clean, at)
		}
	default:
		t.refuse(unsafeSVG, at.name, "a drawing has no attribute "+excerpt(name), attributeHint(name))
	}
}

func isHandler(name string) bool { return len(name) > 2 && strings.EqualFold(name[:2], "on") }

func (t *tag) keep(name, value string, at place) {
	if index(t.kept, name) >= 0 {
		t.refuse(badPicture, at.name, name+" is given twice", "remove one of them")
		return
	}
	t.kept = append(t.kept, attribute{name, value})
}

func (t *tag) clean(name, value string, at int) (string, bool) {
	clean, complaint := cleanValue(value)
	if complaint != "" {
		t.refuse(unsafeSVG, at, name+`="`+excerpt(value)+`" `+complaint, `only url(#id) of the same drawing and plain values may stand there`)
	}
	return clean, complaint == ""
}

func (t *tag) id(value string, at place) {
	switch {
	case !idPattern().MatchString(value):
		t.refuse(badPicture, at.name, `the id "`+excerpt(value)+`" holds more than letters, digits and _ . : -`, "rename it, here and where it is used")
	case t.element.kept && t.ids[value]:
		t.refuse(badPicture, at.name, `the id "`+excerpt(value)+`" is given twice`, "rename one of them")
	case t.element.kept:
		t.ids[value] = true
		t.keep("id", prefixHere+value, at)
	}
}

// href keeps a reference into the drawing, and the pixels of an image.
func (t *tag) href(value string, at place) {
	id, local := strings.CutPrefix(value, "#")
	pixels := unspaced(value)
	switch {
	case t.element.name == "image" && dataPattern.MatchString(pixels):
		t.keep("href", pixels, at)
	case !local || !idPattern().MatchString(id):
		hint := `only href="#id" of the same drawing may stand there`
		if t.element.name == "a" {
			hint = "put the link into the text beside the drawing"
		}
		t.refuse(unsafeSVG, at.name, `href="`+excerpt(value)+`" points outside the drawing`, hint)
	case linking[t.element.name]:
		t.keep("href", "#"+prefixHere+id, at)
	}
}

// style turns style="…", which the page's security policy blocks, into attributes.
func (t *tag) style(style string, at place) {
	// Where references such as &quot; stand in the file, offsets in the value are not offsets in the file.
	asWritten := bytes.HasPrefix(t.text.Bytes()[at.value:], []byte(style))
	for _, d := range declarations(style) {
		if t.done {
			return
		}
		start := at.name
		if asWritten {
			start = at.value + d.start
		}
		t.declaration(d, start)
	}
}

func (t *tag) declaration(d declaration, at int) {
	root := len(t.open) == 0
	switch {
	case silent[d.name] || strings.HasPrefix(d.name, "-inkscape-") || root && (d.name == "width" || d.name == "height"):
	case d.name == "marker" || presentation[d.name] || styleGeometry[d.name]:
		if d.value == "" {
			return
		}
		clean, ok := t.clean(d.name, d.value, at)
		if !ok {
			return
		}
		names := []string{d.name}
		if d.name == "marker" {
			names = []string{"marker-start", "marker-mid", "marker-end"}
		}
		for _, name := range names {
			t.styled = put(t.styled, name, clean)
		}
	case slices.Contains([]string{"normal", "auto", "none", "initial", "0"}, d.value): // as drawing programs write out
	default:
		t.refuse(unsafeSVG, at, "the style "+excerpt(d.name)+" cannot be an attribute, and pages block styles", styleHint(d.name))
	}
}

func styleHint(name string) string {
	switch name {
	case "transform":
		return `write transform="…" as an attribute, with numbers without units`
	case "font":
		return "write font-size, font-family, font-weight and font-style"
	}
	return attributeHint(name)
}

// A place is where an attribute's name and its value begin, as byte offsets.
type place struct{ name, value int }

// attributePlaces finds the attributes of a start tag that encoding/xml has read, so that nothing in it can
// surprise.
func attributePlaces(tag []byte) []place {
	var places []place
	i := max(bytes.IndexAny(tag, blank+"/>"), 0)
	for {
		for i < len(tag) && bytes.IndexByte([]byte(blank+"/>"), tag[i]) >= 0 {
			i++
		}
		equals := bytes.IndexByte(tag[i:], '=')
		quote := bytes.IndexAny(tag[i:], `"'`)
		if equals < 0 || quote < equals {
			return places
		}
		value := i + quote + 1
		length := bytes.IndexByte(tag[value:], tag[value-1])
		if length < 0 {
			return places
		}
		places = append(places, place{i, value})
		i = value + length + 1
	}
}
