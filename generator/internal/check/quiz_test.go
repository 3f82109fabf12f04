package check

import "testing"

func TestQuestionsThatCanBeGuessedAreFound(t *testing.T) {
	expect(t, findBias, english8(), `# x

> [!QUIZ] one
> What?
>
> - [x] The longest of all.
>
>   F
> - [ ] Short.
>
>   F

> [!QUIZ] two
> What?
>
> - [x] It is the longest again.
>
>   F
> - [ ] Short.
>
>   F
`, `
content/x.md:3:3: error: the right option is the longest in every question of this chapter [quiz-bias]
    hint: readers learn to choose it unread: shorten one, or give a wrong option more words
content/x.md:3:3: error: the right option has the same place in every question of this chapter [quiz-bias]
    hint: readers learn to choose it unread: move one
`)
}

func TestOneQuestionOrSeveralAnswersTellNothing(t *testing.T) {
	expect(t, findBias, english8(), `# x

> [!QUIZ] one
> What?
>
> - [x] The longest of all.
>
>   F
> - [ ] Short.
>
>   F

> [!QUIZ] two
> What?
>
> - [x] The longest again.
>
>   F
> - [x] Longish.
>
>   F
> - [ ] Short.
>
>   F
`, "")
}

func TestQuestionsWithoutAPatternPass(t *testing.T) {
	expect(t, findBias, english8(), `# x

> [!QUIZ] one
> What?
>
> - [x] Short.
>
>   F
> - [ ] The longest of all.
>
>   F

> [!QUIZ] two
> What?
>
> - [ ] Short.
>
>   F
> - [x] The longest.
>
>   F
`, "")
}
