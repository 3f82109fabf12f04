package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// prose draws sentences.
type prose struct{ *rand.Rand }

func (p *prose) one(list []string) string { return list[p.IntN(len(list))] }

// thing is what is done something with; now and then it is stressed.
func (p *prose) thing() string {
	noun := p.one(nouns)
	switch p.IntN(24) {
	case 0:
		noun = "*" + noun + "*"
	case 1:
		noun = "**" + noun + "**"
	}
	if p.IntN(3) == 0 {
		return p.one(determiners) + " " + noun
	}
	return p.one(determiners) + " " + p.one(adjectives) + " " + noun
}

// clause is a sentence without its capital and its stop.
func (p *prose) clause() string { return p.one(subjects) + " " + p.one(verbs) + " " + p.thing() }

func (p *prose) sentence() string {
	switch p.IntN(9) {
	case 0:
		return fmt.Sprintf("When %s, %s %s.", p.clause(), p.clause(), p.one(places))
	case 1:
		return fmt.Sprintf(`"%s %s," says %s.`, capital(p.clause()), p.one(times), p.one(names))
	case 2:
		return fmt.Sprintf("It helps to %s %s %s.", p.one(verbs), p.thing(), p.one(times))
	case 3:
		return fmt.Sprintf("%s, and then %s.", capital(p.clause()), p.clause())
	case 4:
		return fmt.Sprintf("%s don't %s %s %s.", capital(p.one(subjects)), p.one(verbs), p.thing(), p.one(places))
	case 5:
		return fmt.Sprintf("%s can't %s %s -- not %s.", p.one(names), p.one(verbs), p.thing(), p.one(times))
	case 6:
		return fmt.Sprintf("%s's sister, who lives %s, can %s %s.", p.one(names), p.one(places), p.one(verbs), p.thing())
	}
	return fmt.Sprintf("%s %s.", capital(p.clause()), p.one(places))
}

func (p *prose) sentences(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = p.sentence()
	}
	return strings.Join(list, " ")
}

func (p *prose) paragraph() string { return p.sentences(5 + p.IntN(4)) }

// list has its mark before each item: "- " or "1. ".
func (p *prose) list(mark string, n int) string {
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, "%s%s\n", mark, p.sentence())
	}
	return b.String()
}

func (p *prose) table(rows int) string {
	var b strings.Builder
	b.WriteString("| Who | What | Where |\n| --- | --- | ---: |\n")
	for range rows {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", capital(p.one(subjects)), p.one(verbs)+" "+p.thing(), p.one(places))
	}
	return b.String()
}

func (p *prose) quote() string { return "> " + p.sentences(2) + "\n" }
