package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
)

type previewing struct {
	guide
	address string
	editor  string
	open    bool
	poll    bool
	verify  bool
}

func serveCommand() *cobra.Command {
	var p previewing
	cmd := &cobra.Command{
		Use: "serve", Short: "Show the guide in a browser, and each change as it is saved", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := untilInterrupted()
			defer stop()
			return p.serve(ctx, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	p.flags(cmd)
	cmd.Flags().StringVar(&p.address, "addr", "localhost:8080", "host and port to listen at; others can see the preview only if it is not localhost")
	cmd.Flags().StringVar(&p.baseURL, "base-url", "", "address under which the guide will stand: its path is used here too")
	cmd.Flags().BoolVar(&p.drafts, "drafts", false, "show drafts too")
	cmd.Flags().BoolVar(&p.open, "open", false, "open the browser")
	cmd.Flags().BoolVar(&p.poll, "poll", false, "look for changes twice a second, and do without the system's events")
	cmd.Flags().StringVar(&p.editor, "editor", "", "what Alt-click opens a block's source with; may hold {file}, {line} and {column} (default: $VISUAL or $EDITOR)")
	cmd.Flags().BoolVar(&p.verify, "verify", false, "compare each build with one that remembers nothing")
	return cmd
}

// untilInterrupted gives a context that ends at Ctrl-C. A second Ctrl-C ends the program at once.
func untilInterrupted() (context.Context, func()) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// serve listens first, so that a browser may come at once and wait, and then shows one build after another. The next
// free port is taken if this one is not.
func (p *previewing) serve(ctx context.Context, stdout, stderr io.Writer) error {
	prefix, err := prefixOf(p.baseURL)
	if err != nil {
		return err
	}
	listener, err := serve.Listen(p.address)
	if err != nil {
		return err
	}
	defer listener.Close()
	preview := serve.NewPreview(prefix)
	preview.Hosts, preview.Network = hosts(p.address, listener)
	preview.Open = p.edit
	address := "http://" + shownAddress(listener) + prefix
	fmt.Fprintf(stdout, "%s (Ctrl-C ends it)\n", address)
	if p.open {
		browse(address)
	}

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	go func() {
		defer stop()
		served <- serve.Run(ctx, listener, preview)
	}()
	screen := &screen{root: p.root, out: stdout, err: stderr}
	err = p.rebuild(ctx, p.poll, preview, screen.line, func(b built) error {
		update := serve.Update{Moved: b.moved, Problems: b.result.Problems, Tree: b.tree, Place: b.result.Place}
		if b.first || !p.blocked(b.result.Problems) {
			update.Files, update.Rest = b.result.Files, b.result.Rest
		}
		screen.show(b, preview.Show(update))
		if p.verify {
			if err := p.guide.verify(b); err != nil {
				screen.line(err.Error())
			}
		}
		return nil
	})
	stop()
	if failed := <-served; err == nil {
		err = failed
	}
	return err
}

func prefixOf(base string) (string, error) {
	if base == "" {
		return "/", nil
	}
	c, err := new(config.Config).WithBaseURL(base)
	if err != nil {
		return "", fmt.Errorf("--base-url: %w", err)
	}
	at, err := url.Parse(c.BaseURL)
	if err != nil {
		return "", fmt.Errorf("--base-url: %w", err)
	}
	return at.Path, nil
}

// hosts are the names by which the preview may be asked: that of the address, and where it is open to the network,
// those of this machine and any number.
func hosts(address string, l net.Listener) (names []string, network bool) {
	if host, _, err := net.SplitHostPort(address); err == nil && host != "" {
		names = append(names, host)
	}
	if at, ok := l.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
		network = true
		if name, err := os.Hostname(); err == nil {
			names = append(names, name, name+".local")
		}
	}
	return names, network
}

func shownAddress(l net.Listener) string {
	address := l.Addr().String()
	if host, port, err := net.SplitHostPort(address); err == nil && (strings.HasPrefix(host, "127.") || host == "::1" || host == "::" || host == "0.0.0.0") {
		return "localhost:" + port
	}
	return address
}

// browse asks the system for it. Where there is none the address stands on the terminal.
func browse(address string) {
	command := []string{"xdg-open", address}
	switch runtime.GOOS {
	case "darwin":
		command[0] = "open"
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler", address}
	}
	_ = start(exec.Command(command[0], command[1:]...))
}

// start runs a program on its own.
func start(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }()
	return nil
}
