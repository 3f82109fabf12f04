package body

import (
	"strconv"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
)

// question appends a knowledge check: a form that can be read, answered on paper and looked up without a script.
// In front of the first on a page stand the words that the script needs.
func (f *Filler) question(dst []byte, index int) []byte {
	q := &f.Chapter.Questions[index]
	if index == 0 {
		dst = f.Fragments.quizWords.Splice(dst, 0)
	}
	var options, answers []byte
	for i, o := range q.Options {
		letter := strings.ToUpper(letters(i))
		options = f.Fragments.quizOption.Splice(options, Bit(q.Several, First), q.ID, letter, f.splice(o.Text))
		answers = f.Fragments.quizAnswer.Splice(answers, Bit(o.Right, First), letter, f.splice(o.Feedback))
	}
	scene := f.splice(q.Scene)
	if f.Fragments.quizKey != nil {
		f.key = f.Fragments.quizKey.Splice(f.key, 0, q.ID, strconv.Itoa(index+1), string(answers))
	}
	return f.Fragments.quiz.Splice(dst, Bit(scene != "", First)|Bit(q.Several, Second),
		q.ID, strconv.Itoa(index+1), strconv.Itoa(len(f.Chapter.Questions)), scene, f.splice(q.Ask), string(options), string(answers))
}

func (f *Filler) splice(b chapter.Body) string { return string(b.Splice(nil, f.fill)) }
