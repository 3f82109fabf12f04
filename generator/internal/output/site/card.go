package site

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
)

// The card is what a link's preview shows: the two circles, and the guide's name. It is one for all pages, and says
// no more than that, because previews are seen by others.
const (
	cardPath   = "assets/card.png"
	cardWidth  = 1200
	cardHeight = 630
)

// The colours are those of the light scheme in layouts/styles/tokens.css.
var (
	paper = color.NRGBA{0xfb, 0xf8, 0xf1, 0xff}
	ink   = color.NRGBA{0x26, 0x22, 0x1c, 0xff}
	muted = color.NRGBA{0x52, 0x4c, 0x43, 0xff}
	teal  = color.NRGBA{0x0b, 0x50, 0x4b, 0xff}
	plum  = color.NRGBA{0x6b, 0x25, 0x59, 0xff}
)

type card struct{ Title, Tagline string }

// A canvas is a picture by numbers of colours: with few of them it is encoded in a tenth of the time.
type canvas struct {
	*image.Paletted
	known map[color.NRGBA]uint8

	last  mixture // neighbours are mostly alike
	mixed uint8   // its number
}

// A mixture is how much of a colour lies over another, which is given by its number.
type mixture struct {
	under uint8
	paint color.NRGBA
	share float64
}

// steps is how finely an edge is smoothed. With more, there would be more colours than a palette can hold.
const steps = 8

func makeCard(in card) book.Made {
	c := newCanvas(cardWidth, cardHeight)
	c.circle(510, 230, 140, teal)
	c.circle(690, 230, 140, plum)
	c.write(in.Title, gomedium.TTF, 84, 480, ink)
	c.write(in.Tagline, goregular.TTF, 36, 552, muted)
	return c.made(cardPath)
}

// The icon is what a telephone keeps of a page on its first screen: the two circles, and no word.
const iconPath = "assets/icon.png"

func makeIcon(struct{}) book.Made {
	c := newCanvas(180, 180)
	c.circle(67, 90, 48, teal)
	c.circle(113, 90, 48, plum)
	return c.made(iconPath)
}

func newCanvas(width, height int) *canvas {
	return &canvas{Paletted: image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{paper}), known: map[color.NRGBA]uint8{paper: 0}}
}

func (c *canvas) made(path string) book.Made {
	var out bytes.Buffer
	if err := png.Encode(&out, c.Paletted); err != nil {
		panic("site: a picture can be encoded: " + err.Error())
	}
	return book.Made{Files: []book.File{{Path: path, Data: out.Bytes()}}}
}

// circle draws a wash and, around it, a line of six pixels.
func (c *canvas) circle(x, y, radius float64, paint color.NRGBA) {
	reach := int(radius) + 5
	for py := int(y) - reach; py <= int(y)+reach; py++ {
		for px := int(x) - reach; px <= int(x)+reach; px++ {
			distance := math.Hypot(float64(px)+.5-x, float64(py)+.5-y)
			if line := min(max(3.5-math.Abs(distance-radius), 0), 1); line > 0 {
				c.blend(px, py, paint, math.Round(line*steps)/steps)
			} else if distance < radius {
				c.blend(px, py, paint, .13)
			}
		}
	}
}

func (c *canvas) blend(x, y int, paint color.NRGBA, share float64) {
	if m := (mixture{c.ColorIndexAt(x, y), paint, share}); m != c.last {
		c.last, c.mixed = m, c.number(m)
	}
	c.SetColorIndex(x, y, c.mixed)
}

func (c *canvas) number(m mixture) uint8 {
	under := c.Palette[m.under].(color.NRGBA)
	mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-m.share) + float64(b)*m.share + .5) }
	mixed := color.NRGBA{mix(under.R, m.paint.R), mix(under.G, m.paint.G), mix(under.B, m.paint.B), 0xff}
	number, ok := c.known[mixed]
	if !ok && len(c.Palette) < 256 {
		number = uint8(len(c.Palette))
		c.known[mixed] = number
		c.Palette = append(c.Palette, mixed)
	}
	return number
}

// write puts a line of text in the middle, smaller if it is long. A text that the face has not all letters for is
// left out.
func (c *canvas) write(text string, ttf []byte, size float64, baseline int, paint color.NRGBA) {
	parsed, err := opentype.Parse(ttf)
	if err != nil {
		panic("site: the face can be read: " + err.Error())
	}
	for ; size > 20; size *= .9 {
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
		if err != nil {
			panic("site: the face can be sized: " + err.Error())
		}
		for _, letter := range text {
			if _, has := face.GlyphAdvance(letter); !has {
				return
			}
		}
		width := font.MeasureString(face, text)
		if width > fixed.I(cardWidth-120) {
			continue
		}
		mask := image.NewAlpha(image.Rect(0, baseline-int(size), cardWidth, baseline+int(size)))
		pen := font.Drawer{Dst: mask, Src: image.Opaque, Face: face, Dot: fixed.Point26_6{X: (fixed.I(cardWidth) - width) / 2, Y: fixed.I(baseline)}}
		pen.DrawString(text)
		for y := mask.Rect.Min.Y; y < mask.Rect.Max.Y; y++ {
			for x := range cardWidth {
				if a := mask.AlphaAt(x, y).A; a > 0 {
					c.blend(x, y, paint, math.Round(float64(a)/255*steps)/steps)
				}
			}
		}
		return
	}
}
