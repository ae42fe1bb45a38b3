package edc

import (
	"encoding"
	"encoding/base64"
	"reflect"
	"slices"
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// patcher applies the patch of an attachment to what was read from the other
// members. A difference only holds while the member still says what it said
// when the patch was made.
type patcher struct {
	differ
	files   map[string][]byte // the files in the document by digest
	growth  int               // entries that may still be made
	changed int               // values that were changed
	set     []mc.Path         // what the patch states
}

// complete applies the interoperability data to the credential and accounts
// for it.
func (d *decoder) complete(c *mc.Credential) {
	content := d.interoperability.Get("content")
	p := &patcher{differ: differ{digests: map[string]bool{}}, files: map[string][]byte{}, growth: 64 + len(d.patch.Source())/16}
	for _, file := range d.media {
		sum := digestOf(file)
		p.digests[sum], p.files[sum] = true, file
	}
	p.value(d.patch, reflect.ValueOf(c).Elem(), "")
	stated := pathSet(c)
	d.completed = map[mc.Path]bool{}
	if p.changed == 0 {
		d.Tracker.Mark(content.Pointer(), mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityInfo, Reason: "the document says otherwise by now"})
	}
	slices.Sort(p.set)
	for _, at := range p.set {
		if stated[at] {
			d.completed[at] = true
			d.Tracker.Change(content.Pointer(), string(at), mc.MatchExact, "kept in the interoperability data")
		}
	}
}

func pathSet(c *mc.Credential) map[mc.Path]bool {
	out := map[mc.Path]bool{}
	for _, p := range mc.Paths(c) {
		out[p] = true
	}
	return out
}

// reconcile takes out of the report what the interoperability data has taken
// out of the model, and says of the rest that it was changed.
func (d *decoder) reconcile(report mc.Report, c *mc.Credential) mc.Report {
	if d.completed == nil {
		return report
	}
	stated := pathSet(c)
	for i := range report.Leaves {
		l := &report.Leaves[i]
		told := len(l.Canonical)
		own := l.Source == d.interoperability.Pointer()+"/content"
		l.Canonical = slices.DeleteFunc(l.Canonical, func(p mc.Path) bool { return !own && (!stated[p] || d.completed[p]) })
		if told > 0 && len(l.Canonical) == 0 && l.Kind != mc.KindResidue {
			l.Kind, l.CarriedBy, l.Match = mc.KindScaffold, mc.CarriedNatively, mc.MatchNone
			l.Reason = "written because the format asks for it; the interoperability data says what the credential states"
		}
	}
	return report
}

// value applies a patch to a settable value.
func (p *patcher) value(patch jsontree.Value, v reflect.Value, at mc.Path) {
	if !patch.IsObject() {
		return
	}
	if isLeaf(v.Type()) {
		p.leaf(patch, v, at)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p.pointer(patch, v, at)
	case reflect.Struct:
		for i := range v.NumField() {
			if name := fieldName(v.Type().Field(i).Name); patch.Get(name).Exists() {
				p.value(patch.Get(name), v.Field(i), at.Dot(name))
			}
		}
	case reflect.Slice:
		p.list(patch, v, at)
	case reflect.Map:
		p.keyed(patch, v, at)
	}
}

func (p *patcher) leaf(patch jsontree.Value, v reflect.Value, at mc.Path) {
	is, was := patch.Get("is"), patch.Get("was")
	if p.json(v) != canonical(was) {
		return
	}
	changed := reflect.New(v.Type()).Elem()
	if is.Exists() && !p.read(is, changed) {
		return
	}
	p.changed++
	before := map[mc.Path]string{}
	collect(v, at, before)
	v.Set(changed)
	after := map[mc.Path]string{}
	collect(v, at, after)
	for path, value := range after {
		if before[path] != value {
			p.set = append(p.set, path)
		}
	}
}

func canonical(v jsontree.Value) string {
	if !v.Exists() {
		return ""
	}
	text, err := v.Canonical()
	if err != nil {
		return v.Raw()
	}
	return string(text)
}

func (p *patcher) pointer(patch jsontree.Value, v reflect.Value, at mc.Path) {
	node := reflect.New(v.Type().Elem())
	if !v.IsNil() {
		node = v
	} else if !p.grow(1) {
		return
	}
	p.value(patch, node.Elem(), at)
	if node.Elem().IsZero() {
		v.SetZero()
		return
	}
	v.Set(node)
}

func (p *patcher) grow(n int) bool {
	if n > p.growth {
		return false
	}
	p.growth -= n
	return true
}

// list applies a patch to the entries of a list; entries at its end of which
// nothing remains are taken off.
func (p *patcher) list(patch jsontree.Value, v reflect.Value, at mc.Path) {
	var indexes []int
	for key := range patch.Members() {
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && strconv.Itoa(i) == key {
			indexes = append(indexes, i)
		}
	}
	slices.Sort(indexes)
	text := v.Type().Elem().Kind() == reflect.String
	removed := map[int]bool{}
	for _, i := range indexes {
		entry := patch.Get(strconv.Itoa(i))
		exists := i < v.Len()
		if !exists {
			if text && (i > v.Len() || !entry.Get("is").Exists()) || !p.grow(i+1-v.Len()) {
				continue
			}
			v.Set(reflect.AppendSlice(v, reflect.MakeSlice(v.Type(), i+1-v.Len(), i+1-v.Len())))
		}
		if text {
			removed[i] = p.entry(entry, v.Index(i), at.At(i), exists)
			continue
		}
		p.value(entry, v.Index(i), at.At(i))
		removed[i] = v.Index(i).IsZero()
	}
	n := v.Len()
	for n > 0 && removed[n-1] {
		n--
	}
	if v.Set(v.Slice(0, n)); n == 0 {
		v.SetZero()
	}
}

// entry applies a patch to a text in a list or map, where the empty text is
// stated, and reports whether the entry is to be taken out.
func (p *patcher) entry(patch jsontree.Value, v reflect.Value, at mc.Path, exists bool) (remove bool) {
	is, was := patch.Get("is"), patch.Get("was")
	if exists != was.Exists() || exists && !was.IsText(v.String()) || is.Exists() && is.Kind() != jsontree.String {
		return !exists
	}
	p.changed++
	if !is.Exists() {
		return true
	}
	v.SetString(is.Text())
	p.set = append(p.set, at)
	return false
}

// keyed applies a patch to the entries of a map.
func (p *patcher) keyed(patch jsontree.Value, v reflect.Value, at mc.Path) {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for key, entry := range patch.Members() {
		name := reflect.ValueOf(key)
		old := v.MapIndex(name)
		changed := reflect.New(v.Type().Elem()).Elem()
		if old.IsValid() {
			changed.Set(old)
		} else if !p.grow(1) {
			continue
		}
		remove := false
		if changed.Kind() == reflect.String {
			remove = p.entry(entry, changed, at.Key(key), old.IsValid())
		} else {
			p.value(entry, changed, at.Key(key))
			remove = changed.Len() == 0
		}
		if remove {
			changed = reflect.Value{}
		}
		v.SetMapIndex(name, changed)
	}
	if v.Len() == 0 {
		v.SetZero()
	}
}

// read sets a value from its JSON; it is false for what no value is.
func (p *patcher) read(is jsontree.Value, v reflect.Value) bool {
	switch into := v.Addr().Interface().(type) {
	case *mc.LangString:
		return readTexts(is, into)
	case *[]byte:
		return p.readBytes(is, into)
	case encoding.TextUnmarshaler:
		return is.Kind() == jsontree.String && is.Text() != "" && into.UnmarshalText([]byte(is.Text())) == nil
	}
	switch {
	case v.Kind() == reflect.String && is.Kind() == jsontree.String:
		v.SetString(is.Text())
		return true
	case v.CanInt():
		n, err := strconv.ParseInt(is.Raw(), 10, 64)
		v.SetInt(n)
		return err == nil && v.Int() == n && (v.Kind() != reflect.Int8 || n <= 8)
	case v.CanUint():
		n, err := strconv.ParseUint(is.Raw(), 10, 8)
		v.SetUint(n)
		return err == nil && n <= largest(v.Interface())
	}
	return false
}

// largest is the last value of an enumeration.
func largest(enum any) uint64 {
	switch enum.(type) {
	case mc.Tri:
		return uint64(mc.No)
	case mc.Cycle:
		return uint64(mc.CycleThird)
	}
	return 0
}

// maxTexts bounds the texts of one value.
const maxTexts = 256

func readTexts(is jsontree.Value, into *mc.LangString) bool {
	if is.Kind() != jsontree.Array || is.Len() > maxTexts {
		return false
	}
	for pair := range is.Elements() {
		if pair.Len() != 2 || pair.At(0).Kind() != jsontree.String || pair.At(1).Kind() != jsontree.String {
			return false
		}
		*into = append(*into, mc.LangValue{Lang: pair.At(0).Text(), Text: pair.At(1).Text()})
	}
	return true
}

func (p *patcher) readBytes(is jsontree.Value, into *[]byte) (ok bool) {
	if sum := is.Get("sha256"); sum.Exists() {
		*into, ok = p.files[sum.Text()]
		return ok
	}
	content, err := base64.StdEncoding.DecodeString(is.Text())
	*into = content
	return err == nil && len(content) > 0
}
