package publish

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestASecondBuildWaitsAndThenGivesUp(t *testing.T) {
	g := newGuide(t)
	g.publish(site)
	tg := &target{shown: "public", hooks: hooks{wait: time.Second}}
	must(t, tg.enter(g.public))
	defer tg.close()
	unlock, err := tg.lock()
	must(t, err)

	before := read(t, g.public)
	_, _, err = hooks{wait: 50 * time.Millisecond}.sync(newSite.files(), g.opt, g.inputs)
	if err == nil || err.Error() != "another build is publishing into public: wait until it has ended, and try again" {
		t.Errorf("got %v", err)
	}
	same(t, before, read(t, g.public))

	time.AfterFunc(100*time.Millisecond, unlock)
	g.publish(newSite)
	g.holds(newSite)
}

func TestALeftLockIsNoObstacle(t *testing.T) {
	g := newGuide(t)
	tree{lockName: ""}.put(t, g.public)
	g.publish(site)
	g.holds(site)
}

func TestNoTwoHoldTheLock(t *testing.T) {
	folder := t.TempDir()
	var holders atomic.Int32
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			tg := &target{hooks: hooks{wait: time.Minute}}
			if err := tg.enter(folder); err != nil {
				t.Error(err)
				return
			}
			defer tg.close()
			for range 5 {
				unlock, err := tg.lock()
				if err != nil {
					t.Error(err)
					return
				}
				if holders.Add(1) != 1 {
					t.Error("two hold the lock")
				}
				time.Sleep(time.Millisecond)
				holders.Add(-1)
				unlock()
			}
		})
	}
	group.Wait()
	same(t, tree{}, read(t, folder))
}

func TestBuildsIntoOneTargetDoNotInterleave(t *testing.T) {
	g := newGuide(t)
	var group sync.WaitGroup
	for i := range 6 {
		group.Go(func() {
			_, problems, err := hooks{wait: time.Minute}.sync(many(i%2).files(), g.opt, g.inputs)
			if err != nil || len(problems) > 0 {
				t.Error(problems, err)
			}
		})
	}
	group.Wait()
	got := read(t, g.public).without(ledgerName)
	edition := 0
	if strings.HasSuffix(got["index.html"], "1") {
		edition = 1
	}
	same(t, many(edition), got)
}

func TestWhatStandsInPlaceOfTheLockIsNamed(t *testing.T) {
	for name, inPlace := range map[string]tree{"folder": {lockName + "/x": ""}, "link": {lockName: "-> index.html", "index.html": "theirs"}} {
		g := newGuide(t)
		g.opt.Adopt = true
		inPlace.put(t, g.public)
		_, _, err := Sync(site.files(), g.opt, g.inputs)
		if err == nil || err.Error() != "cannot lock public/.guide-lock: it is not an ordinary file; delete it" {
			t.Errorf("%s: got %v", name, err)
		}
		same(t, inPlace, read(t, g.public))
	}
}
