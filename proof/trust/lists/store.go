package lists

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
)

// ErrStore says that a folder of lists is damaged, or is none.
var ErrStore = errors.New("LIST-STORE: the folder of trusted lists cannot be used")

// indexName is the name of the file that says what is in the folder.
const indexName = "index.json"

// Bounds on what a store holds.
const (
	maxIndex = 1 << 20
	maxStore = 400 << 20 // bytes of all lists together
	maxLists = 100
)

// index is what the file of that name says.
type index struct {
	Location string           `json:"location"` // of the list of lists
	Signers  []string         `json:"signers"`  // digests of the certificates that may sign it
	Lists    map[string]entry `json:"lists"`    // by territory
	// Numbers are the highest sequence numbers that were taken. They stay when a list
	// is forgotten, so that nobody can bring back an older one.
	Numbers map[string]int `json:"numbers,omitempty"`
}

// entry is one list in the folder.
type entry struct {
	File         string    `json:"file"`
	SHA256       string    `json:"sha256"`
	Location     string    `json:"location"`
	Sequence     int       `json:"sequence"`
	NextUpdate   time.Time `json:"nextUpdate,omitzero"`
	Verified     time.Time `json:"verified"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"lastModified,omitempty"`
}

// Store is a folder of lists. Its methods may be called at the same time. It reads
// each list once and remembers what it holds.
type Store struct {
	read  func(name string) ([]byte, error)
	index index
	all   func() ([]*List, error)
}

// Open opens a folder through a function that reads the files in it by name.
func Open(read func(name string) ([]byte, error)) (*Store, error) {
	text, err := read(indexName)
	if err != nil {
		return nil, fmt.Errorf("%w: it has no %s: %w", ErrStore, indexName, err)
	}
	s := &Store{read: read}
	if s.index, err = readIndex(text); err != nil {
		return nil, err
	}
	s.all = sync.OnceValues(s.load)
	return s, nil
}

func readIndex(text []byte) (index, error) {
	var in index
	if len(text) > maxIndex {
		return in, fmt.Errorf("%w: %s is too large", ErrStore, indexName)
	}
	if err := json.Unmarshal(text, &in); err != nil {
		return in, fmt.Errorf("%w: %s is not what it should be", ErrStore, indexName)
	}
	if len(in.Lists) > maxLists || len(in.Numbers) > 26*26 {
		return in, fmt.Errorf("%w: it has more than %d lists", ErrStore, maxLists)
	}
	for territory, e := range in.Lists {
		if !isTerritory(territory) || path.Base(e.File) != e.File || !strings.HasPrefix(e.File, territory+"-") {
			return in, fmt.Errorf("%w: %s names a file that is not of this folder", ErrStore, indexName)
		}
	}
	return in, nil
}

// get returns the bytes of a list, which must be those that were verified.
func (in *index) get(read func(string) ([]byte, error), territory string) ([]byte, error) {
	e, ok := in.Lists[territory]
	if !ok {
		return nil, fmt.Errorf("%w: it has no list of %s", ErrStore, territory)
	}
	data, err := read(e.File)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStore, err)
	}
	if digestOf(data) != e.SHA256 {
		return nil, fmt.Errorf("%w: %s is not the file that was verified; refresh the lists", ErrStore, e.File)
	}
	return data, nil
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Lists returns all lists, by territory.
func (s *Store) Lists() ([]*List, error) {
	all, err := s.all()
	return slices.Clone(all), err
}

func (s *Store) load() ([]*List, error) {
	var all []*List
	total := 0
	for _, territory := range slices.Sorted(maps.Keys(s.index.Lists)) {
		data, err := s.index.get(s.read, territory)
		if err != nil {
			return nil, err
		}
		if total += len(data); total > maxStore {
			return nil, fmt.Errorf("%w: its lists have more than %d bytes together", ErrStore, maxStore)
		}
		list, err := readVerified(data)
		if err != nil {
			return nil, err
		}
		all = append(all, list)
	}
	return all, nil
}

// UseOptions are the options of [Store.Services].
type UseOptions struct {
	// Overdue also uses lists whose next update is overdue.
	Overdue bool
}

// Services returns the services of all lists that may be used at a time. A list whose
// next update is overdue is not used, because a service may have lost its grant
// since; the list of lists vouches for all others.
func (s *Store) Services(now time.Time, o UseOptions) (*trust.Services, error) {
	all, err := s.Lists()
	if err != nil {
		return nil, err
	}
	var services []trust.Service
	var unused []string
	vouched := slices.ContainsFunc(all, func(l *List) bool { return l.Type == TypeOfLists && l.IsCurrent(now) })
	for _, l := range all {
		switch {
		case !o.Overdue && l.NextUpdate.IsZero():
			unused = append(unused, l.Territory+", which is closed")
		case !o.Overdue && !l.IsCurrent(now):
			unused = append(unused, l.Territory+", whose next update was due on "+l.NextUpdate.Format(time.DateOnly))
		case l.Type == TypeOfLists: // it has no services
		case !o.Overdue && !vouched:
			unused = append(unused, l.Territory+", for which no list of lists vouches now")
		case l.IsCurrent(now):
			services = append(services, l.Services...)
		default:
			for _, service := range l.Services {
				service.Overdue = l.NextUpdate
				services = append(services, service)
			}
		}
	}
	return trust.NewServices(services...).Without(unused...), nil
}
