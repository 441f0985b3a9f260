package text

// Lang is the language of a text.
type Lang string

// The languages this room tells apart. None means that nothing in the text
// says which it is.
const (
	Kazakh  Lang = "kk"
	Russian Lang = "ru"
	Mixed   Lang = "mixed"
	Other   Lang = "other"
	None    Lang = ""
)

// Detect tells the language of a text and how sure it is, from 0 to 1. Kazakh
// is known by its letters, its small words and its endings, so also when it is
// typed without Kazakh letters; Mixed means that both languages carry a good
// part of the text, not that Kazakh borrowed a word.
func Detect(s string) (Lang, float64) {
	return tally(parts(Fold(s))).lang()
}

// evidence counts what speaks for each language, strong signs twice.
type evidence struct{ kk, ru, latin, cyrillic int }

// enough words decide; a long text need not be read to its end.
const enough = 400

func tally(tokens []string) evidence {
	var e evidence
	for i, t := range tokens {
		if i == enough {
			break
		}
		e.add(t)
	}
	return e
}

func (e *evidence) add(w string) {
	if w[0] < 0x80 || !cyrillic(w) {
		if letter(first(w)) {
			e.latin++
		}
		return
	}
	e.cyrillic++
	switch {
	case kazakhLetters(w), kazakhWord(w):
		e.kk += 2
	case russianWord(w):
		e.ru += 2
	case kazakhEnding(w), kazakhTail(w):
		e.kk++
	case russianEnding(w), russianLetters(w):
		e.ru++
	}
}

func (e evidence) lang() (Lang, float64) {
	total := e.kk + e.ru
	if e.latin > e.cyrillic {
		return Other, float64(e.latin) / float64(e.latin+e.cyrillic+1)
	}
	if total == 0 {
		return None, 0
	}
	sure := float64(total) / float64(total+2)
	share := float64(e.kk) / float64(total)
	switch {
	case share >= .7:
		return Kazakh, share * sure
	case share <= .2:
		return Russian, (1 - share) * sure
	case e.kk >= 4 && e.ru >= 4:
		return Mixed, (1 - abs(2*share-1)) * sure
	case share >= .5:
		return Kazakh, share * sure
	}
	return Russian, (1 - share) * sure
}

func abs(x float64) float64 { return max(x, -x) }

func russianEnding(w string) bool {
	if len(w) < 10 {
		return false
	}
	switch w[len(w)-8:] {
	case "ость", "ости", "ение", "ения":
		return true
	}
	switch w[len(w)-6:] {
	case "ого", "его", "ому", "ему", "ами", "ями", "ить", "ать", "ует", "ают",
		"или", "али", "ила", "ала", "ной", "ным", "ных":
		return true
	}
	switch w[len(w)-4:] {
	case "ся", "сь", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ах", "ях",
		"ую":
		return true
	}
	return false
}

// kazakhTail knows endings, of verbs most of all, that are rare enough in
// Russian to count as a sign and too common to decide how a word is stemmed.
func kazakhTail(w string) bool {
	if len(w) < 10 {
		return false
	}
	switch w[len(w)-6:] {
	case "йды", "йди", "ган", "ген", "нын", "дын", "тын", "ады", "рди", "лды", "лди",
		"тты", "тти", "шты", "шти", "нде", "йын", "йик", "лар", "лер":
		return true
	}
	return false
}

// russianLetters tells whether a word has a letter that Kazakh uses in
// borrowed words only.
func russianLetters(w string) bool {
	for i := 0; i < len(w); i += 2 {
		switch w[i : i+2] {
		case "в", "ф", "ц", "ч", "щ", "ъ", "ь", "э":
			return true
		}
	}
	return false
}

// kazakhWord knows frequent Kazakh words that have no Kazakh letter, or lose
// theirs on a Russian keyboard, and are not Russian words.
func kazakhWord(w string) bool {
	switch w {
	case "мен", "бар", "жок", "емес", "керек", "ушин", "бойынша", "туралы",
		"арасында", "болып", "болды", "болган", "болады", "болмайды", "отыр",
		"жатыр", "жур", "журген", "келеди", "келип", "келди", "дейин", "кейин",
		"бурын", "осы", "бул", "сол", "онда", "мында", "осында", "сонда", "бир",
		"еки", "барлык", "барлыгы", "барлыгымыз", "коп", "аз", "оте", "жане",
		"немесе", "бирак", "себеби", "егер", "рахмет", "салем", "салеметсиз",
		"салеметсизбе", "сиз", "сизге", "сизден", "сизди", "сиздер", "биз",
		"бизге", "бизде", "бизди", "биздин", "бизден", "олар", "мына", "мынау",
		"жаткан", "жасау", "жасап", "жасады", "жасалмады", "жондеу", "кала",
		"калада", "каласы", "каласында", "калай", "кандай", "кашан", "кайда",
		"неге", "канша", "коше", "коша", "кошеси", "кошесинде", "кошеде", "уй",
		"уйде", "уйдин", "ауыл", "ауылда", "ауылы", "ауданы", "ауданында",
		"облысы", "облысында", "тургын", "тургындар", "тургындары", "мектеп",
		"мектепте", "мектепке", "балалар", "балалары", "жарык", "жол", "жолдар",
		"жолды", "жолы", "жолдын", "отиниш", "шагым", "халык", "сураймын",
		"сураймыз", "суранамын", "суранамыз", "отинемин", "отинемиз", "болса",
		"болсын", "берсениз", "беринизши", "комек", "комектесиниз",
		"комектесинизши", "тазалау", "жумыс", "жумысы", "жумыстары", "азамат",
		"азаматтар", "адам", "адамдар", "жаксы", "жаман", "улкен", "киши",
		"жана", "ески", "кыс", "жаз", "куз", "бугин", "кеше", "ертен", "айтып",
		"айтты", "берип", "берди", "деп", "деген", "деди", "тек", "гана", "дала",
		"далада", "аула", "аулада", "тамак", "дарыгер", "дарыгерлер", "емхана",
		"балабакша", "кийин", "тапсырма", "туратын", "турамын", "турамыз",
		"турып", "алып", "калган", "калды", "кылып", "мумкин", "себебинен":
		return true
	}
	return false
}

// russianWord knows the small words that every Russian text is held by.
func russianWord(w string) bool {
	switch w {
	case "во", "на", "не", "ни", "что", "со", "об", "от", "до", "за", "из",
		"по", "под", "при", "для", "без", "над", "через", "между", "мы", "вы",
		"он", "она", "оно", "они", "это", "этот", "эта", "эти", "этого", "этой",
		"как", "так", "но", "или", "же", "ли", "бы", "то", "все", "всех", "уже",
		"еще", "был", "была", "было", "были", "будет", "нет", "есть", "нас",
		"нам", "нами", "наш", "наша", "нашей", "нашего", "нашем", "вас", "вам",
		"ваш", "мне", "меня", "мой", "моя", "его", "ее", "их", "который",
		"которая", "которые", "можно", "нужно", "надо", "прошу", "просим",
		"здравствуйте", "добрый", "день", "почему", "когда", "где", "кто",
		"куда", "после", "только", "очень", "если", "чтобы", "также", "больше",
		"лет", "год", "года", "году", "дом", "дома", "доме", "двор", "дворе",
		"улице", "улица", "улицы", "дорога", "дороги", "дороге", "вода", "воды",
		"воду", "свет", "ул", "район", "района", "районе", "город", "города",
		"городе", "области", "дней", "месяц", "помогите", "примите", "меры",
		"сделать", "сделайте", "жители", "детей", "дети", "ребенок", "там",
		"тут", "здесь", "этом", "чем", "тем", "из-за", "около", "возле",
		"сколько", "никто", "ничего", "никаких", "каждый", "люди", "человек":
		return true
	}
	return false
}
