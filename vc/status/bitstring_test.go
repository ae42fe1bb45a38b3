package status_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/big"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// pack returns one gzip member.
func pack(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	require.NoError(t, err)
	_, err = w.Write(content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func text(packed []byte) string { return "u" + base64.RawURLEncoding.EncodeToString(packed) }

func code(err error) string {
	if problem, ok := err.(vc.Problem); ok {
		return problem.Code()
	}
	return fmt.Sprint(err)
}

// Entry 0 is the left-most bit, which is the most significant of the first
// byte, and the left-most bit of an entry is its most significant.
func TestBitOrder(t *testing.T) {
	b := status.NewBitstring([]byte{0b1000_0001, 0b0110_0000})
	for index, want := range []uint64{1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0} {
		got, ok := b.Get(uint64(index), 1)
		require.True(t, ok)
		require.Equal(t, want, got, index)
	}
	for index, want := range []uint64{0b100, 0b000, 0b010, 0b110, 0b000} {
		got, ok := b.Get(uint64(index), 3)
		require.True(t, ok)
		require.Equal(t, want, got, index)
	}
	for _, out := range []struct {
		index uint64
		size  int
	}{{16, 1}, {5, 3}, {1 << 63, 2}, {1<<64 - 1, 1}, {1<<64 - 1, 64}, {0, 0}, {0, -1}, {0, 65}, {0, 17}} {
		_, ok := b.Get(out.index, out.size)
		require.False(t, ok, "%v", out)
	}
	_, ok := status.Bitstring{}.Get(0, 1)
	require.False(t, ok)
}

// A list of any width reads like one big number, and writing at one place
// changes no other.
func TestGetAgainstBigNumber(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for size := 1; size <= 8; size++ {
		shape := status.Shape{Purpose: "message", Size: size, Entries: status.MinEntries}
		bits := shape.NewBits()
		values := make(map[uint64]uint64)
		for range 500 {
			index, value := random.Uint64N(shape.Entries), random.Uint64N(1<<size)
			shape.SetBits(bits, index, value)
			values[index] = value
		}
		number, length := new(big.Int).SetBytes(bits), uint(len(bits)*8)
		b := status.NewBitstring(bits)
		for index := range shape.Entries {
			got, ok := b.Get(index, size)
			if !ok || got != values[index] {
				t.Fatalf("size %d index %d: %d, not %d", size, index, got, values[index])
			}
			if values[index] != 0 {
				shifted := new(big.Int).Rsh(number, length-uint(index+1)*uint(size))
				require.Equal(t, got, shifted.And(shifted, big.NewInt(1<<size-1)).Uint64())
			}
		}
	}
}

func TestEncode(t *testing.T) {
	bits := make([]byte, status.MinEntries/8)
	bits[7] = 0x10
	b := status.NewBitstring(bits)
	encoded, err := b.Encode()
	require.NoError(t, err)
	again, err := b.Encode()
	require.NoError(t, err)
	require.Equal(t, encoded, again)
	require.Less(t, len(encoded), 120)
	require.True(t, strings.HasPrefix(encoded, "uH4sIAAAAAAAA_"), "no name, no time, no operating system: %s", encoded)
	decoded, err := status.DecodeBitstring(encoded, status.Limits{})
	require.NoError(t, err)
	require.Equal(t, b, decoded)
	bits[7] = 0
	value, ok := b.Get(59, 1)
	require.True(t, ok && value == 1, "the bitstring is a copy")
}

// bomb returns a gzip member that expands to n MiB of zeros. It is quickly made,
// because from the second block on all blocks are the same.
func bomb(t testing.TB, n int) []byte {
	t.Helper()
	zeros := make([]byte, 1<<20)
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	require.NoError(t, err)
	var blocks [2][]byte
	for i := range blocks {
		_, err = w.Write(zeros)
		require.NoError(t, err)
		require.NoError(t, w.Flush())
		blocks[i] = bytes.Clone(b.Bytes())
		b.Reset()
	}
	member := []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}
	member = append(member, blocks[0]...)
	member = append(member, bytes.Repeat(blocks[1], n-1)...)
	member = append(member, 3, 0) // an empty last block
	sum := uint32(0)
	for range n {
		sum = crc32.Update(sum, crc32.IEEETable, zeros)
	}
	member = binary.LittleEndian.AppendUint32(member, sum)
	return binary.LittleEndian.AppendUint32(member, uint32(n*len(zeros)))
}

func TestDecodeRefuses(t *testing.T) {
	good := pack(t, make([]byte, status.MinEntries/8))
	lying := bytes.Clone(good)
	binary.LittleEndian.PutUint32(lying[len(lying)-4:], 1<<31)
	short := bytes.Clone(good)
	binary.LittleEndian.PutUint32(short[len(short)-4:], 5)
	checksum := bytes.Clone(good)
	checksum[len(checksum)-5] ^= 1
	gigabyte := bomb(t, 1024)
	tests := []struct {
		name, encoded, code string
		limits              status.Limits
	}{
		{"empty", "", "STATUS-LIST-ENCODED", status.Limits{}},
		{"nothing after the u", "u", "STATUS-LIST-ENCODED", status.Limits{}},
		{"without u", text(good)[1:], "STATUS-LIST-ENCODED", status.Limits{}},
		{"another base", "z" + text(good)[1:], "STATUS-LIST-ENCODED", status.Limits{}},
		{"padding", "u" + base64.URLEncoding.EncodeToString(append(bytes.Clone(good), 0)), "STATUS-LIST-ENCODED", status.Limits{}},
		{"a line break", text(good)[:20] + "\n" + text(good)[20:], "STATUS-LIST-ENCODED", status.Limits{}},
		{"no gzip", text([]byte("sixteen kibibytes")), "STATUS-LIST-ENCODED", status.Limits{}},
		{"trailing garbage", text(append(bytes.Clone(good), "x"...)), "STATUS-LIST-ENCODED", status.Limits{}},
		{"trailing zeros", text(append(bytes.Clone(good), 0, 0, 0)), "STATUS-LIST-ENCODED", status.Limits{}},
		{"two members", text(append(bytes.Clone(good), good...)), "STATUS-LIST-ENCODED", status.Limits{}},
		{"a wrong length, too large", text(lying), "STATUS-LIST-ENCODED", status.Limits{}},
		{"a wrong length, too small", text(short), "STATUS-LIST-ENCODED", status.Limits{}},
		{"a wrong checksum", text(checksum), "STATUS-LIST-ENCODED", status.Limits{}},
		{"a bomb that is too long itself", text(gigabyte), "STATUS-LIST-LIMIT", status.Limits{Compressed: 1_000_000}},
		{"a bomb of 1 GiB", text(gigabyte), "STATUS-LIST-LIMIT", status.Limits{Compressed: 2 << 20, Expanded: 1 << 20}},
		{"more than the default limit", text(bomb(t, 17)), "STATUS-LIST-LIMIT", status.Limits{}},
		{"one byte more than the limit", text(good), "STATUS-LIST-LIMIT", status.Limits{Expanded: 16<<10 - 1}},
		{"a low compressed limit", text(good), "STATUS-LIST-LIMIT", status.Limits{Compressed: len(good) - 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := status.DecodeBitstring(tt.encoded, tt.limits)
			require.Equal(t, tt.code, code(err))
			require.Zero(t, b.Len())
		})
	}
	t.Run("cut off anywhere", func(t *testing.T) {
		for n := range good {
			_, err := status.DecodeBitstring(text(good[:n]), status.Limits{})
			require.Equal(t, "STATUS-LIST-ENCODED", code(err), n)
		}
	})
	t.Run("any byte altered", func(t *testing.T) {
		for n := range good {
			altered := bytes.Clone(good)
			altered[n] ^= 0x40
			if b, err := status.DecodeBitstring(text(altered), status.Limits{}); err == nil {
				// Something that has no bearing on the content, such as the time.
				require.Equal(t, status.NewBitstring(make([]byte, status.MinEntries/8)), b)
			}
		}
	})
}

func TestDecodeAccepts(t *testing.T) {
	good := pack(t, make([]byte, status.MinEntries/8))
	for _, limits := range []status.Limits{{}, {Compressed: len(good)}, {Expanded: 16 << 10}} {
		b, err := status.DecodeBitstring(text(good), limits)
		require.NoError(t, err)
		require.EqualValues(t, status.MinEntries, b.Len())
	}
	b, err := status.DecodeBitstring(text(pack(t, nil)), status.Limits{})
	require.NoError(t, err)
	require.Zero(t, b.Len())
	b, err = status.DecodeBitstring(text(bomb(t, 1)), status.Limits{Expanded: 1 << 20})
	require.NoError(t, err)
	require.EqualValues(t, 1<<20*8, b.Len()) // as much as the limit
}

// A bomb must not take more memory than the limit allows.
func TestBombAllocates(t *testing.T) {
	encoded := text(bomb(t, 512))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := status.DecodeBitstring(encoded, status.Limits{Expanded: 1 << 20})
	runtime.ReadMemStats(&after)
	require.Equal(t, "STATUS-LIST-LIMIT", code(err))
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(3<<20))
}

func FuzzDecodeBitstring(f *testing.F) {
	f.Add("uH4sIAAAAAAAA_2NgAAFGACb_D5gEAAAA")
	f.Add(text(pack(f, make([]byte, status.MinEntries/8))))
	f.Add(text(pack(f, []byte{1, 2, 3})))
	f.Add(text(append(pack(f, []byte{1}), pack(f, []byte{2})...)))
	f.Add("u")
	f.Add("")
	limits := status.Limits{Compressed: 4 << 10, Expanded: 64 << 10}
	f.Fuzz(func(t *testing.T, encoded string) {
		b, err := status.DecodeBitstring(encoded, limits)
		if err != nil {
			require.Contains(t, []string{"STATUS-LIST-ENCODED", "STATUS-LIST-LIMIT"}, code(err))
			return
		}
		require.LessOrEqual(t, b.Len(), uint64(limits.Expanded)*8)
		again, err := b.Encode()
		require.NoError(t, err)
		back, err := status.DecodeBitstring(again, status.Limits{})
		require.NoError(t, err)
		require.Equal(t, b.Len(), back.Len())
		for i := uint64(0); i < b.Len(); i += 61 {
			x, _ := b.Get(i, 1)
			y, _ := back.Get(i, 1)
			require.Equal(t, x, y)
		}
	})
}

// filled returns a list in which a share of the bits is set at random.
func filled(entries, permille int) status.Bitstring {
	random := rand.New(rand.NewPCG(3, 4))
	bits := make([]byte, entries/8)
	for n := entries * permille / 1000; n > 0; {
		i := random.IntN(entries)
		if mask := byte(1) << (i % 8); bits[i/8]&mask == 0 {
			bits[i/8] |= mask
			n--
		}
	}
	return status.NewBitstring(bits)
}

var workloads = []struct{ entries, permille int }{{131_072, 0}, {131_072, 10}, {131_072, 500}, {1_048_576, 10}, {16_777_216, 0}, {16_777_216, 10}}

func BenchmarkDecode(b *testing.B) {
	for _, w := range workloads {
		b.Run(fmt.Sprintf("%d-%d‰", w.entries, w.permille), func(b *testing.B) {
			encoded, err := filled(w.entries, w.permille).Encode()
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := status.DecodeBitstring(encoded, status.Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, w := range workloads {
		b.Run(fmt.Sprintf("%d-%d‰", w.entries, w.permille), func(b *testing.B) {
			list := filled(w.entries, w.permille)
			var size int
			b.ReportAllocs()
			for b.Loop() {
				encoded, err := list.Encode()
				if err != nil {
					b.Fatal(err)
				}
				size = len(encoded)
			}
			b.ReportMetric(float64(size), "chars")
		})
	}
}

func BenchmarkGet(b *testing.B) {
	list := filled(131_072, 10)
	for b.Loop() {
		list.Get(94_567, 1)
	}
}
