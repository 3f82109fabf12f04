package chapter

import (
	"reflect"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

func TestPlainFrontMatterIsReadAsYAMLWould(t *testing.T) {
	for front, plain := range map[string]bool{
		"": true, "description: How two people, (or more) lean; on each other - well.\n": true, "description: It's so\ntab_title: Notes for you\n": true,
		"nav_title: A b\ndescription: Yes no\n": true, "description: true or not\n": true, "description: x  y\n": true, "description: a -b\n": true, "description: a 1\n": true,
		"description: true\n": false, "description: a: b c\n": false, "description: a #b\n": false, "description: 'a b'\n": false,
		"description: 1 b\n": false, "description: a b \n": false, "description:  a b\n": false, "description: a b\n  c d\n": false,
		"description: a b\ndescription: c d\n": false, "draft: true\n": false, "description: é b\n": false, "description:\n": false, "\n": false,
		"description: a b\n\n": false, "other: a b\n": false, "description: - a\n": false, "description: a\tb c\n": false,
	} {
		got, ok := plainFront([]byte(front))
		if ok != plain {
			t.Errorf("%q: plain is %t", front, ok)
		}
		file := source.NewFile("a.md", []byte("---\n"+front+"---\n"))
		if want, problems := readYAML(file, []byte(front)); ok && (!reflect.DeepEqual(got, want) || len(problems) > 0) {
			t.Errorf("%q: %+v, and as YAML %+v %v", front, got, want, problems)
		}
	}
}
