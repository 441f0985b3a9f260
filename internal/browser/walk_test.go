package browser

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"jauap/internal/appeal"
	"jauap/internal/i18n"
)

// almaty is the body of most demo people, as each reader reads it.
var almaty = map[i18n.Lang]string{
	i18n.KK: "Алматы қаласының әкімдігі", i18n.RU: "Акимат города Алматы", i18n.EN: "Akimat of Almaty city",
}

const answerText = "Сынақ жауабы: шамдар ауыстырылды."

func TestAnAppealInKazakhGoesFromTheFirstWordToTheRating(t *testing.T) {
	t.Parallel()
	w := visit(t)
	citizen := w.open(t, i18n.KK)
	k := citizen.send(letter{
		name: "Сынақ Сынақов", topic: "roads.light", place: "Алматы қаласы, Сынақ көшесі, 5",
		text: "Көшемізде үш аптадан бері жарық жоқ. Шамдарды ауыстырып беруіңізді сұраймын.",
	})
	if _, err := appeal.ParseNumber(k.number); err != nil || k.code == "" || k.due == "" {
		t.Fatalf("the receipt says %+v: %v", k, err)
	}
	w.toAnswer(t, i18n.KK, k.number)
	citizen.openAppeal(k)
	citizen.see(answerText)
	citizen.see(citizen.say.T("appeal.outcome.satisfied"))
	citizen.rate(appeal.Solved)
}

func TestAnAppealInRussianKeepsItsFilesByteForByte(t *testing.T) {
	t.Parallel()
	w := visit(t)
	files := attachments(t)
	citizen := w.open(t, i18n.RU)
	k := citizen.send(letter{
		name: "Тест Тестов", topic: "roads.light", place: "город Алматы, улица Тестовая, 5", files: files,
		text: "На нашей улице три недели не горит свет. Прошу заменить лампы.",
	})
	clerk := w.employee(t, i18n.RU, "window")
	clerk.take(k.number)
	for i, file := range files {
		clerk.gets(file, i)
	}
	w.toAnswer(t, i18n.RU, k.number)
	citizen.openAppeal(k)
	citizen.see(answerText)
	citizen.rate(appeal.Partly)
}

// toAnswer takes a case through the hands of the window, a head and an
// executor, each at a browser of their own.
func (w *town) toAnswer(t *testing.T, l i18n.Lang, number string) {
	t.Helper()
	w.employee(t, l, "window").register(number)
	w.employee(t, l, "head").assign(number)
	w.employee(t, l, "executor").answer(number)
}

// register confirms an appeal and gives it to the akimat of Almaty.
func (b *tab) register(number string) {
	b.t.Helper()
	b.take(number)
	b.act("register")
	b.picksAlmaty()
	b.done("staff.do_register", "staff.done_register", number)
}

// registerForNobody confirms an appeal whose body is not known yet.
func (b *tab) registerForNobody(number string) {
	b.t.Helper()
	b.take(number)
	b.act("register")
	b.press(b.say.T("staff.body_unknown"))
	b.done("staff.do_register", "staff.done_register", number)
}

// route gives a confirmed appeal to the akimat of Almaty.
func (b *tab) route(number string) {
	b.t.Helper()
	b.take(number)
	b.act("route")
	b.picksAlmaty()
	b.done("staff.do_route", "staff.done_route", number)
}

func (b *tab) picksAlmaty() {
	b.t.Helper()
	akimat := almaty[b.say.Lang()]
	b.write("q", akimat)
	b.follow(b.say.T("staff.find"))
	b.press(akimat)
}

func (b *tab) assign(number string) {
	b.t.Helper()
	b.take(number)
	b.act("assign")
	b.press("Демо Орындаушыұлы")
	b.done("staff.do_assign", "staff.done_assign", number)
}

func (b *tab) answer(number string) {
	b.t.Helper()
	b.prepareAnswer(number)
	b.done("staff.send_answer", "staff.done_answer", number)
}

// prepareAnswer goes as far as the sheet that is shown before sending.
func (b *tab) prepareAnswer(number string) {
	b.t.Helper()
	b.take(number)
	b.act("answer")
	b.write("note", answerText)
	b.press(b.say.T("appeal.outcome.satisfied"))
	b.follow(b.say.T("staff.look_first"))
	b.see(answerText)
}

func (b *tab) rate(r appeal.Rating) {
	b.t.Helper()
	b.follow(b.say.T("appeal.rating." + string(r)))
	b.see(b.say.T("citizen.rated"))
}

// attachments writes a small real picture and a small text.
func attachments(t *testing.T) []string {
	t.Helper()
	picture, err := os.ReadFile(filepath.Join(assets, "images/favicon.png"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	list := []string{filepath.Join(dir, "photo.png"), filepath.Join(dir, "act.txt")}
	for i, body := range [][]byte{picture, []byte("Акт осмотра.\r\nЛампы не горят: ұшқын жоқ.\n")} {
		if err := os.WriteFile(list[i], body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// gets saves the i-th file of the case on the screen and compares it with
// what was sent.
func (b *tab) gets(sent string, i int) {
	b.t.Helper()
	dir := b.t.TempDir()
	do(b, "save to", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		c := chromedp.FromContext(ctx)
		_, err := cdp.Call(ctx, c.Browser, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
			Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: c.BrowserContextID, DownloadPath: dir,
		})
		return err
	}))
	b.hit(b.point(`(i => document.querySelectorAll('main a[href*="/files/"]')[+i])`, string(rune('0'+i))))
	want, err := os.ReadFile(sent)
	if err != nil {
		b.t.Fatal(err)
	}
	saved := filepath.Join(dir, filepath.Base(sent))
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		got, err := os.ReadFile(saved)
		if err == nil && bytes.Equal(got, want) {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("%s: saved %d bytes (%v), want the %d sent", filepath.Base(sent), len(got), err, len(want))
		}
	}
}
