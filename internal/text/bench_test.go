package text

import (
	"testing"
	"unicode/utf8"
)

const sampleRu = "Здравствуйте! По улице Лесной возле дома 12 уже третий месяц не горят фонари, вечером дети возвращаются из школы в полной темноте. Мы обращались в районный акимат, нам обещали починить освещение до конца месяца, но ничего не сделано. Сынакова Мария Петровна, тел. 8 701 000 00 01. Просим принять меры и сообщить, когда дорога и двор будут освещены."

const sampleKk = "Сәлеметсіз бе! Алматы қаласы, Лесная көшесі, 50 үйдің ауласындағы жолдар өте нашар жағдайда. Шұңқырлар көбейіп кетті, көлікпен жүру мүмкін емес, балалар мектепке қараңғыда барады. Әкімдікке бірнеше рет жаздық, жауап болмады. Сынақов Сынақ Сынақұлы, тел. 8 701 000 00 01. Жөндеу жұмыстарын жүргізуіңізді және көше жарығын қалпына келтіруді сұраймыз, рақмет."

// A text goes the whole line into the index; the floor is 20 000 a second.
func BenchmarkCleanMaskWords(b *testing.B) {
	for name, s := range map[string]string{"ru": sampleRu, "kk": sampleKk} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				clean, _ := Clean(s)
				masked, _ := Mask(clean)
				Words(masked)
			}
			b.ReportMetric(float64(utf8.RuneCountInString(s)), "characters")
		})
	}
}

func BenchmarkDetect(b *testing.B) {
	for b.Loop() {
		Detect(sampleKk)
	}
}
