package main

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/scaffold"
)

func newCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "new DIR", Short: "Make a new guide, a chapter, or a layout of your own", Args: cobra.ExactArgs(1),
		Long: `Make a new guide: a small one that builds, checks clean and can be published as it is. It needs nothing but this program.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := scaffold.New(args[0], module(), pinned(version())); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "made a guide in %s; see it with: guide serve --root %s\n", args[0], args[0])
			return nil
		},
	}
	var g guide
	var title string
	chapter := &cobra.Command{
		Use: "chapter PATH", Short: "Make a chapter and list it in site.toml", Args: cobra.ExactArgs(1),
		Example: `  guide new chapter practise/listening.md --title "Listening"`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(title) == "" {
				return errors.New("a chapter needs a --title")
			}
			part, listed, err := scaffold.Chapter(g.root, args[0], title)
			if err != nil {
				return err
			}
			how := "which a pattern of site.toml lists"
			if listed {
				how = "and listed it in site.toml"
			}
			fmt.Fprintf(cmd.OutOrStdout(), "made %s in the part %q, %s\n", args[0], part, how)
			return nil
		},
	}
	g.flags(chapter)
	chapter.Flags().StringVar(&title, "title", "", "title of the chapter")
	cmd.AddCommand(chapter, layoutCommand())
	return cmd
}

func layoutCommand() *cobra.Command {
	var g guide
	cmd := &cobra.Command{
		Use: "layout [PATH]", Short: "Copy a built-in layout into layouts/, to change it there", Args: cobra.MaximumNArgs(1),
		Long: `Copy a built-in layout into layouts/, to change it there. A file of the same name in a guide's layouts/ stands over the
built-in one, file by file; delete it, and the built-in one is back. Without a path, the built-in ones are listed.`,
		Example: "  guide new layout components/footer/footer.html",
		RunE: func(cmd *cobra.Command, args []string) error {
			var names []string
			for _, f := range builtIn().Under("layouts/") {
				if f.Path() != builtInWords {
					names = append(names, strings.TrimPrefix(f.Path(), "layouts/"))
				}
			}
			if len(args) == 0 {
				fmt.Fprintln(cmd.OutOrStdout(), strings.Join(names, "\n"))
				return nil
			}
			name := strings.TrimPrefix(path.Clean(filepath.ToSlash(args[0])), "layouts/")
			if !slices.Contains(names, name) {
				hint := cmp.Or(diag.DidYouMean(name, names), `"guide new layout" lists them`)
				return fmt.Errorf("there is no built-in layout %s; %s", name, hint)
			}
			if err := scaffold.Layout(g.root, builtIn().File("layouts/"+name)); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "made layouts/%s, which stands over the built-in one\n", name)
			return nil
		},
	}
	g.flags(cmd)
	return cmd
}

// module is the path under which the program can be installed.
func module() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Path
	}
	return ""
}

// pinned is the version that a workflow installs: the program's own if it is one that can be had.
func pinned(version string) string {
	if strings.HasPrefix(version, "v") && !strings.Contains(version, "+dirty") {
		return version
	}
	return "latest"
}
