package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Names of ours in the target that no build may make and no ledger may list.
const (
	ledgerName = ".guide-ledger.json"
	lockName   = ".guide-lock"
	tempPrefix = ".guide-tmp-"
)

// A ledger lists what was written to a target. As a file it has one form only: its bytes depend on what it
// says, and on nothing else; no times, no paths of the machine.
type ledger struct {
	Format     int               `json:"format"`
	Inputs     string            `json:"inputs,omitempty"`     // hash of program, flags and inputs
	Publishing bool              `json:"publishing,omitempty"` // a journal: the run has not ended
	Files      map[string]string `json:"files"`                // path to SHA-256; in a journal, of what was there before
	Next       map[string]string `json:"next,omitempty"`       // in a journal, of what is being written
	Folders    []string          `json:"folders,omitempty"`    // made by us, so that they are deleted once empty
	Sum        string            `json:"sum"`                  // SHA-256 of the ledger with this left empty
}

const ledgerFormat = 1

// ledgerState tells how far a ledger can be trusted.
type ledgerState int

const (
	absent  ledgerState = iota
	intact              // lists what is ours
	damaged             // claims nothing
)

// encode gives the ledger's one form, with its sum, which stands last.
func (l ledger) encode() []byte {
	l.Format, l.Sum = ledgerFormat, ""
	data := l.marshal()
	end := []byte("\"\n}\n")
	return slices.Concat(bytes.TrimSuffix(data, end), []byte(hash(data)), end)
}

func (l ledger) marshal() []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(l); err != nil {
		panic("publish: " + err.Error()) // strings, maps and a bool always encode
	}
	return b.Bytes()
}

// decodeLedger reads a ledger. One that is not exactly what encode would write, or that lists a path that
// no build may write, is damaged as a whole.
func decodeLedger(data []byte) (ledger, bool) {
	var l ledger
	if json.Unmarshal(data, &l) != nil || l.Format != ledgerFormat || !bytes.Equal(l.encode(), data) {
		return ledger{}, false
	}
	for _, listed := range []map[string]string{l.Files, l.Next} {
		for path, hash := range listed {
			if !ours(path) || len(hash) != 2*sha256.Size {
				return ledger{}, false
			}
		}
	}
	return l, !slices.ContainsFunc(l.Folders, func(path string) bool { return !ours(path) })
}

// ours tells whether a path is one that a build may write: beneath the target on every system, and none of
// the names that Git or this package need.
func ours(p string) bool {
	if p == "." || !fs.ValidPath(p) || !filepath.IsLocal(filepath.FromSlash(p)) || strings.Contains(p, `\`) {
		return false
	}
	for name := range strings.SplitSeq(p, "/") {
		switch lower := strings.ToLower(name); lower {
		case ".git", ".gitignore", ".gitkeep", ledgerName, lockName:
			return false
		default:
			if strings.HasPrefix(lower, tempPrefix) {
				return false
			}
		}
	}
	return true
}

// paths lists all paths of the ledger, sorted.
func (l ledger) paths() []string {
	var paths []string
	for p := range l.Files {
		paths = append(paths, p)
	}
	for p := range l.Next {
		if _, both := l.Files[p]; !both {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

// lists tells whether the path is listed at all, and has tells whether with the hash.
func (l ledger) lists(path string) bool { return l.Files[path] != "" || l.Next[path] != "" }

func (l ledger) has(path, hash string) bool {
	return hash != "" && (l.Files[path] == hash || l.Next[path] == hash)
}

// parents lists the folders that a path lies in, outermost first, without ".".
func parents(p string) []string {
	var folders []string
	for d := path.Dir(p); d != "."; d = path.Dir(d) {
		folders = append(folders, d)
	}
	slices.Reverse(folders)
	return folders
}

// hash is how the ledger writes a SHA-256.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
