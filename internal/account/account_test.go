package account

import (
	"strings"
	"testing"

	"jauap/internal/fault"
)

func TestTheZeroScopeSeesNothing(t *testing.T) {
	t.Parallel()
	for _, who := range []Who{{}, Author(0), Staff(7, ""), Staff(7, "", Seat{Body: 3, Role: Admin}), {Kind: Employee}} {
		if who.Scope().Sees(1, 3, 7) || who.Scope().Sees(1, 0, 0) {
			t.Errorf("%+v sees something", who)
		}
	}
}

func TestWhatEachSeatSees(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		who  Who
		sees bool // appeal 1 of body 3, given to person 7
	}{
		{"the applicant", Author(1), true},
		{"the applicant of another appeal", Author(2), false},
		{"the body's registrar", Staff(5, "", Seat{Body: 3, Role: Registrar}), true},
		{"the body's controller", Staff(5, "", Seat{Body: 3, Role: Controller}), true},
		{"another body's head", Staff(5, "", Seat{Body: 4, Role: Head}), false},
		{"its executor", Staff(7, "", Seat{Body: 3, Role: Executor}), true},
		{"an executor of the body it was not given to", Staff(5, "", Seat{Body: 3, Role: Executor}), false},
		{"its executor, moved to another body", Staff(7, "", Seat{Body: 4, Role: Executor}), false},
		{"the single window", Staff(5, "", Seat{Body: 9, Role: Registrar, Window: true}), false},
		{"the clock", Who{Kind: Machine}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.who.Scope().Sees(1, 3, 7); got != tt.sees {
				t.Errorf("sees %v, want %v", got, tt.sees)
			}
		})
	}
	if window := Staff(5, "", Seat{Body: 9, Role: Registrar, Window: true}); !window.Scope().Sees(1, 0, 0) {
		t.Error("the single window does not see what no body has")
	}
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	hash := HashPassword("құпия сөз бар")
	if strings.Contains(hash, "құпия") || hash == HashPassword("құпия сөз бар") {
		t.Error("the hash shows the password or has no salt")
	}
	if !MatchPassword(hash, "құпия сөз бар") {
		t.Error("the right password does not match")
	}
	for _, wrong := range []string{"", "құпия сөз жоқ", hash} {
		if MatchPassword(hash, wrong) {
			t.Errorf("%q matches", wrong)
		}
	}
	for _, broken := range []string{"", "$argon2id$", "$argon2id$v=19$m=0,t=0,p=0$$", hash[:len(hash)-60]} {
		if MatchPassword(broken, "құпия сөз бар") {
			t.Errorf("the broken hash %q matches", broken)
		}
	}
	if err := CheckPassword("қысқа"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a short password: %v", err)
	}
	if err := CheckPassword("ұзындығы жетерлік"); err != nil {
		t.Errorf("a long password: %v", err)
	}
}

func TestATokenHidesItself(t *testing.T) {
	t.Parallel()
	token := NewToken()
	if token == NewToken() || token.String() == string(token) || len(token.Hash()) != 32 {
		t.Error("a token repeats, prints itself or has no hash")
	}
}
