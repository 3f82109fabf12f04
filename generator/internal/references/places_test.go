package references

import (
	"math/rand/v2"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

func TestPlacesAreThoseOfTheFile(t *testing.T) {
	for _, data := range []string{"\ufeff[\"é\"]\n{\"日本\": 1}\r\n\n[]", "[]", "", "\ufeff"} {
		f := source.NewFile("f", []byte(data))
		p := &places{file: f}
		var starts []int
		for i := range data {
			starts = append(starts, i)
		}
		starts = append(starts, len(data))
		random := rand.New(rand.NewPCG(1, 2))
		for range 2000 {
			at := starts[random.IntN(len(starts))]
			if got, want := p.at(at), f.At(at); got != want {
				t.Fatalf("%q at %d: %v, want %v", data, at, got, want)
			}
		}
	}
}
