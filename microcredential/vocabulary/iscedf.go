package vocabulary

import "strings"

// fields are the broad fields of ISCED-F 2013 with the narrow (three digits)
// and detailed (four digits) codes in them. The IRI of a field is the base of
// the list and its code.
var fields = []struct{ code, label, within string }{
	{"00", "Generic programmes and qualifications",
		"000 0000 001 0011 002 0021 003 0031 009 0099"},
	{"01", "Education",
		"011 0110 0111 0112 0113 0114 0119 018 0188"},
	{"02", "Arts and humanities",
		"020 0200 021 0210 0211 0212 0213 0214 0215 0219 022 0220 0221 0222 0223 0228 0229 023 0230 0231 0232 0239 028 0288 029 0299"},
	{"03", "Social sciences, journalism and information",
		"030 0300 031 0310 0311 0312 0313 0314 0319 032 0320 0321 0322 0329 038 0388 039 0399"},
	{"04", "Business, administration and law",
		"040 0400 041 0410 0411 0412 0413 0414 0415 0416 0417 0419 042 0421 048 0488 049 0499"},
	{"05", "Natural sciences, mathematics and statistics",
		"050 0500 051 0510 0511 0512 0519 052 0520 0521 0522 0529 053 0530 0531 0532 0533 0539 054 0540 0541 0542 058 0588 059 0599"},
	{"06", "Information and Communication Technologies (ICTs)",
		"061 0610 0611 0612 0613 0619 068 0688"},
	{"07", "Engineering, manufacturing and construction",
		"070 0700 071 0710 0711 0712 0713 0714 0715 0716 0719 072 0720 0721 0722 0723 0724 0729 073 0730 0731 0732 078 0788 079 0799"},
	{"08", "Agriculture, forestry, fisheries and veterinary",
		"080 0800 081 0810 0811 0812 0819 082 0821 083 0831 084 0841 088 0888 089 0899"},
	{"09", "Health and welfare",
		"090 0900 091 0910 0911 0912 0913 0914 0915 0916 0917 0919 092 0920 0921 0922 0923 0929 098 0988 099 0999"},
	{"10", "Services",
		"100 1000 101 1010 1011 1012 1013 1014 1015 1019 102 1020 1021 1022 1029 103 1030 1031 1032 1039 104 1041 108 1088 109 1099"},
	{"99", "Field unknown",
		"999 9999"},
}

// iscedFields yields every code of ISCED-F 2013; only broad fields have a
// label.
func iscedFields(yield func(code, label string)) {
	for _, f := range fields {
		yield(f.code, f.label)
		for code := range strings.FieldsSeq(f.within) {
			yield(code, "")
		}
	}
}
