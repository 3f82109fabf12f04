package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
)

// untested are rules that no test expects, with the reason.
var untested = map[string]string{}

// TestEveryRuleIsExpectedSomewhere looks for the id of each rule in what tests expect: as a report shows it, or
// quoted in a test's code.
func TestEveryRuleIsExpectedSomewhere(t *testing.T) {
	var expected strings.Builder
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		wanted := strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata")
		if name == "rules_test.go" || !wanted || strings.HasPrefix(filepath.ToSlash(name), "testdata/bench/") {
			return nil
		}
		data, err := os.ReadFile(name)
		expected.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range build.New(new(guide).options()).Rules().IDs() {
		found := strings.Contains(expected.String(), "["+id+"]") || strings.Contains(expected.String(), `"`+id+`"`) ||
			strings.Contains(expected.String(), `[`+id+`\]`)
		switch reason, excepted := untested[id]; {
		case !found && !excepted:
			t.Errorf("no test expects %s", id)
		case found && excepted:
			t.Errorf("%s is expected after all, although %s: take it out of the list", id, reason)
		}
	}
}

func TestEveryRuleSaysWhatItIsFor(t *testing.T) {
	rules := build.New(new(guide).options()).Rules()
	form := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, id := range rules.IDs() {
		if rule, _ := rules.Get(id); rule.Doc == "" || strings.Contains(rule.Doc, "\n") {
			t.Errorf("%s has no line for people", id)
		}
		if !form.MatchString(id) {
			t.Errorf("%q is not in lower case, with hyphens", id)
		}
	}
	for id := range untested {
		if _, ok := rules.Get(id); !ok {
			t.Errorf("there is no rule %s", id)
		}
	}
}
