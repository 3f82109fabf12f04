package main

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/side-by-side-guide/side-by-side/generator/internal/anchors"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/scaffold"
)

func anchorsCommand() *cobra.Command {
	var g guide
	cmd := &cobra.Command{Use: "anchors", Short: "Keep published addresses alive",
		Long: `Keep published addresses alive.

Once anchors.lock exists, "guide check" tells of every page and anchor that was published and is gone. Commit the file
with the guide.`}
	g.persistent(cmd)
	cmd.AddCommand(&cobra.Command{
		Use: "record", Short: "Add what is published now to anchors.lock", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return g.lock(cmd.OutOrStdout(), func(l *anchors.Lock, now map[string][]string) (*anchors.Lock, error) { return l.Record(now), nil })
		},
	}, &cobra.Command{
		Use: "keep OLD NEW", Short: "Let an address that moved lead to where it went", Args: cobra.ExactArgs(2),
		Example: "  guide anchors keep practise/no.html practise/saying-no.html\n  guide anchors keep practise/saying-no.html#words practise/saying-no.html#phrases",
		RunE: func(cmd *cobra.Command, args []string) error {
			return g.lock(cmd.OutOrStdout(), func(l *anchors.Lock, now map[string][]string) (*anchors.Lock, error) {
				return keep(l, now, filepath.ToSlash(args[0]), filepath.ToSlash(args[1]))
			})
		},
	})
	return cmd
}

// lock changes anchors.lock, and says what became of it.
func (g *guide) lock(out io.Writer, change func(*anchors.Lock, map[string][]string) (*anchors.Lock, error)) error {
	tree, err := g.read()
	if err != nil {
		return err
	}
	now, lock := build.New(g.options()).Published(tree)
	changed, err := change(lock, now)
	if err != nil {
		return err
	}
	name := filepath.Join(g.root, anchors.File)
	if before := tree.File(anchors.File); before != nil && string(before.Bytes()) == string(changed.Bytes()) {
		fmt.Fprintln(out, "nothing changed in "+name)
		return nil
	}
	if err := scaffold.Replace(name, changed.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s recorded and %d kept in %s\n", count(len(changed.Pages), "page"), len(changed.Kept), name)
	return nil
}

// keep refuses to lead anybody to where nothing is, or away from where something is.
func keep(l *anchors.Lock, now map[string][]string, from, to string) (*anchors.Lock, error) {
	exists := func(address string) bool {
		page, id := anchors.Split(address)
		ids, there := now[page]
		return there && (id == "" || slices.Contains(ids, id))
	}
	switch {
	case exists(from):
		return nil, fmt.Errorf("%s is there: nothing has to be kept", from)
	case !exists(to):
		page, id := anchors.Split(to)
		hint := diag.DidYouMean(page, slices.Sorted(maps.Keys(now)))
		if ids, there := now[page]; there {
			hint = diag.DidYouMean(id, ids)
		}
		if hint != "" {
			hint = "; " + hint
		}
		return nil, fmt.Errorf("%s is not there%s", to, hint)
	}
	return l.Keep(from, to), nil
}
