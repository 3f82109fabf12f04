package check

import (
	"bytes"
	"compress/gzip"
	"fmt"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

// FirstRoundTrip is how many bytes a server may send before it must wait for an answer: ten segments of
// 1,460 bytes (RFC 6928).
const FirstRoundTrip = 14600

var pageWeight = diag.Rule{ID: "page-weight", Default: diag.Warning, Doc: "A page fits into the first round trip, and is not too long to read."}

// longChapter is how many words are a lot for one sitting.
const longChapter = 2000

// Weight checks how heavy pages are when they are sent.
var Weight = Check{
	Name: "weight", Doc: "A page arrives in one round trip.", Rules: []diag.Rule{pageWeight},
	Files: func(b *book.Book, files []book.File) []diag.Problem {
		pages := make(map[string][]byte, len(files))
		for _, f := range files {
			pages[f.Path] = f.Data
		}
		found := make([][]diag.Problem, len(b.Entries))
		job.Each(len(b.Entries), func(i int) { found[i] = weigh(b.Entries[i], pages[b.Entries[i].URL]) })
		var problems []diag.Problem
		for _, some := range found {
			problems = append(problems, some...)
		}
		return problems
	},
}

// weigh leaves out pages that are lists by nature.
func weigh(e *book.Entry, page []byte) []diag.Problem {
	var problems []diag.Problem
	switch e.Path {
	case book.References, book.Outline, book.Glossary, book.Index:
		return nil
	}
	if size := Gzipped(page); size > FirstRoundTrip {
		problems = append(problems, pageWeight.At(e.At(0), "the page has %s bytes when sent, more than the %s of a first round trip",
			thousands(size), thousands(FirstRoundTrip)).WithHint("split the chapter, or make its drawings simpler"))
	}
	if e.Words >= longChapter {
		problems = append(problems, pageWeight.At(e.At(0), "the chapter has %s words", thousands(e.Words)).
			WithHint("readers leave long pages; split it in two"))
	}
	return problems
}

// Gzipped is how many bytes a page has when a server sends it.
func Gzipped(page []byte) int {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, 6)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(page) // a bytes.Buffer never fails
	_ = w.Close()
	return out.Len()
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
