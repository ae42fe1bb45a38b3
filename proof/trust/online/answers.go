package online

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"
)

// answers keeps what services said for a short time, so that the many
// certificates of one job do not cause the same question twice.
type answers struct {
	mutex sync.Mutex
	kept  map[[sha256.Size]byte]answer
	bytes int
}

type answer struct {
	body []byte
	at   time.Time
}

// The bounds of what is kept.
const (
	keptFor   = 5 * time.Minute
	keptCount = 64
	keptBytes = 16 << 20
)

// askKept is ask for questions whose answers may be kept.
func (c *Client) askKept(ctx context.Context, q question) ([]byte, error) {
	key := sha256.Sum256([]byte(q.url + "\n" + string(q.body)))
	if body, ok := c.kept.get(key, c.options.Clock()); ok {
		return body, nil
	}
	body, err := c.ask(ctx, q)
	if err == nil {
		c.kept.put(key, body, c.options.Clock())
	}
	return body, err
}

func (a *answers) get(key [sha256.Size]byte, now time.Time) ([]byte, bool) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	found, ok := a.kept[key]
	if !ok || now.Before(found.at) || now.Sub(found.at) > keptFor {
		return nil, false
	}
	return found.body, true
}

// put keeps an answer. When there is no room, all are forgotten: the bound
// matters, and which are worth most is hard to tell.
func (a *answers) put(key [sha256.Size]byte, body []byte, now time.Time) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if old, ok := a.kept[key]; ok {
		a.bytes -= len(old.body)
		delete(a.kept, key)
	}
	if len(body) > keptBytes {
		return
	}
	if a.kept == nil || len(a.kept) >= keptCount || a.bytes+len(body) > keptBytes {
		a.kept, a.bytes = make(map[[sha256.Size]byte]answer), 0
	}
	a.kept[key] = answer{body, now}
	a.bytes += len(body)
}
