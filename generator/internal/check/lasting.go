package check

import (
	"maps"
	"slices"

	"github.com/side-by-side-guide/side-by-side/generator/internal/anchors"
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var (
	lostAnchor       = diag.Rule{ID: "lost-anchor", Doc: "Every address that was published is still there, or leads to where it went."}
	unrecordedAnchor = diag.Rule{ID: "unrecorded-anchor", Default: diag.Warning, Doc: "Every published address is in anchors.lock, if there is one."}
)

// Lasting checks that no link into the guide dies.
var Lasting = Check{
	Name: "lasting", Doc: "No address that was published is lost.", Rules: []diag.Rule{lostAnchor, unrecordedAnchor},
	Book: func(b *book.Book) []diag.Problem {
		if b.Lock == nil {
			return nil
		}
		now := b.Published()
		return slices.Concat(lostPages(b, now), lostTargets(b, now), unrecorded(b, now))
	},
}

func lostPages(b *book.Book, now map[string][]string) (problems []diag.Problem) {
	for _, page := range slices.Sorted(maps.Keys(b.Lock.Pages)) {
		to := successor(b, page, now)
		if to == "" {
			problems = append(problems, lostAnchor.At(b.Lock.AtPage(page), "the page %s is gone", page).
				WithHint("%s", keepHint(page, nearestNew(page, slices.Sorted(maps.Keys(now)), slices.Collect(maps.Keys(b.Lock.Pages))))))
			continue
		}
		for i, id := range b.Lock.Pages[page] {
			_, kept := b.Lock.Kept[page+"#"+id]
			if _, keptThere := b.Lock.Kept[to+"#"+id]; kept || keptThere || slices.Contains(now[to], id) {
				continue
			}
			near := ""
			if nearest := nearestNew(id, now[to], b.Lock.Pages[to]); nearest != "" {
				near = to + "#" + nearest
			}
			problems = append(problems, lostAnchor.At(b.Lock.AtAnchor(page, i), "the page %s has no anchor %q any more", to, id).
				WithHint("%s", keepHint(to+"#"+id, near)))
		}
	}
	return problems
}

// nearestNew is the one that is there now but was not before and whose name is most alike, or the only new one.
func nearestNew(lost string, now, before []string) string {
	fresh := slices.DeleteFunc(slices.Clone(now), func(name string) bool { return slices.Contains(before, name) })
	if len(fresh) == 1 {
		return fresh[0]
	}
	return diag.Nearest(lost, fresh)
}

// successor is the page itself, or the one that its address leads to now, or nothing.
func successor(b *book.Book, page string, now map[string][]string) string {
	if _, there := now[page]; there {
		return page
	}
	if to, kept := b.Lock.Kept[page]; kept {
		to, _ = anchors.Split(to)
		return to
	}
	for _, e := range b.Entries {
		if slices.ContainsFunc(e.Front.Aliases, func(a chapter.Alias) bool { return a.Path == page }) {
			return e.URL
		}
	}
	return ""
}

func keepHint(old, near string) string {
	if near == "" {
		near = "NEW"
	}
	return "if it moved: guide anchors keep " + old + " " + near
}

// lostTargets are addresses that lead to where nothing is.
func lostTargets(b *book.Book, now map[string][]string) (problems []diag.Problem) {
	for _, old := range slices.Sorted(maps.Keys(b.Lock.Kept)) {
		page, id := anchors.Split(b.Lock.Kept[old])
		oldPage, oldID := anchors.Split(old)
		ids, there := now[page]
		_, oldThere := now[oldPage]
		at := b.Lock.AtKept(old)
		switch {
		case !there:
			problems = append(problems, lostAnchor.At(at, "%s leads to the page %s, which is not there", old, page).
				WithHint("%s", diag.DidYouMean(page, slices.Sorted(maps.Keys(now)))))
		case id != "" && !slices.Contains(ids, id):
			problems = append(problems, lostAnchor.At(at, "%s leads to %s, which has no anchor %q", old, page, id).
				WithHint("%s", diag.DidYouMean(id, ids)))
		case oldThere && oldID == "" || oldThere && slices.Contains(now[oldPage], oldID):
			problems = append(problems, lostAnchor.At(at, "%s is there, so nothing can stand in its place", old).
				WithHint("take this line out"))
		}
	}
	return problems
}

// unrecorded tells of one address; the command that mends it mends all.
func unrecorded(b *book.Book, now map[string][]string) []diag.Problem {
	for _, page := range slices.Sorted(maps.Keys(now)) {
		ids, recorded := b.Lock.Pages[page]
		missing := slices.IndexFunc(now[page], func(id string) bool { return !slices.Contains(ids, id) })
		if recorded && missing < 0 {
			continue
		}
		address := page
		if recorded {
			address += "#" + now[page][missing]
		}
		return []diag.Problem{unrecordedAnchor.At(diag.Position{File: anchors.File}, "%s is not recorded, so nobody would notice if it went", address).
			WithHint("run: guide anchors record")}
	}
	return nil
}
