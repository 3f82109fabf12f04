//go:build race

package build_test

const racing = true // the race detector takes its time
