package single_test

import (
	"encoding/json"
	"html"
	"io/fs"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/single"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/layouts"
)

const guide = `
-- site.toml --
title      = "Small & odd"
identifier = "urn:example:small"
updated    = 2026-11-22
[output]
single = true
[[part]]
title    = "All"
chapters = ["a/*.md"]
-- content/index.md --
# Small & odd

Begin with [one](<a/it's one.md#käse>).
-- content/a/it's one.md --
---
keywords: ["</script><!-- cheese & \"wine\""]
---
# It's one

One &lt;/script> ends nothing.

## Käse

See [above](#käse), [two](two.md) and [a part of it](two.md#käse).
-- content/a/two.md --
# Two

## Käse

The same heading, in another chapter.

## 100% {#q-1}

A number.
`

// published gives the file of the guide; files named layouts/… are beside the embedded ones.
func published(t *testing.T, archive string) string {
	t.Helper()
	var files []*source.File
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files = append(files, source.NewFile(f.Name, f.Data))
	}
	err := fs.WalkDir(layouts.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			data, _ := layouts.Files.ReadFile(path)
			files = append(files, source.NewFile("layouts/"+path, data))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	made := build.New(build.Options{Outputs: []book.Output{single.Output}}).Build(source.NewTree(files))
	if len(made.Problems) > 0 || len(made.Files) != 1 {
		t.Fatalf("%d files, problems: %v", len(made.Files), made.Problems)
	}
	return string(made.Files[0].Data)
}

func TestEveryIDIsThereOnceAndEveryLinkLeadsToOne(t *testing.T) {
	page := published(t, guide)
	ids := idsOf(t, page)
	for _, id := range []string{"index:small--odd", "a/it.27s.20one:käse", "a/two:käse", "_contents"} {
		if !ids[id] {
			t.Errorf("nothing has the id %q", id)
		}
	}
	for _, link := range regexp.MustCompile(` href="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if id, within := strings.CutPrefix(link[1], "#"); !within && link[1] != "data:," {
			t.Errorf("a link leads out of the file, to %s", link[1])
		} else if within && !ids[plain(t, id)] {
			t.Errorf("a link leads to %s, which is not there", link[1])
		}
	}
}

func TestTheSearchLooksThroughEveryChapterAndLeadsToItsSections(t *testing.T) {
	page := published(t, guide)
	_, rest, found := strings.Cut(page, `<script type="application/json" id="_search-index">`)
	data, _, ended := strings.Cut(rest, "</script>")
	if !found || !ended || strings.Contains(data, "<") {
		t.Fatalf("there is no index, or it holds a tag: %.2000s", data)
	}
	var index struct {
		Words    map[string]string
		Language string
		Pages    [][]any
	}
	if err := json.Unmarshal([]byte(data), &index); err != nil {
		t.Fatal(err)
	}
	if index.Language != "en" || index.Words["hint"] != "A word or two" || len(index.Pages) != 3 {
		t.Fatalf("the box is told %v, %q and %d chapters", index.Words, index.Language, len(index.Pages))
	}
	ids, sections := idsOf(t, page), 0
	for _, row := range index.Pages {
		for _, section := range row[4:] {
			address := row[0].(string) + section.([]any)[0].(string)
			if sections++; !ids[plain(t, strings.TrimPrefix(address, "#"))] {
				t.Errorf("a result leads to %s, which is not there", address)
			}
		}
	}
	if one := index.Pages[1]; sections != 6 || one[2].([]any)[0] != `</script><!-- cheese & "wine"` ||
		one[4].([]any)[2] != "One </script> ends nothing." {
		t.Errorf("%d sections; the first chapter is %q", sections, one)
	}
}

// What runs is named in the policy, and nothing else may.
func TestScriptsAreThoseOfThePolicy(t *testing.T) {
	page := published(t, guide)
	policy := regexp.MustCompile(`script-src ([^;]*);`).FindStringSubmatch(html.UnescapeString(page))[1]
	if n := strings.Count(page, "<script>"); n == 0 || len(strings.Fields(policy)) != n || strings.Count(policy, "'sha256-") != n {
		t.Errorf("%d scripts run, by the policy %s", n, policy)
	}
}

func idsOf(t *testing.T, page string) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, found := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[found[1]] {
			t.Errorf("two have the id %q", found[1])
		}
		ids[found[1]] = true
	}
	return ids
}

// plain is a fragment of an address as browsers understand it.
func plain(t *testing.T, fragment string) string {
	t.Helper()
	id, err := url.PathUnescape(fragment)
	if err != nil {
		t.Errorf("#%s is no address: %v", fragment, err)
	}
	return id
}

// Links that somebody made into the file before a chapter or a heading got its new name.
func TestOldAddressesLeadToWhereThingsWent(t *testing.T) {
	page := published(t, guide+`
-- content/a/three.md --
---
aliases: [old/three.html]
---
# Three
-- anchors.lock --
[published]
"index.html" = []
[kept]
"a/zwei & co.html" = "a/two.html"
"a/two.html#cheese" = "a/two.html#käse"
"a/three.html#q" = "a/two.html#q-1"
`)
	for _, want := range []string{
		`id="a/two" data-accent=""><a id="a/zwei.20.26.20co"></a>`, `<h2 id="a/two:käse"><a id="a/two:cheese"></a>Käse`,
		`<h2 id="a/two:q-1"><a id="a/three:q"></a>100%`, `id="a/three" data-accent=""><a id="old/three"></a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the file lacks %s", want)
		}
	}
	idsOf(t, page)
}
