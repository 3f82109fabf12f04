// Package picture reads one picture file: how large a bitmap is, and what of a drawing (SVG) may stand in a
// page.
//
// It keeps law 2 of the house: nothing but the one file is read. A bitmap is never decoded, only its header
// is read, so that a decompression bomb costs nothing. A drawing is written anew from what allow-lists
// name: what is not on them is left out and reported, so what comes out runs nothing, loads nothing and
// holds no style that the page's security policy would block.
package picture

import (
	"bytes"
	"path"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// Rules are the mistakes that Parse finds.
var Rules = []diag.Rule{unsafeSVG, badPicture, heavyPicture}

var (
	unsafeSVG = diag.Rule{ID: "unsafe-svg",
		Doc: "A drawing holds shapes and words only: no scripts, style sheets, animation or outside files."}
	badPicture = diag.Rule{ID: "bad-picture",
		Doc: "A picture can be read, has a size, and its ending tells what it is."}
	heavyPicture = diag.Rule{ID: "heavy-picture", Default: diag.Warning,
		Doc: "A picture has at most 200 KB."}
)

const heavy = 200_000 // bytes

// A Picture is a bitmap or a drawing. Nothing in it changes after Parse.
type Picture struct {
	File *source.File

	// Width and Height are those that a browser shows, in pixels; those of a drawing are taken from its
	// viewBox. They are 0 where the file does not tell, which is a problem that Parse reports.
	Width, Height int

	MediaType string // by the contents, such as "image/png"; empty for a file that is no picture
	Drawing   bool   // an SVG, to be put into the page by AppendSVG

	// svg is the sanitised drawing from after "<svg" on, with a NUL wherever a prefix goes.
	svg []byte
}

// Parse reads a picture file. There is always a Picture, however broken the file is.
func Parse(f *source.File) (*Picture, []diag.Problem) {
	p := &Picture{File: f}
	format, problems := identify(f)
	if format == nil {
		return p, problems
	}
	p.MediaType, p.Drawing = format.mediaType, format.size == nil
	if p.Drawing {
		problems = append(problems, p.draw()...)
	} else {
		problems = append(problems, p.measure(format)...)
	}
	if size := len(f.Bytes()); size > heavy {
		problems = append(problems, heavyPicture.At(p.whole(), "the picture has %d KB; a page loads slowly with more than %d",
			size/1000, heavy/1000).WithHint("make it smaller and link to the new file: %s", format.shrinkCommand(f.Path())))
	}
	return p, problems
}

// whole is the position of the file as such: a bitmap has no lines.
func (p *Picture) whole() diag.Position { return diag.Position{File: p.File.Path()} }

// JobKey is the hash of path and contents, which settle everything else.
func (p *Picture) JobKey() job.Key { return p.File.JobKey() }

// AppendSVG appends a drawing as inline HTML: one <svg role="img"> named by the label, or hidden from
// assistive technology where the label is empty. The prefix, which begins with a letter and holds letters,
// digits and hyphens, is put before every id and every reference to one, so that drawings that share a page
// do not clash. The text is well-formed as XML too, but names no namespace, as HTML needs none. For a bitmap
// nothing is appended.
func (p *Picture) AppendSVG(dst []byte, prefix, label string) []byte {
	return p.appendSVG(dst, `<svg`, prefix, label)
}

// AppendXML is AppendSVG with the namespace that XML needs, for pages that are XHTML, as in an EPUB.
func (p *Picture) AppendXML(dst []byte, prefix, label string) []byte {
	return p.appendSVG(dst, `<svg xmlns="`+svgSpace+`"`, prefix, label)
}

func (p *Picture) appendSVG(dst []byte, tag, prefix, label string) []byte {
	if !p.Drawing {
		return dst
	}
	dst = append(dst, tag...)
	if label = strings.Join(words(strings.ReplaceAll(label, "\x00", "")), " "); label == "" {
		dst = append(dst, ` aria-hidden="true"`...)
	} else {
		dst = append(appendEscaped(append(dst, ` role="img" aria-label="`...), label), '"')
	}
	return append(dst, bytes.ReplaceAll(p.svg, []byte(prefixHere), []byte(prefix))...)
}

func (p *Picture) draw() []diag.Problem {
	text, problems := source.Text(p.File)
	s := newSanitiser(text)
	s.garbled = len(problems) > 0
	s.run()
	p.svg, p.Width, p.Height = s.out, s.width, s.height
	return append(problems, s.problems...)
}

// Known tells by a file's ending whether it is a picture that a page can show.
func Known(name string) bool { return named(name) != nil }

func ending(name string) string { return strings.ToLower(path.Ext(name)) }
