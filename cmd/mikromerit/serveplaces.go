package main

import (
	"net/netip"
	"sync"
)

// places are where the requests at hand come from. Whoever sends slowly holds a slot
// for as long as that takes, so nobody gets all of them.
type places struct {
	mu   sync.Mutex
	busy map[netip.Prefix]int
}

// placeOf returns the network that an address stands for, as one person gets it; the
// zero value for a proxy in this machine or network, behind which is everybody.
func placeOf(remote string) netip.Prefix {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	addr := at.Addr().Unmap().WithZone("")
	if addr.IsLoopback() || addr.IsPrivate() || addr.IsLinkLocalUnicast() {
		return netip.Prefix{}
	}
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	place, _ := addr.Prefix(bits) // never fails: the address has so many
	return place
}

// enter counts a request, unless most come from the same place already.
func (p *places) enter(place netip.Prefix, most int) bool {
	if !place.IsValid() {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy[place] >= most {
		return false
	}
	if p.busy == nil {
		p.busy = make(map[netip.Prefix]int)
	}
	p.busy[place]++
	return true
}

// leave forgets a request that entered.
func (p *places) leave(place netip.Prefix) {
	if !place.IsValid() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy[place]--; p.busy[place] == 0 {
		delete(p.busy, place)
	}
}
