package site

import (
	"fmt"
	"strings"
	"testing"
)

func TestASitemapOfVeryManyPagesIsSplit(t *testing.T) {
	in := sitemapInput{Base: "https://example.org/"}
	for i := range sitemapLimit {
		in.Entries = append(in.Entries, sitemapEntry{Address: fmt.Sprint("https://example.org/", i, "?a&b"), Date: "2026-01-02"})
	}
	if made := makeSitemap(in); len(made.Files) != 1 || strings.Count(string(made.Files[0].Data), "<url>") != sitemapLimit {
		t.Fatalf("%d files", len(made.Files))
	}
	in.Entries = append(in.Entries, sitemapEntry{Address: "https://example.org/last"})
	made := makeSitemap(in)
	got := map[string]string{}
	for _, f := range made.Files {
		got[f.Path] = string(f.Data)
	}
	if len(got) != 3 || strings.Count(got["sitemap-1.xml"], "<url>") != sitemapLimit || !strings.Contains(got["sitemap-2.xml"], "<url><loc>https://example.org/last</loc></url>") {
		t.Errorf("%d files", len(got))
	}
	for _, want := range []string{"<sitemapindex ", "<sitemap><loc>https://example.org/sitemap-1.xml</loc></sitemap>\n<sitemap><loc>https://example.org/sitemap-2.xml</loc></sitemap>", "</sitemapindex>"} {
		if !strings.Contains(got["sitemap.xml"], want) {
			t.Errorf("no %s in %s", want, got["sitemap.xml"])
		}
	}
}
