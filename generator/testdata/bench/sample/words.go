package sample

import "strings"

// Short words, a few hundred, in lists by what they can be in a sentence.
var (
	adjectives = words(`calm warm quiet bright small open slow kind plain early late old new soft deep clear light dark
		green blue brown grey round long short wide narrow clean dry fresh sweet gentle simple steady spare broad
		cool neat proud sharp smooth tall thin wild young dusty sunny misty`)
	nouns = words(`garden river table window letter kettle basket blanket bridge lantern meadow orchard pebble pillow
		ribbon saddle shovel silver spoon stone street thread ticket tower valley wagon whistle winter apple barrel
		bottle branch button candle carpet corner cottage cup ladder drum engine farm feather fence field forest
		hammer harbour jacket kitchen lake lamp market mirror mountain needle paper pencil plate pocket road roof
		room rope sail seed shelf ship shoe song spring star stove supper tent tree wall wheel wind wing`)
	subjects = words(`you we they friends guests neighbours cousins sisters brothers farmers bakers sailors teachers
		singers walkers hosts painters gardeners pilots cooks`)
	verbs = words(`carry share keep hold bring leave make want watch mend paint wash cook plant lift move draw count
		offer borrow open choose pick save fold clean visit guard follow clear cross dust empty fetch fill guide
		hang hide join kick love mark miss need order pack pass plan pull push raise reach save sell send shake
		sketch sort spot store sweep thank tie touch trade trim trust turn warm weigh wrap`)
	determiners = words(`the your their our my that another some every this`)
	names       = words(`Ada Ben Cleo Dov Ela Finn Gus Hana Ivo Jun Kit Lena Milo Nia Omar Pia Rosa Tam Uma Wes`)
	activities  = words(`walks talks meals games songs letters plans visits mornings evenings journeys jobs chores
		stories lessons dances picnics habits meetings parties errands gifts questions harvests`)
	places = phrases(`by the river, on the hill, in the garden, at the table, near the harbour, under the oak,
		across the bay, behind the barn, along the coast, in the kitchen, on the road, at the market, by the fire,
		in the rain, on the train, at the window, over the bridge, past the mill, in the snow, on the island,
		by the lake, at the station, in the attic, on the farm`)
	times = phrases(`before lunch, after dark, in the morning, all day, once a week, on Friday, late at night, for an hour,
		now and then, in spring, when it rains, most of the time, by noon, at dawn, before bed, in the end,
		after school, year by year, at first, for a while`)
)

func words(list string) []string { return strings.Fields(list) }

func phrases(list string) []string {
	all := strings.Split(list, ",")
	for i, phrase := range all {
		all[i] = strings.Join(strings.Fields(phrase), " ")
	}
	return all
}
