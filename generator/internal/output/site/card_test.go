package site

import (
	"bytes"
	"image/png"
	"testing"
)

func TestTheCardIsSmallAndWhole(t *testing.T) {
	for _, in := range []card{
		{"Side by Side", "A guide to interdependent relationships"},
		{"A guide with a name that is a good deal longer than what fits on one line of a card", ""},
		{"זה לצד זה", "מדריך"}, // the face has no such letters: the circles stand alone
		{},
	} {
		made := makeCard(in)
		data := made.Files[0].Data
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if size := img.Bounds().Size(); size.X != 1200 || size.Y != 630 || len(data) > 60<<10 {
			t.Errorf("%q: %v, %d bytes", in.Title, size, len(data))
		}
		if r, _, _, _ := img.At(600, 230).RGBA(); r>>8 > 0xe0 {
			t.Errorf("%q: the circles do not overlap in the middle", in.Title)
		}
	}
}

func BenchmarkCard(b *testing.B) {
	for b.Loop() {
		makeCard(card{"Side by Side", "A guide to interdependent relationships"})
	}
}
