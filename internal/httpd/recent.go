package httpd

import (
	"container/list"
	"time"
)

// recent remembers a bounded number of things by key, dropping first what was
// touched longest ago, and everything untouched for longer than keep. It is
// guarded by its owner's mutex.
type recent[V any] struct {
	most  int
	keep  time.Duration
	order *list.List // front: touched last
	byKey map[string]*list.Element
}

type remembered[V any] struct {
	key     string
	touched time.Time
	value   V
}

func newRecent[V any](most int, keep time.Duration) *recent[V] {
	return &recent[V]{most: most, keep: keep, order: list.New(), byKey: make(map[string]*list.Element)}
}

// touch gives the value of a key, a fresh zero one if there is none.
func (r *recent[V]) touch(key string, now time.Time) *V {
	r.forgetOld(now)
	if e := r.byKey[key]; e != nil {
		it := e.Value.(*remembered[V])
		it.touched = now
		r.order.MoveToFront(e)
		return &it.value
	}
	if r.order.Len() >= r.most {
		r.drop(r.order.Back())
	}
	it := &remembered[V]{key: key, touched: now}
	r.byKey[key] = r.order.PushFront(it)
	return &it.value
}

func (r *recent[V]) forget(key string) {
	if e := r.byKey[key]; e != nil {
		r.drop(e)
	}
}

func (r *recent[V]) forgetOld(now time.Time) {
	for e := r.order.Back(); e != nil && now.Sub(e.Value.(*remembered[V]).touched) > r.keep; e = r.order.Back() {
		r.drop(e)
	}
}

func (r *recent[V]) drop(e *list.Element) {
	delete(r.byKey, e.Value.(*remembered[V]).key)
	r.order.Remove(e)
}
