package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
)

func serveCommand() *cobra.Command {
	var g guide
	var address string
	cmd := &cobra.Command{
		Use: "serve", Short: "Build the guide in memory and show it in a browser", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return g.serve(ctx, address, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	g.flags(cmd)
	cmd.Flags().StringVar(&address, "addr", "localhost:8080", "host and port to listen at")
	cmd.Flags().BoolVar(&g.drafts, "drafts", false, "show drafts too")
	return cmd
}

// serve shows the guide as it is now, problems and all. The next free port is taken if this one is not.
func (g *guide) serve(ctx context.Context, address string, stdout, stderr io.Writer) error {
	tree, err := g.read()
	if err != nil {
		return err
	}
	result := build.New(g.options()).Build(tree)
	report(stderr, g.root, result.Problems)
	listener, err := serve.Listen(address)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s\nopen http://%s/ (Ctrl-C ends it; start again to see changes)\n", summary(result), shownAddress(listener))
	return serve.Run(ctx, listener, serve.Site(result.Files, "/"))
}

func shownAddress(l net.Listener) string {
	address := l.Addr().String()
	if host, port, err := net.SplitHostPort(address); err == nil && (strings.HasPrefix(host, "127.") || host == "::1") {
		return "localhost:" + port
	}
	return address
}
