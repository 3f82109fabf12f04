package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

func checkCommand() *cobra.Command {
	var g guide
	var format, asOf string
	cmd := &cobra.Command{
		Use: "check", Short: "Find every mistake in the guide, and publish nothing", Args: cobra.NoArgs,
		Long: `Find every mistake in the guide, and publish nothing.

With --format json each problem is one line: an object with file, line, column, severity, rule, message and
hint. With --format github they are annotations for GitHub Actions.

With --as-of DATE, such as 2026-11-22, it also warns of telephone numbers that were last seen more than six
months before that day. Without it no date is looked at, so that the same guide gives the same result.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asOf != "" {
				day, err := time.Parse(time.DateOnly, asOf)
				if err != nil {
					return fmt.Errorf("--as-of is a day such as 2026-11-22, not %q", asOf)
				}
				g.since = day.AddDate(0, -6, 0).Format(time.DateOnly)
			}
			return g.check(format, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	g.flags(cmd)
	cmd.Flags().BoolVar(&g.drafts, "drafts", false, "check as if drafts were published")
	cmd.Flags().BoolVar(&g.strict, "strict", false, "take warnings for errors")
	cmd.Flags().StringVar(&asOf, "as-of", "", "warn of telephone numbers that are too old on this day")
	cmd.Flags().StringVar(&format, "format", "text", "text, json or github")
	return cmd
}

func (g *guide) check(format string, stdout, stderr io.Writer) error {
	write, ok := formats[format]
	if !ok {
		return fmt.Errorf("--format is text, json or github, not %q", format)
	}
	tree, err := g.read()
	if err != nil {
		return err
	}
	useLargePages()
	options := g.options()
	options.Files, options.Once = true, true
	result := build.New(options).Build(tree)
	if format == "text" {
		write(stderr, g.root, result.Problems)
		fmt.Fprintln(stdout, summary(result))
	} else {
		write(stdout, g.root, result.Problems)
		fmt.Fprintln(stderr, summary(result))
	}
	if g.blocked(result.Problems) {
		return errProblems
	}
	return nil
}

func summary(r build.Result) string {
	if len(r.Problems) == 0 {
		return tally(r) + ": no problems"
	}
	return tally(r)
}

// formats are the ways in which problems are printed.
var formats = map[string]func(w io.Writer, root string, problems []diag.Problem){
	"text": report, "json": reportJSON, "github": reportGitHub,
}

// shown is a path as somebody would type it where the command was run.
func shown(root, file string) string {
	if root == "." {
		return file
	}
	return path.Join(filepath.ToSlash(root), file)
}

func report(w io.Writer, root string, problems []diag.Problem) {
	for _, p := range problems {
		p.File = shown(root, p.File)
		fmt.Fprintln(w, p)
	}
}

func reportJSON(w io.Writer, root string, problems []diag.Problem) {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, p := range problems {
		_ = encoder.Encode(struct {
			File     string `json:"file"`
			Line     int    `json:"line"`
			Column   int    `json:"column"`
			Severity string `json:"severity"`
			Rule     string `json:"rule"`
			Message  string `json:"message"`
			Hint     string `json:"hint,omitempty"`
		}{shown(root, p.File), p.Line, p.Column, p.Severity.String(), p.Rule, p.Message, p.Hint})
	}
}

// reportGitHub writes workflow commands. Source of the format and its escapes: GitHub's documentation,
// "Workflow commands for GitHub Actions".
func reportGitHub(w io.Writer, root string, problems []diag.Problem) {
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, p := range problems {
		message := p.Message
		if p.Hint != "" {
			message += "\nhint: " + p.Hint
		}
		fmt.Fprintf(w, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", p.Severity,
			property.Replace(shown(root, p.File)), max(p.Line, 1), max(p.Column, 1), p.Rule, text.Replace(message))
	}
}
