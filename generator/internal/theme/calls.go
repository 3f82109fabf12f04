package theme

import (
	"text/template/parse"
)

// Calls are the templates of a program, to find which of them run for some flags: a page carries the styles
// of the components that it shows, and of no others.
type calls struct {
	trees   map[string]*parse.Tree
	folders map[string]string // the component that a template is from, or ""
}

// components lists the folders of the templates that run from an entry, each as often as it is met.
func (c calls) components(entry string, has map[string]bool) []string {
	var folders []string
	seen := map[string]bool{}
	var list func(*parse.ListNode)
	call := func(name string) {
		if tree := c.trees[name]; tree != nil && !seen[name] {
			seen[name] = true
			if folder := c.folders[name]; folder != "" {
				folders = append(folders, folder)
			}
			list(tree.Root)
		}
	}
	list = func(l *parse.ListNode) {
		if l == nil {
			return
		}
		for _, n := range l.Nodes {
			switch n := n.(type) {
			case *parse.TemplateNode:
				call(n.Name)
			case *parse.IfNode:
				flag, known := flagOf(n.Pipe)
				if !known || has[flag] {
					list(n.List)
				}
				if !known || !has[flag] {
					list(n.ElseList)
				}
			case *parse.WithNode:
				list(n.List)
				list(n.ElseList)
			case *parse.RangeNode:
				list(n.List)
				list(n.ElseList)
			}
		}
	}
	call(entry)
	return folders
}

// flagOf tells which flag a condition asks for, if it asks for one alone.
func flagOf(p *parse.PipeNode) (name string, ok bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return "", false
	}
	field, ok := p.Cmds[0].Args[0].(*parse.FieldNode)
	if !ok || len(field.Ident) != 2 || field.Ident[0] != "Has" {
		return "", false
	}
	return field.Ident[1], true
}
