package directory_test

import (
	"fmt"

	"jauap/internal/directory"
	"jauap/internal/i18n"
)

func Example() {
	files, err := directory.ReadFiles(directory.Defaults())
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := files.Directory()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range d.FindPlace("Абайский район") {
		akimat, _ := d.Akimat(p.Code)
		higher, _ := d.Body(akimat.Higher)
		fmt.Println(d.PlaceTitle(p.Code).In(i18n.KK), "→", akimat.Name.In(i18n.KK), "→", higher.Name.In(i18n.KK))
	}
	// Output:
	// Абай облысы, Абай ауданы → Абай ауданының әкімдігі → Абай облысының әкімдігі
	// Қарағанды облысы, Абай ауданы → Абай ауданының әкімдігі → Қарағанды облысының әкімдігі
	// Шымкент қаласы, Абай ауданы → Абай ауданы әкімінің аппараты → Шымкент қаласының әкімдігі
}
