package disk

import (
	"io/fs"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// forbidden cannot stand in a file's name on Windows, nor in an artifact of GitHub Pages.
const forbidden = `<>:"|?*\`

// device is a name that Windows keeps for itself, with any ending.
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)`)

// skipped tells which entries are no part of a guide: dot files, and what editors keep for a moment beside
// the file that is edited.
func skipped(entry fs.DirEntry) bool {
	return strings.HasPrefix(entry.Name(), ".") || !entry.IsDir() && Passing(entry.Name())
}

// Passing tells whether a file of the name is no part of a guide.
func Passing(name string) bool {
	return strings.HasPrefix(name, ".") || name == "4913" ||
		strings.HasSuffix(name, "~") ||
		strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".bck") ||
		strings.Contains(name, "___jb_") ||
		len(name) > 2 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		sedWrote(name)
}

// sedWrote tells whether "sed -i" may have made the file: sed and six letters or digits by chance.
func sedWrote(name string) bool {
	return len(name) == 9 && strings.HasPrefix(name, "sed") && !strings.Contains(name, ".") &&
		strings.ContainsAny(name[3:], "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// checkName reports a bad name, and tells whether the entry can be in the tree nevertheless. The map holds
// the names met in the folder so far, by their folded form.
func (l *listing) checkName(f *folder, name string, spelt map[string]string) bool {
	path := f.path + "/" + name
	if !utf8.ValidString(name) {
		l.report(badFileName, path, "the name %q is not valid UTF-8", name)
		return false
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		l.report(badFileName, path, "the name %q holds a control character", name)
		return false
	}
	if i := strings.IndexAny(name, forbidden); i >= 0 {
		l.problems = append(l.problems, badFileName.At(at(path), "a file name cannot hold %s everywhere", name[i:i+1]).
			WithHint("rename it without any of < > : \" | ? * \\"))
	}
	if device.MatchString(name) || strings.TrimRight(name, " .") != name {
		l.problems = append(l.problems, badFileName.At(at(path), "Windows can have no file named %q", name).
			WithHint("choose another name; it may not end in a full stop or a space either"))
	}
	key := fold(name)
	if other, ok := spelt[key]; ok {
		l.reportClash(path, name, other)
	}
	spelt[key] = name
	return true
}

func (l *listing) reportClash(path, name, other string) {
	what := "in case"
	if norm.NFC.String(name) == norm.NFC.String(other) {
		what = "in how its letters are encoded"
	}
	l.problems = append(l.problems, badFileName.At(at(path), "the name differs from %q only %s", other, what).
		WithHint("rename one of them; many systems take the two for one file"))
}

// fold maps names that some file system takes for one to one string.
func fold(name string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(name)))
}

// printable makes a path safe to print on one line.
func printable(path string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(path, string(utf8.RuneError)))
}
