package picture

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

var blank3x2 = image.NewPaletted(image.Rect(0, 0, 3, 2), color.Palette{color.Black})

func encoded(encode func(*bytes.Buffer) error) string {
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		panic(err)
	}
	return b.String()
}

var (
	aPNG  = encoded(func(b *bytes.Buffer) error { return png.Encode(b, blank3x2) })
	aGIF  = encoded(func(b *bytes.Buffer) error { return gif.Encode(b, blank3x2, nil) })
	aJPEG = encoded(func(b *bytes.Buffer) error { return jpeg.Encode(b, blank3x2, nil) })
	// aWebP is the smallest lossless one, of 1 by 1.
	aWebP = decoded("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	anSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>`
)

func decoded(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// box makes a box of an AVIF file.
func box(kind string, bodies ...string) string {
	body := strings.Join(bodies, "")
	return "\x00\x00" + string([]byte{byte((len(body) + 8) >> 8), byte(len(body) + 8)}) + kind + body
}

func anAVIF(properties ...string) string {
	return box("ftyp", "mif1\x00\x00\x00\x00", "avif") +
		box("meta", "\x00\x00\x00\x00", box("hdlr", "x"), box("iprp", box("ipco", properties...), box("ipma"))) + box("mdat", "x")
}

var (
	ispe3x2 = box("ispe", "\x00\x00\x00\x00", "\x00\x00\x00\x03", "\x00\x00\x00\x02")
	ispe1x1 = box("ispe", "\x00\x00\x00\x00", "\x00\x00\x00\x01", "\x00\x00\x00\x01")
)

// withEXIF puts an orientation into a JPEG, after its first two bytes.
func withEXIF(tiff string) string {
	return aJPEG[:2] + "\xff\xe0\x00\x04JF" + "\xff\xff\xe1\x00" + string([]byte{byte(len(tiff) + 8)}) + "Exif\x00\x00" + tiff + aJPEG[2:]
}

const (
	motorola = "MM\x00\x2a\x00\x00\x00\x08\x00\x02" + "\x01\x0f\x00\x02\x00\x00\x00\x01A\x00\x00\x00" + "\x01\x12\x00\x03\x00\x00\x00\x01\x00"
	intel    = "II\x2a\x00\x08\x00\x00\x00\x01\x00" + "\x12\x01\x03\x00\x01\x00\x00\x00"
)

func TestTheSizeOfABitmapIsThatWhichABrowserShows(t *testing.T) {
	for _, test := range []struct {
		path, data    string
		mediaType     string
		width, height int
	}{
		{"a.png", aPNG, "image/png", 3, 2},
		{"a.PNG", aPNG, "image/png", 3, 2},
		{"a.gif", aGIF, "image/gif", 3, 2},
		{"a.jpg", aJPEG, "image/jpeg", 3, 2},
		{"a.jpeg", aJPEG, "image/jpeg", 3, 2},
		{"a.webp", aWebP, "image/webp", 1, 1},
		{"a.svg", anSVG, "image/svg+xml", 3, 2},
		{"upright.jpg", withEXIF(motorola + "\x06\x00\x00"), "image/jpeg", 2, 3},
		{"upright.jpg", withEXIF(intel + "\x08\x00\x00\x00"), "image/jpeg", 2, 3},
		{"upside-down.jpg", withEXIF(intel + "\x03\x00\x00\x00"), "image/jpeg", 3, 2},
		{"no-orientation.jpg", withEXIF("II\x2a\x00\xff\xff\xff\xff"), "image/jpeg", 3, 2},
		{"no-tiff.jpg", withEXIF("II"), "image/jpeg", 3, 2},
		{"a.avif", anAVIF(ispe1x1, ispe3x2, ispe1x1), "image/avif", 3, 2},
		{"turned.avif", anAVIF(ispe3x2, box("irot", "\x01")), "image/avif", 2, 3},
	} {
		p, problems := Parse(source.NewFile(test.path, []byte(test.data)))
		if problems != nil || p.MediaType != test.mediaType || p.Width != test.width || p.Height != test.height {
			t.Errorf("%s: %s %d by %d %q", test.path, p.MediaType, p.Width, p.Height, problems)
		}
		if p.Drawing != (test.path == "a.svg") || !p.Drawing && p.AppendSVG(nil, "", "") != nil {
			t.Errorf("%s is a drawing: %v", test.path, p.Drawing)
		}
	}
}

func TestOnlyTheHeaderOfABitmapIsRead(t *testing.T) {
	bomb := strings.Replace(aPNG, aPNG[16:33], "\x00\x00\xff\xff\x00\x00\xff\xff\x08\x00\x00\x00\x00\xc5\xad\x86\x8f", 1) // 65,535 squared
	if allocated := testing.AllocsPerRun(10, func() { Parse(source.NewFile("a.png", []byte(bomb))) }); allocated > 100 {
		t.Error(allocated, "allocations")
	}
	half := aJPEG[:len(aJPEG)-4]
	if p, problems := Parse(source.NewFile("a.jpg", []byte(half))); p.Width != 3 || problems != nil {
		t.Error(p.Width, problems)
	}
}

func TestAPictureThatIsNotWhatItSaysIsReported(t *testing.T) {
	for _, test := range []struct{ path, data, message, hint string }{
		{"x/a.png", "", "the file is empty", "open it in a picture editor and export it again"},
		{"x/a.svg", "", "the file is empty", "open it in a picture editor and export it again"},
		{"x/a.bmp", "BM", "this is not a picture that browsers show", "export it as SVG, PNG, JPEG, GIF, WebP or AVIF"},
		{"x/a", "", "the file is empty", "open it in a picture editor and export it again"},
		{"x/a.png", "<!doctype html>", "this is not a PNG picture, whatever its ending", "open it in a picture editor and export it again"},
		{"x/a.png", aJPEG, `the file holds a picture of kind JPEG, but its ending is ".png"`, `rename it to "a.jpg"`},
		{"x/a.svg", aPNG, `the file holds a picture of kind PNG, but its ending is ".svg"`, `rename it to "a.png"`},
		{"x/a.png", "\n" + anSVG, `the file holds a picture of kind SVG, but its ending is ".png"`, `rename it to "a.svg"`},
		{"x/a", aGIF, `the file holds a picture of kind GIF, but its ending is ""`, `rename it to "a.gif"`},
		{"x/a.png", aPNG[:20], "this PNG picture cannot be read: it is damaged or cut off", "open it in a picture editor and export it again"},
		{"x/a.gif", "GIF89a\x00\x00\x02\x00\x00\x00\x00", "the picture is 0 by 2 pixels", "open it in a picture editor and export it again"},
		{"x/a.avif", anAVIF(), "this AVIF picture cannot be read: it is damaged or cut off", "open it in a picture editor and export it again"},
		{"x/a.webp", "RIFF\x04\x00\x00\x00WEBP", "this WebP picture cannot be read: it is damaged or cut off", "open it in a picture editor and export it again"},
	} {
		_, problems := Parse(source.NewFile(test.path, []byte(test.data)))
		want := []diag.Problem{{Position: diag.Position{File: test.path}, Rule: "bad-picture", Message: test.message, Hint: test.hint}}
		if diff := cmp.Diff(want, problems); diff != "" {
			t.Errorf("%s %.20q: %s", test.path, test.data, diff)
		}
	}
}

func TestAHeavyPictureComesWithACommandThatShrinksIt(t *testing.T) {
	filler := strings.Repeat(" ", 300_000)
	for _, test := range []struct{ path, data, command string }{
		{"content/a/x.png", aPNG, "cwebp -q 80 content/a/x.png -o content/a/x.webp"},
		{"it's.JPG", aJPEG, `cwebp -q 80 'it'\''s.JPG' -o 'it'\''s'.webp`},
		{"x.gif", aGIF, "gif2webp -lossy -q 60 x.gif -o x.webp"},
		{"x.webp", aWebP, "cwebp -q 70 -resize 1600 0 x.webp -o x-small.webp"},
		{"x.avif", anAVIF(ispe3x2), "magick x.avif -resize 1600x -quality 50 x-small.avif"},
		{"x.svg", anSVG, "scour -i x.svg -o x-small.svg"},
	} {
		_, problems := Parse(source.NewFile(test.path, []byte(test.data+filler)))
		want := []diag.Problem{{Position: diag.Position{File: test.path}, Rule: "heavy-picture",
			Message: "the picture has 300 KB; a page loads slowly with more than 200",
			Hint:    "make it smaller and link to the new file: " + test.command}}
		if diff := cmp.Diff(want, problems); diff != "" {
			t.Errorf("%s: %s", test.path, diff)
		}
	}
	if _, problems := Parse(source.NewFile("x.png", []byte((aPNG + filler)[:200_000]))); problems != nil {
		t.Error(problems)
	}
}

func TestAPicturesKeyIsThatOfItsPathAndContents(t *testing.T) {
	key := func(path, data string) [32]byte {
		p, _ := Parse(source.NewFile(path, []byte(data)))
		return p.JobKey()
	}
	if key("a.png", aPNG) != key("a.png", aPNG) || key("a.png", aPNG) == key("b.png", aPNG) || key("a.png", aPNG) == key("a.png", aPNG+" ") {
		t.Error("keys do not tell pictures apart")
	}
}

func TestRulesAreThoseOfTheDesign(t *testing.T) {
	rules := diag.NewRules(Rules)
	if diff := cmp.Diff([]string{"bad-picture", "heavy-picture", "unsafe-svg"}, rules.IDs()); diff != "" {
		t.Error(diff)
	}
	if rules.Severity("heavy-picture") != diag.Warning || rules.Severity("unsafe-svg") != diag.Error {
		t.Error("severities")
	}
}

func FuzzBitmap(f *testing.F) {
	for _, data := range []string{aPNG, aGIF, aJPEG, aWebP, anSVG, withEXIF(motorola + "\x06\x00\x00"), anAVIF(ispe1x1, ispe3x2, box("irot", "\x01")),
		box("ftyp", "avif") + "\x00\x00\x00\x01meta\xff\xff\xff\xff\xff\xff\xff\xff", "\xff\xd8\xff\xe1\x00\x02"} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, path := range []string{"a.png", "a.avif", "a"} {
			file := source.NewFile(path, data)
			p, problems := Parse(file)
			mustLieIn(t, file, problems)
			if p.File != file || p.Width < 0 || p.Height < 0 || (p.Width == 0) != (p.Height == 0) {
				t.Errorf("%d by %d", p.Width, p.Height)
			}
			if p.Width == 0 && len(problems) == 0 {
				t.Error("a picture without a size is not reported")
			}
		}
	})
}
