package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

// pages are a thousand of the size of a chapter, in ten folders.
func pages() []File {
	files := make([]File, 1000)
	for i := range files {
		data := make([]byte, 15_000)
		for j := range data {
			data[j] = byte(i*j>>3) | 1
		}
		files[i] = File{Path: fmt.Sprintf("part-%d/page-%d.html", i%10, i), Data: data}
	}
	return files
}

// BenchmarkFresh compares publishing a thousand new pages with writing them by os.WriteFile on all cores. The
// two take turns, since a disk is not as fast in one minute as in the next. The bar is a ratio of 1.2.
func BenchmarkFresh(b *testing.B) {
	files := pages()
	var plain, published []time.Duration
	for b.Loop() {
		plain = append(plain, timed(b, func(folder string) { writePlainly(b, folder, files) }))
		published = append(published, timed(b, func(folder string) {
			_, _, err := Sync(files, Options{Root: b.TempDir(), Target: folder}, [32]byte{})
			must(b, err)
		}))
	}
	slices.Sort(plain)
	slices.Sort(published)
	p, q := plain[len(plain)/2], published[len(published)/2]
	b.ReportMetric(float64(p.Microseconds())/1000, "plain-ms")
	b.ReportMetric(float64(q.Microseconds())/1000, "publish-ms")
	b.ReportMetric(float64(q)/float64(p), "ratio")
}

func timed(b *testing.B, do func(folder string)) time.Duration {
	folder, err := os.MkdirTemp(os.Getenv("BENCH_DIR"), "publish")
	must(b, err)
	defer os.RemoveAll(folder)
	begin := time.Now()
	do(folder)
	return time.Since(begin)
}

func writePlainly(b *testing.B, folder string, files []File) {
	for i := range 10 {
		must(b, os.Mkdir(filepath.Join(folder, fmt.Sprintf("part-%d", i)), 0o755))
	}
	job.Each(len(files), func(i int) {
		must(b, os.WriteFile(filepath.Join(folder, files[i].Path), files[i].Data, 0o644))
	})
}

func BenchmarkNothingToWrite(b *testing.B) {
	files, target := pages(), b.TempDir()
	opt, inputs := Options{Root: b.TempDir(), Target: target}, [32]byte{1}
	_, _, err := Sync(files, opt, inputs)
	must(b, err)
	b.Run("Sync", func(b *testing.B) {
		for b.Loop() {
			_, _, err := Sync(files, opt, inputs)
			must(b, err)
		}
	})
	b.Run("Unchanged", func(b *testing.B) {
		for b.Loop() {
			if !Unchanged(target, inputs) {
				b.Fatal("changed")
			}
		}
	})
}
