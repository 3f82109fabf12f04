package build_test

import (
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// The memory of a file that was taken may serve for the next, so each is copied while it is here.
func TestTakenFilesAreThoseThatWouldBeKept(t *testing.T) {
	kept := map[string]string{}
	for _, f := range build.New(settings()).Build(unpack(sample).tree()).Files {
		kept[f.Path] = string(f.Data)
	}
	var mu sync.Mutex
	taken := map[string]string{}
	options := settings()
	options.Once, options.Files = true, false
	options.Take = func([]diag.Problem) func(book.File) {
		return func(f book.File) {
			mu.Lock()
			defer mu.Unlock()
			taken[f.Path] = string(f.Data)
		}
	}
	result := build.New(options).Build(unpack(sample).tree())
	if diff := cmp.Diff(kept, taken); diff != "" {
		t.Error(diff)
	}
	var paths []string
	for _, f := range result.Files {
		paths = append(paths, f.Path)
		if f.Data != nil {
			t.Errorf("%s is kept too", f.Path)
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(kept)), paths); diff != "" {
		t.Error(diff)
	}
}

func TestWhoTakesFilesHearsWhatIsWrongBefore(t *testing.T) {
	options := settings()
	options.Once = true
	var told []diag.Problem
	options.Take = func(problems []diag.Problem) func(book.File) {
		told = problems
		return nil
	}
	result := build.New(options).Build(unpack(whole).tree())
	if wrong, _ := diag.Count(told); wrong != 1 || result.Files[0].Data == nil {
		t.Errorf("told %v; %d files", told, len(result.Files))
	}
}
