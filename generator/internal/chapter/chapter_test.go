package chapter

import (
	"fmt"
	"os"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

func TestTry(t *testing.T) {
	p := NewParser(Settings{Language: "en", Callouts: []Callout{{"try", "Try this"}}})
	data, _ := os.ReadFile("/tmp/try.md")
	c := Parse(Input{source.NewFile("content/practise/x.md", data), p})
	fmt.Println(string(c.TitleHTML.HTML), c.TitleID)
	fmt.Println(string(c.Body.HTML))
	fmt.Printf("%+v\n", c.Body.Holes)
	fmt.Printf("%+v\n", c.Front)
	fmt.Printf("%+v\n%+v\n%+v\n%+v\n%v %v\n", c.Headings, c.Links, c.Pictures, c.Citations, c.Features, c.Words)
	for _, b := range c.Blocks {
		fmt.Printf("%d %q cited=%v first=%v last=%v\n", b.Kind, b.Text, b.Cited, c.At(b.Offset(0)), c.At(b.Offset(len(b.Text)-1)))
	}
	for _, p := range c.Problems {
		fmt.Println(p)
	}
}
