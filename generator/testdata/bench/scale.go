package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"bench/sample"
)

// measureScale builds guides of short chapters, once each, and says how large becomes what grows with their number.
func measureScale(ctx context.Context, s *shop) error {
	before := load()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "chapters\tcold\tprocessor\tmemory\tunchanged\tfiles\tall\ta page, sent\tsearch, sent\tsitemap\tfeed, sent\toutline, sent\tA to Z, sent\tledger\t\n")
	for _, n := range s.sizes {
		g, root := sample.Guide{Chapters: n, Short: true}, filepath.Join(s.dir, fmt.Sprint("scale-", n))
		if err := g.Write(root); err != nil {
			return err
		}
		cold := s.cold(root, n)
		if err := cold.race(ctx); err != nil {
			return err
		}
		public := cold.folder + "-0"
		again, err := execute(ctx, nil, cold.command(public)...)
		if err != nil {
			return err
		}
		t := cold.runs[0]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t", grouped(n), shown(t.wall), shown(t.cpu), megabytes(t.memory), shown(again.wall), grouped(t.files), megabytes(t.bytes))
		page, err := sent(filepath.Join(public, "part-001", filepath.Base(g.File(0))[:2]+"*.html"))
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%.1f kB\t", float64(page)/1e3)
		for _, name := range []string{"assets/search-index.js", "sitemap.xml", "feed.xml", "outline.html", "a-z.html", ".guide-ledger.json"} {
			size, err := sent(filepath.Join(public, name))
			if name == "sitemap.xml" || name == ".guide-ledger.json" { // whose limit is for the file as it is
				size, err = plainSize(filepath.Join(public, name))
			}
			if err != nil {
				size = 0 // such as a feed without dates
			}
			fmt.Fprintf(w, "%s\t", megabytes(size))
		}
		fmt.Fprintln(w)
	}
	printMachine(before, 1)
	fmt.Println("chapters of about 120 words, built once; what is sent is gzipped")
	return w.Flush()
}

func megabytes(n int64) string { return fmt.Sprintf("%.2f MB", float64(n)/1e6) }

func plainSize(name string) (int64, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// sent is how large the first file of a pattern is, gzipped.
func sent(pattern string) (size int64, err error) {
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("there is no %s", pattern)
	}
	f, err := os.Open(names[0])
	if err != nil {
		return 0, err
	}
	defer f.Close()
	counted := counter{}
	zip := gzip.NewWriter(&counted)
	if _, err = io.Copy(zip, f); err == nil {
		err = zip.Close()
	}
	return counted.n, err
}

type counter struct{ n int64 }

func (c *counter) Write(data []byte) (int, error) {
	c.n += int64(len(data))
	return len(data), nil
}
