package check

import (
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var (
	deadLink       = diag.Rule{ID: "dead-link", Doc: "A link leads to a file of the guide."}
	deadAnchor     = diag.Rule{ID: "dead-anchor", Doc: "A link leads to a heading that is there."}
	wrongCase      = diag.Rule{ID: "wrong-case", Doc: "A link spells a file's name as the disk does, capitals included."}
	linkToDraft    = diag.Rule{ID: "link-to-draft", Doc: "A published chapter does not link to a draft."}
	unknownTerm    = diag.Rule{ID: "unknown-term", Doc: "A link to the glossary leads to a term that is there."}
	missingPicture = diag.Rule{ID: "missing-picture", Doc: "A picture is a file of the guide."}
)

// Links checks where links and pictures lead.
var Links = Check{
	Name: "links", Doc: "Every link and picture leads to a file, a heading or a term of the guide.",
	Rules: []diag.Rule{deadLink, deadAnchor, wrongCase, linkToDraft, unknownTerm, missingPicture},
	Book: func(b *book.Book) []diag.Problem {
		var problems []diag.Problem
		var paths []string // only where somebody needs a hint
		for _, e := range b.All {
			for i, target := range e.Targets {
				if target.Fault != book.Sound {
					if paths == nil {
						paths = b.Paths()
					}
					problems = append(problems, linkProblem(b, e, target, e.Links[i].Target, e.Links[i].Offset, paths))
				}
			}
			for i, shown := range e.Shown {
				if insert := e.Inserts[i]; shown.Fault != book.Sound {
					problems = append(problems, linkProblem(b, e, shown.Target, insert.Target, insert.Offset, b.Paths()))
				}
			}
			problems = append(problems, pictureProblems(b, e)...)
		}
		return append(problems, reflectionLinks(b)...)
	},
}

// reflectionLinks finds chapters that reflections name and that are not there.
func reflectionLinks(b *book.Book) (problems []diag.Problem) {
	for _, name := range slices.Sorted(maps.Keys(b.Reflections)) {
		for _, to := range b.Reflections[name].Chapters() {
			if e := b.Entry(to.Path); to.Path != "" && (e == nil || !e.Published) {
				problems = append(problems, deadLink.At(to.Pos, "no published chapter %q", to.Path).
					WithHint("%s", nearestPath("", to.Path, b.Paths())))
			}
		}
	}
	return problems
}

func linkProblem(b *book.Book, e *book.Entry, target book.Target, written string, offset int, paths []string) diag.Problem {
	at := e.At(offset)
	file, _, _ := strings.Cut(written, "#")
	switch target.Fault {
	case book.DeadAnchor:
		return deadAnchor.At(at, "%q has no heading with the anchor %q", target.Path, target.Anchor).
			WithHint("%s", diag.DidYouMean(target.Anchor, b.Anchors(target.Entry)))
	case book.UnknownTerm:
		return unknownTerm.At(at, "the glossary has no term %q", target.Anchor).
			WithHint("%s", didYouMeanOr(target.Anchor, b.Anchors(target.Entry), "add it to content/glossary.md as a heading of level two"))
	case book.WrongCase:
		return wrongCase.At(at, "%q is spelt otherwise on disk", file).
			WithHint("write %q; most web servers tell capitals from small letters", relative(e.Path, target.Path))
	case book.LinkToDraft:
		return linkToDraft.At(at, "%q is a draft and will not be published", target.Path).
			WithHint("take the link out, or the line draft: true")
	case book.OutsideGuide:
		return deadLink.At(at, "%q leaves the guide", written).
			WithHint("links are relative to this file and stay below content/")
	case book.Unreadable:
		return deadLink.At(at, "the address %q cannot be read", written).
			WithHint("a %% is followed by two digits; write a space as %%20")
	}
	return deadLink.At(at, "no chapter or file %q", file).WithHint("%s", nearestPath(e.Path, target.Path, paths))
}

// nearestPath suggests a file by its whole path, or by its name in another folder.
func nearestPath(from, want string, paths []string) string {
	if near := diag.Nearest(want, paths); near != "" {
		return `did you mean "` + relative(from, near) + `"?`
	}
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = path.Base(p)
	}
	if near := diag.Nearest(path.Base(want), names); near != "" {
		for i, name := range names {
			if name == near {
				return `did you mean "` + relative(from, paths[i]) + `"?`
			}
		}
	}
	return ""
}

// relative is how a file is named in a link from another.
func relative(from, to string) string {
	rel, err := filepath.Rel(path.Dir("/"+from), "/"+to)
	if err != nil {
		return to
	}
	return filepath.ToSlash(rel)
}

func didYouMeanOr(name string, candidates []string, otherwise string) string {
	if hint := diag.DidYouMean(name, candidates); hint != "" {
		return hint
	}
	return otherwise
}

func pictureProblems(b *book.Book, e *book.Entry) []diag.Problem {
	var problems []diag.Problem
	for i, picture := range e.Pictures {
		if e.Drawn[i] != nil {
			continue
		}
		at, name := e.At(picture.Offset), e.DrawnAt[i]
		switch {
		case strings.Contains(picture.Target, "//"):
			problems = append(problems, missingPicture.At(at, "a picture cannot come from another site: %s", picture.Target).
				WithHint("copy it into content/ and name it relative to this file"))
		case b.Files[name] != nil:
			problems = append(problems, missingPicture.At(at, "%q cannot be shown as a picture", picture.Target).
				WithHint("pictures are .svg, .png, .jpg, .gif, .webp and .avif files that can be read"))
		default:
			problems = append(problems, missingPicture.At(at, "no picture %q", picture.Target).
				WithHint("%s", nearestPath(e.Path, name, b.Paths())))
		}
	}
	return problems
}
