package epub

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
)

// An item is one file of the book.
type item struct {
	Path, MediaType string
	Properties      string // of the manifest
	Read            bool   // in the order of reading
	Data            []byte
}

func makeEdition(in edition) book.Made {
	items := []item{
		{"cover.xhtml", xhtml, "", true, in.plain(in.About.Title, in.Fragments.coverPage.Splice(nil, 0, in.About.Title, in.About.Tagline, in.authors()))},
		{"nav.xhtml", xhtml, "nav", true, in.plain(in.About.Title, in.nav())},
		{"cover.svg", "image/svg+xml", "cover-image", false, in.cover()},
		{"style.css", "text/css", "", false, in.Style},
	}
	return book.Made{Files: []book.File{{Path: in.URL, Data: pack(in.About, append(items, in.texts()...))}}}
}

// texts are the chapters, and the pictures that they show.
func (in *edition) texts() (items []item) {
	for i := range in.Documents {
		d := &in.Documents[i]
		data, properties := in.document(d), ""
		if strings.Contains(string(data), "<svg ") {
			properties = "svg"
		}
		items = append(items, item{d.Path, xhtml, properties, true, data})
	}
	for _, p := range in.Pictures {
		items = append(items, item{p.Path, p.MediaType, "", false, p.File.Bytes()})
	}
	return items
}

const xhtml = "application/xhtml+xml"

func (in *edition) authors() string { return strings.Join(in.About.Authors, ", ") }

// plain is a document that is no chapter.
func (in *edition) plain(title string, markup []byte) []byte {
	return tidy(in.Plain.Splice(nil, []string{title, "", "", "", "", string(markup), "", "", ""}))
}

func (in *edition) document(d *document) []byte {
	c, filler := d.Text.Chapter, body.NewFiller(&d.Text)
	heading, text := string(filler.Title(nil)), footnotes(string(filler.Body(nil)))
	key, sources := string(filler.Key(nil)), string(filler.Sources(nil))
	list := string(in.Fragments.References(nil, d.References))
	root := strings.Repeat("../", strings.Count(d.Path, "/"))
	return tidy(d.Shell.Splice(nil, []string{c.Title, root, d.Part, c.TitleID, heading, text, list, key, sources}))
}

// footnotes makes of the list of notes, which is the end of a body that has any, what reading systems show beside the text.
func footnotes(text string) string {
	const list, item, end = "<ol>\n", `<li id="_fn-`, "</li>\n"
	before, notes, found := strings.Cut(text, `<section class="footnotes" role="doc-endnotes" `)
	if !found {
		return text
	}
	label, notes, _ := strings.Cut(notes, list)
	out := before + `<section class="footnotes" ` + label
	for _, note := range strings.Split(notes, item)[1:] {
		number, inside, _ := strings.Cut(note, "\">\n")
		inside = inside[:strings.LastIndex(inside, end)]
		if rest, ok := strings.CutPrefix(inside, "<p>"); ok {
			inside = "<p>" + number + ". " + rest
		} else {
			inside = "<p>" + number + ".</p>\n" + inside
		}
		out += `<aside role="doc-footnote" id="_fn-` + number + "\">\n" + inside + "</aside>\n"
	}
	return out + "</section>\n"
}

// nav is the table of contents.
func (in *edition) nav() []byte {
	f := in.Fragments
	var items []byte
	for _, p := range in.Parts {
		var chapters []byte
		for _, c := range p.Chapters {
			chapters = f.navItem.Splice(chapters, 0, c.Href, c.Title)
		}
		if p.Title == "" {
			items = append(items, chapters...)
		} else {
			items = f.navPart.Splice(items, 0, p.Title, string(chapters))
		}
	}
	return f.nav.Splice(nil, 0, string(items), in.Parts[0].Chapters[0].Href)
}

// cover is a drawing of the title and what the guide is.
func (in *edition) cover() []byte {
	lines := func(text string, most, y, step int) string {
		var out []byte
		for i, line := range wrap(text, most) {
			out = in.Fragments.coverLine.Splice(out, 0, strconv.Itoa(y+i*step), line)
		}
		return string(out)
	}
	a := in.About
	return in.Fragments.cover.Splice(nil, 0, lines(a.Title, 16, 1000, 150), lines(a.Tagline, 40, 1460, 70), in.authors())
}

// wrap breaks a text into lines of at most so many letters, where its words allow.
func wrap(text string, most int) (lines []string) {
	for _, word := range strings.Fields(text) {
		if n := len(lines); n > 0 && utf8.RuneCountInString(lines[n-1])+1+utf8.RuneCountInString(word) <= most {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// tidy turns a document into XHTML. HTML allows ids that XML does not, and pictures and notes are marked in another way.
func tidy(document []byte) []byte {
	rewriter := body.Rewriter{
		ID: anchor, Drop: []string{"loading", "decoding"},
		Href: func(href string) string {
			if file, id, found := strings.Cut(href, "#"); found && !strings.Contains(file, ":") {
				return file + "#" + anchor(id)
			}
			return href
		},
		Also: func(name, value string) string {
			switch {
			case name == "role" && value == "doc-noteref" || name == "role" && value == "doc-footnote":
				return ` epub:type="` + strings.TrimPrefix(value, "doc-") + `"`
			}
			return ""
		},
	}
	text := strings.ReplaceAll(string(document), "<svg ", `<svg xmlns="http://www.w3.org/2000/svg" `)
	return append([]byte(`<?xml version="1.0" encoding="utf-8"?>`+"\n"), rewriter.Rewrite(nil, []byte(text))...)
}

// anchor is an id as XML allows it. Those that it allows anyway stay, unless they hold a full stop, as no heading's does.
func anchor(id string) string {
	id = html.UnescapeString(id)
	if plain, err := url.PathUnescape(id); err == nil {
		id = plain
	}
	escaped := strings.ReplaceAll(body.Plain(id), "/", ".2f")
	if escaped != id || id == "" || id[0] == '-' || id[0] >= '0' && id[0] <= '9' {
		return "x." + escaped
	}
	return id
}
