package batch

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// listed returns the documents of a source, one line each: name, and content or code.
func listed(t *testing.T, s *Source) []string {
	t.Helper()
	var out []string
	for item, err := range s.Items(t.Context()) {
		text := string(item.Data)
		if err != nil {
			var fault *ReadError
			require.ErrorAs(t, err, &fault)
			require.Nil(t, item.Data)
			text = fault.Code
		}
		out = append(out, item.Name+" "+text)
	}
	return out
}

func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		require.NoError(t, err)
		_, err = io.WriteString(f, files[i+1])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// An archive that grows without end, or of which the directory is larger than any
// real one, ends with a fault.
func TestArchivesAreBounded(t *testing.T) {
	large := strings.Repeat("0", MaxDocument+1)
	got := listed(t, Reader("f", bytes.NewReader(zipped(t, "large", large, "small", "{}"))))
	require.Equal(t, []string{"f!large JSON-SIZE", "f!small {}"}, got)

	// A few kilobytes that become millions of documents.
	copies := zipped(t, "a", strings.Repeat("{}\n", 2_000_000), "b", "{}")
	require.Less(t, len(copies), 10_000)
	got = listed(t, Reader("f", bytes.NewReader(copies)))
	require.Equal(t, someDocuments+len(copies)/bytesPerDocument+1, len(got))
	require.Equal(t, "f JOB-LIMIT", got[len(got)-1])

	archive := zipped(t, "a", "{}")
	end := bytes.LastIndex(archive, []byte("PK\x05\x06"))
	for at, name := range map[int]string{12: "length", 16: "start"} {
		forged := bytes.Clone(archive)
		if name == "length" {
			forged[end+at+3] = 0x7f
			require.Equal(t, []string{"f JOB-LIMIT"}, listed(t, Reader("f", bytes.NewReader(forged))), name)
		}
	}
	left := int64(10)
	_, err := io.ReadAll(&countedReader{strings.NewReader(strings.Repeat("x", 100)), &left})
	require.ErrorIs(t, err, vc.ErrLimit, "the files in an archive share one bound")
}
