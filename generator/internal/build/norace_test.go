//go:build !race

package build_test

import "time"

const slow = 5 * time.Second // of what takes less than one on a quiet machine
