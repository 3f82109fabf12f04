package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/image/webp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// A format is one kind of picture file. An ending may belong to one only; the first is the usual one.
type format struct {
	name      string
	mediaType string
	endings   []string
	is        func(data []byte) bool
	size      func(data []byte) (width, height int, err error) // nil for drawings
	shrink    string                                           // command; %[1]s is the file, %[2]s the file without ending
}

var formats = []*format{
	{"PNG", "image/png", []string{".png"}, begins("\x89PNG\r\n\x1a\n"), header(png.DecodeConfig),
		"cwebp -q 80 %[1]s -o %[2]s.webp"},
	{"JPEG", "image/jpeg", []string{".jpg", ".jpeg"}, begins("\xff\xd8\xff"), jpegSize,
		"cwebp -q 80 %[1]s -o %[2]s.webp"},
	{"GIF", "image/gif", []string{".gif"}, begins("GIF8"), header(gif.DecodeConfig),
		"gif2webp -lossy -q 60 %[1]s -o %[2]s.webp"},
	{"WebP", "image/webp", []string{".webp"}, isWebP, header(webp.DecodeConfig),
		"cwebp -q 70 -resize 1600 0 %[1]s -o %[2]s-small.webp"},
	{"AVIF", "image/avif", []string{".avif"}, isAVIF, avifSize,
		"magick %[1]s -resize 1600x -quality 50 %[2]s-small.avif"},
	{"SVG", "image/svg+xml", []string{".svg"}, isSVG, nil,
		"scour -i %[1]s -o %[2]s-small.svg"},
}

const exportAgain = "open it in a picture editor and export it again"

func begins(magic string) func([]byte) bool {
	return func(data []byte) bool { return bytes.HasPrefix(data, []byte(magic)) }
}

func isWebP(data []byte) bool {
	return len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// isSVG looks at the beginning only. A drawing that hides its root behind a longer comment is found by its
// ending.
func isSVG(data []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head[:min(len(head), 1024)], []byte("<svg"))
}

// identify tells what the contents are, and reports where the ending tells something else.
func identify(f *source.File) (*format, []diag.Problem) {
	whole, name := diag.Position{File: f.Path()}, path.Base(f.Path())
	named := named(name)
	found := findFormat(func(g *format) bool { return g.is(f.Bytes()) })
	switch {
	case len(f.Bytes()) == 0:
		return nil, []diag.Problem{badPicture.At(whole, "the file is empty").WithHint("%s", exportAgain)}
	case found == nil && named != nil && named.size == nil:
		return named, nil // its own reader says where it goes wrong
	case found == nil && named != nil:
		return nil, []diag.Problem{badPicture.At(whole, "this is not a %s picture, whatever its ending", named.name).
			WithHint("%s", exportAgain)}
	case found == nil:
		return nil, []diag.Problem{badPicture.At(whole, "this is not a picture that browsers show").
			WithHint("export it as SVG, PNG, JPEG, GIF, WebP or AVIF")}
	case found != named:
		stem := strings.TrimSuffix(name, path.Ext(name))
		return found, []diag.Problem{badPicture.At(whole, "the file holds a picture of kind %s, but its ending is %q",
			found.name, path.Ext(name)).WithHint("rename it to %q", stem+found.endings[0])}
	}
	return found, nil
}

// named is the format that a file's ending tells.
func named(name string) *format {
	return findFormat(func(f *format) bool { return slices.Contains(f.endings, ending(name)) })
}

func findFormat(fits func(*format) bool) *format {
	if i := slices.IndexFunc(formats, fits); i >= 0 {
		return formats[i]
	}
	return nil
}

// measure finds the size of a bitmap.
func (p *Picture) measure(f *format) []diag.Problem {
	width, height, err := f.size(p.File.Bytes())
	switch {
	case err != nil:
		return []diag.Problem{badPicture.At(p.whole(), "this %s picture cannot be read: it is damaged or cut off", f.name).
			WithHint("%s", exportAgain)}
	case width <= 0 || height <= 0:
		return []diag.Problem{badPicture.At(p.whole(), "the picture is %d by %d pixels", width, height).
			WithHint("%s", exportAgain)}
	}
	p.Width, p.Height = width, height
	return nil
}

// header makes a size function of one that reads a picture's header.
func header(read func(io.Reader) (image.Config, error)) func([]byte) (int, int, error) {
	return func(data []byte) (int, int, error) {
		config, err := read(bytes.NewReader(data))
		return config.Width, config.Height, err
	}
}

func jpegSize(data []byte) (width, height int, err error) {
	width, height, err = header(jpeg.DecodeConfig)(data)
	if turned(data) {
		width, height = height, width
	}
	return width, height, err
}

var plainPath = regexp.MustCompile(`^[A-Za-z0-9_./-]+$`)

// shrinkCommand is a command that makes a smaller file, to be run in the guide's root.
func (f *format) shrinkCommand(file string) string {
	return fmt.Sprintf(f.shrink, shellQuote(file), shellQuote(strings.TrimSuffix(file, path.Ext(file))))
}

func shellQuote(s string) string {
	if plainPath.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
