package bbs

import (
	"encoding/hex"
	"sync"
	"sync/atomic"

	"github.com/cloudflare/circl/ecc/bls12381"
)

// MaxMessages is how many messages one signature may cover. To check a proof of so
// many takes half a second, and two when it is the first one.
const MaxMessages = 10_000

// generator is a fixed point to which a message belongs.
type generator struct {
	octets [pointSize]byte
	table  *table
}

// chain makes the generators one after the other (create_generators).
type chain struct {
	state []byte // v of the draft
	made  int
}

func newChain() chain { return chain{state: expand([]byte(seed), tagSeed, wideSize)} }

// next returns the next generator.
func (c *chain) next() generator {
	c.made++
	c.state = expand(appendCount(c.state[:wideSize:wideSize], c.made), tagSeed, wideSize)
	g := new(bls12381.G1)
	g.Hash(c.state, []byte(tagGenerator))
	p := fromG1(g)
	return generator{[pointSize]byte(p.octets()), newTable(p)}
}

// computed are the first generators. They are constants, computed when they are first
// asked for; those of [MaxMessages] take 16 MB.
var computed struct {
	list  atomic.Pointer[[]generator]
	chain chain // makes the next one
	sync.Mutex
}

// generators returns Q_1 and the generators of n messages, at most [MaxMessages].
func generators(n int) []generator {
	if list := computed.list.Load(); list != nil && n < len(*list) {
		return (*list)[:n+1]
	}
	computed.Lock()
	defer computed.Unlock()
	var list []generator
	if before := computed.list.Load(); before != nil {
		list = *before
	} else {
		computed.chain = newChain()
	}
	for len(list) <= n {
		list = append(list, computed.chain.next())
	}
	computed.list.Store(&list)
	return list[:n+1]
}

// The fixed points of the ciphersuite: P1 and BP2.
var (
	fixedP1 = sync.OnceValue(func() *table {
		octets, _ := hex.DecodeString("a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9")
		p1, _ := parsePoint(octets)
		return newTable(fromG1(p1))
	})
	fixedP2 = sync.OnceValue(bls12381.G2Generator)
)
