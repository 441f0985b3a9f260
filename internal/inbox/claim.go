package inbox

import (
	"errors"
	"os"
	"syscall"

	"jauap/internal/fault"
)

// claim takes the file for this import until it is closed; the system lets
// go of it whatever way the process ends. Whoever comes second gets a
// Conflict: two would write the same rejected rows. Where the file lies on a
// disk that knows no locks, the ledger alone tells that another import is
// at work.
func (s *Source) claim() (*os.File, error) {
	file, err := os.Open(s.Path)
	if err != nil {
		return nil, s.unreadable(err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		_ = file.Close()
		return nil, fault.New(fault.Conflict, "inbox.at_work", "file", s.Path).Because(err)
	}
	return file, nil
}
