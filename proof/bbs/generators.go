package bbs

import (
	"encoding/hex"
	"sync"

	"github.com/cloudflare/circl/ecc/bls12381"
)

// MaxMessages is how many messages one signature may cover. To check a proof of
// so many takes about two seconds.
const MaxMessages = 10_000

// cachedGenerators bounds the generators that are kept, about 1.7 MB. Those of
// longer lists are computed each time.
const cachedGenerators = 1_025

// generator is a fixed point to which a message belongs.
type generator struct {
	octets []byte
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
	return generator{p.octets(), newTable(p)}
}

// kept are the first generators, which are constants that are computed when they
// are asked for.
var kept struct {
	sync.Mutex
	chain chain
	list  []generator
}

// generators returns Q_1 and the generators of n messages.
func generators(n int) []generator {
	kept.Lock()
	if kept.list == nil {
		kept.chain = newChain()
	}
	for len(kept.list) < min(n+1, cachedGenerators) {
		kept.list = append(kept.list, kept.chain.next())
	}
	list, after := kept.list, kept.chain
	kept.Unlock()
	if n < len(list) {
		return list[: n+1 : n+1]
	}
	list = list[:len(list):len(list)]
	for len(list) <= n {
		list = append(list, after.next())
	}
	return list
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
