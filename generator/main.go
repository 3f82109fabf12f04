// Guide turns a folder of Markdown chapters into a linked, checked, publishable guide.
//
// This is the floor where everything is tied together: the commands, the list of outputs, the list of
// checks, and what the exit status means. Results go to standard output, problems to standard error.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/check"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/disk"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/epub"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/search"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/single"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/site"
	"github.com/side-by-side-guide/side-by-side/generator/internal/publish"
)

// outputs are the forms in which a guide is published.
var outputs = []book.Output{site.Output, search.Output, single.Output, epub.Output}

// checks are what a guide is looked at for.
var checks = []check.Check{
	check.Order, check.Links, check.Evidence, check.Files, check.Headings, check.LinkTexts, check.Alternatives, check.Repeats,
	check.Words, check.Claims, check.Reading, check.Questions, check.Guessing, check.Lasting,
	check.Weight,
}

// rules are those of problems that come from reading and writing.
var rules = append(append([]diag.Rule{}, disk.Rules...), publish.Rules...)

// Exit statuses.
const (
	clean    = 0
	problems = 1 // in the guide
	failure  = 2 // wrong usage, or a failing machine
)

// errProblems says that the guide has problems, which were printed already.
var errProblems = errors.New("the guide has problems")

func main() {
	// A build is short and its garbage is young: nothing is collected before there is much of it, and then
	// as often as it takes to keep ten thousand chapters in the memory of a small machine.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(480 << 20)
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	root := command()
	root.SetArgs(args)
	err := root.Execute()
	switch {
	case err == nil:
		return clean
	case errors.Is(err, errProblems):
		return problems
	}
	fmt.Fprintln(os.Stderr, "guide: "+err.Error())
	var refused *publish.RefusedError
	if errors.As(err, &refused) && refused.Hint != "" {
		fmt.Fprintln(os.Stderr, "    hint: "+refused.Hint)
	}
	return failure
}

func command() *cobra.Command {
	root := &cobra.Command{
		Use:           "guide",
		Short:         "Turn Markdown chapters into a linked, checked, publishable guide",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(buildCommand(), serveCommand(), checkCommand(), newCommand(), anchorsCommand(), versionCommand(), manCommand(root))
	return root
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the program's version", Args: cobra.NoArgs,
		Run: func(cmd *cobra.Command, _ []string) { fmt.Fprintln(cmd.OutOrStdout(), "guide "+version()) },
	}
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(development)"
	}
	return info.Main.Version
}

// A guide is where the input files are and how they are to be built; every command has its flags.
type guide struct {
	root    string
	baseURL string
	drafts  bool
	strict  bool
	since   string // the day from which on numbers count as fresh, or empty
}

func (g *guide) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&g.root, "root", ".", "folder of the guide: that of site.toml")
}

// persistent gives the flags to a command's own commands too.
func (g *guide) persistent(cmd *cobra.Command) {
	cmd.PersistentFlags().StringVar(&g.root, "root", ".", "folder of the guide: that of site.toml")
}

func (g *guide) options() build.Options {
	return build.Options{Outputs: outputs, Checks: append(slices.Clone(checks), check.Fresh(g.since)), Rules: rules, Drafts: g.drafts, BaseURL: g.baseURL}
}
