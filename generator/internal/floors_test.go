package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// This table is a statement of policy, modelled on Go's own go/build/deps_test.go: do not change it to make a
// build pass. Each package may import those that it names, all of a lower floor, and no other of ours. A new
// package comes with an entry, in a commit of its own.
var floors = map[string]struct {
	floor   int
	imports string
}{
	"layouts": {0, ""},

	"diag":   {0, ""},
	"source": {1, "diag"},
	"job":    {2, ""},
	"toml":   {2, "diag source"},

	"anchors":    {3, "diag job source toml"},
	"config":     {3, "diag job source toml"},
	"help":       {3, "diag job source toml"},
	"picture":    {3, "diag job source"},
	"quiz":       {3, "diag job source toml"},
	"references": {3, "diag job source toml"},
	"theme":      {3, "diag job source toml"},

	"chapter": {4, "diag job source"},
	"book":    {5, "anchors chapter config diag help job picture quiz references source theme"},

	"check":       {6, "anchors book chapter config diag job"},
	"output/body": {6, "book chapter diag help job picture quiz theme"},

	"output/epub":   {7, "book diag job output/body source theme"},
	"output/single": {7, "anchors book diag job output/body theme"},
	"output/search": {7, "book chapter diag job output/body theme"},
	"output/site":   {7, "anchors book chapter diag job output/body source theme"},
	"build":         {7, "anchors book chapter check config diag help job picture quiz references source theme toml"},

	"disk":     {8, "diag job source"},
	"scaffold": {8, "config diag source"},
	"publish":  {8, "diag job"},
	"serve":    {8, "book diag source"},
	"watch":    {9, "disk source"},

	"main": {10, "anchors book build check config diag disk job layouts output/epub output/search output/single output/site publish scaffold serve source watch"},
}

// Below this floor a build is a function of its files: no disk, network, clock, chance or environment.
const outside = 8

var impure = []string{
	"crypto/rand", "io/ioutil", "math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec", "os/signal", "os/user",
	"path/filepath", "runtime", "syscall", "time",
}

// harmless names what a package below that floor may take of them after all, and nothing more.
var harmless = map[string]map[string]string{
	"chapter": {"time": "Parse DateOnly"},       // tells whether a date in front matter exists
	"check":   {"path/filepath": "Rel ToSlash"}, // of paths that begin with "/", so that no directory is asked
	"job":     {"runtime": "GOMAXPROCS"},        // decides how many work, never what comes out
}

const (
	most             = 28 // packages
	mostDependencies = 14
)

const (
	module = "github.com/side-by-side-guide/side-by-side/"
	inner  = module + "generator/internal/"
)

// A pkg is a package's imports, with what its files take of each.
type pkg map[string][]string

func TestImportsPointDown(t *testing.T) {
	for name, imports := range packages(t) {
		own, listed := floors[name]
		if !listed {
			t.Errorf("package %s has no entry in the table of floors", name)
			continue
		}
		allowed := strings.Fields(own.imports)
		for _, other := range allowed {
			if floors[other].floor >= own.floor {
				t.Errorf("the table lets %s, on floor %d, import %s, on floor %d", name, own.floor, other, floors[other].floor)
			}
			if _, used := imports[other]; !used {
				t.Errorf("%s does not import %s any more: take it out of the table", name, other)
			}
		}
		for other := range imports {
			if _, ours := floors[other]; ours && !slices.Contains(allowed, other) {
				t.Errorf("%s may not import %s", name, other)
			}
		}
	}
}

func TestEveryFloorIsThere(t *testing.T) {
	found := packages(t)
	for name := range floors {
		if _, ok := found[name]; !ok {
			t.Errorf("there is no package %s: take it out of the table", name)
		}
	}
	if len(found) > most {
		t.Errorf("there are %d packages; %d are the most", len(found), most)
	}
}

func TestABuildIsAFunctionOfItsFiles(t *testing.T) {
	for name, imports := range packages(t) {
		if floors[name].floor >= outside {
			continue
		}
		for _, other := range impure {
			for _, used := range imports[other] {
				if !slices.Contains(strings.Fields(harmless[name][other]), used) {
					t.Errorf("%s uses %s.%s, below floor %d", name, path.Base(other), used, outside)
				}
			}
		}
	}
}

func TestDependenciesAreFew(t *testing.T) {
	data, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	direct := 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "\t") && !strings.HasSuffix(strings.TrimSpace(line), "// indirect") {
			direct++
		}
	}
	if direct == 0 || direct > mostDependencies {
		t.Errorf("there are %d direct dependencies; %d are the most", direct, mostDependencies)
	}
}

// packages reads the imports of every package of the module, without those of its tests.
func packages(t *testing.T) map[string]pkg {
	t.Helper()
	found := map[string]pkg{}
	for _, root := range []string{"generator", "layouts"} {
		err := filepath.WalkDir(filepath.Join("../..", root), func(file string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && entry.Name() == "testdata":
				return fs.SkipDir
			case !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
				return nil
			}
			name := named(filepath.ToSlash(filepath.Dir(file)))
			if found[name] == nil {
				found[name] = pkg{}
			}
			return found[name].read(file)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// named is a package's name in the table.
func named(dir string) string {
	dir = strings.TrimPrefix(dir, "../../")
	if dir == "generator" {
		return "main"
	}
	return strings.TrimPrefix(dir, "generator/internal/")
}

// read adds what a file imports, and what it takes of each import.
func (p pkg) read(name string) error {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		imported = strings.TrimPrefix(strings.TrimPrefix(imported, inner), module)
		as := path.Base(imported)
		if spec.Name != nil {
			as = spec.Name.Name
		}
		p[imported] = append(p[imported], used(file, as)...)
		if as == "." || as == "_" {
			p[imported] = append(p[imported], as)
		}
	}
	return nil
}

// used lists what a file takes of the import with the name.
func used(file *ast.File, name string) []string {
	taken := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Name == name {
				taken[selector.Sel.Name] = true
			}
		}
		return true
	})
	return slices.Sorted(maps.Keys(taken))
}
