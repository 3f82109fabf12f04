#!/bin/sh
# Makes what a release holds, in dist/: the program for each system, static; the manual page; completions; licences; checksums.
# The same commit, toolchain and tag give the same bytes anywhere.
set -eu

go=${GO:-go}
rm -rf dist
mkdir dist
for system in linux darwin windows; do
	for processor in amd64 arm64; do
		ending=''
		[ $system = windows ] && ending='.exe'
		CGO_ENABLED=0 GOOS=$system GOARCH=$processor "$go" build -trimpath -ldflags='-s -w' -o "dist/guide-$system-$processor$ending" ./generator
	done
done
CGO_ENABLED=0 "$go" build -trimpath -o dist/guide-here ./generator
dist/guide-here man >dist/guide.1
for shell in bash zsh fish powershell; do
	dist/guide-here completion $shell >"dist/guide.$shell"
done
rm dist/guide-here
# What others wrote is in the program, and their licences want to go with it.
{
	cat LICENSE
	printf '\n--- Go\n\n'
	cat "$("$go" env GOROOT)/LICENSE"
	for system in linux windows; do
		GOOS=$system "$go" list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}' ./generator
	done | sort -u | while read -r module folder; do
		printf '\n--- %s\n\n' "$module"
		find "$folder" -maxdepth 1 \( -name 'LICEN[CS]E*' -o -name 'COPYING*' \) -exec cat {} +
	done
} >dist/guide-licences.txt
(cd dist && sha256sum guide* >SHA256SUMS)
ls -l dist
