//go:build race

package build_test

import "time"

const slow = 30 * time.Second // the race detector takes its time
