package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// manCommand writes a manual page, made of the same definitions as the help. Source of the format: man(7).
func manCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page", Hidden: true, Args: cobra.NoArgs,
		Run: func(cmd *cobra.Command, _ []string) { writeManual(cmd.OutOrStdout(), root) },
	}
}

func writeManual(w io.Writer, root *cobra.Command) {
	fmt.Fprintf(w, ".TH GUIDE 1 \"\" \"guide %s\" \"\"\n.SH NAME\nguide \\- %s\n.SH SYNOPSIS\n.B guide\n.I command\n[flags]\n.SH COMMANDS\n",
		roff(version()), roff(root.Short))
	for _, cmd := range commands(root) {
		fmt.Fprintf(w, ".SS %s\n%s.\n", roff(cmd.UseLine()), roff(cmd.Short))
		if long := strings.TrimSpace(strings.TrimPrefix(cmd.Long, cmd.Short+".")); long != "" {
			fmt.Fprintf(w, ".PP\n%s\n", strings.ReplaceAll(roff(long), "\n\n", "\n.PP\n"))
		}
		if flags := cmd.LocalFlags().FlagUsages(); flags != "" {
			fmt.Fprintf(w, ".PP\n.nf\n%s.fi\n", roff(flags))
		}
		if cmd.Example != "" {
			fmt.Fprintf(w, ".PP\n.EX\n%s\n.EE\n", roff(cmd.Example))
		}
	}
	fmt.Fprint(w, ".SH EXIT STATUS\n.TP\n0\nclean\n.TP\n1\nproblems in the guide\n.TP\n2\nwrong usage, or a failing machine\n")
}

// commands lists all that do something, in the order of the help.
func commands(root *cobra.Command) (list []*cobra.Command) {
	for _, cmd := range root.Commands() {
		if cmd.Hidden || cmd.Name() == "completion" || cmd.Name() == "help" {
			continue
		}
		if cmd.Runnable() {
			list = append(list, cmd)
		}
		list = append(list, commands(cmd)...)
	}
	return list
}

// roff escapes what a line must not begin with, and hyphens that are to be typed.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
