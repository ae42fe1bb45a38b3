package web

// phrases are all that the page says by itself, in one language. Each language fills
// every field; a test sees to it. A %s or %d stands for what is put in.
type phrases struct {
	Name    string     // of the language, in itself
	Months  [12]string // in the form that they have in a date
	Date    string     // day, month, year
	Decimal string     // the decimal point

	Page     pagePhrases
	Standing standingPhrases
	Content  contentPhrases
	Elements elementPhrases
	Keeps    keepsPhrases
	Passport passportPhrases
}

// pagePhrases are those around the credential.
type pagePhrases struct {
	Title, Intro, Private, File, Paste, Show, Another, Languages string

	Problem, NoFile, TooLarge, NoForm, NotCredential, NotReadable, Busy, Late, Detail string
	Foreign, NotFound                                                                 string

	Several   string // %d credentials
	Numbered  string // credential %d of %d
	Unshown   string // %d further ones
	Made      string // when it was checked, %s
	Imprint   string // digest of the file
	Limits    string // what a card is not
	EnglishOf string // that the details are in English
}

// standingPhrases are those of what was found out.
type standingPhrases struct {
	Ours string // whose words they are

	Good, Open, Unsigned, NotGenuine, NotInForce, Untrusted, Failed, Unsettled, Unchecked string

	SignedBy, SealedBy, HostedBy, PresentedBy, Calls, AnyKey              string
	Trusted, NotVouched, NotAsked                                         string
	Nobody, NobodyShown, Unknown, UnsignedNote, NamesIssuer, SeveralApart string

	Europass              string    // the title of the check list of Europass
	Questions             string    // the title of the five questions
	Question              [5]string // by vc.Axis
	Answer                [5][4]string
	Checks                string    // %d checks
	Status                [5]string // by vc.Status
	Technical             string    // the title of the technical facts
	Suite, Method, Format string
}

// contentPhrases are the labels of what a credential says.
type contentPhrases struct {
	Says, SaysNote, Kicker string

	AwardedTo, AwardedBy, ClaimedIssuer, NoTitle, NoName, Hashed, NoPicture string

	Level, Credits, Workload, Awarded, Issued, ValidFrom, ValidUntil, Country                        string
	Outcomes, Description, Criteria, Result, Assessment, Supervision, Participation, Quality         string
	Prerequisites, Stackability, Taught, Field, Skills, Evidence, Further, Number, AssessedBy, Pages string
	Also                                                                                             string

	More string // %d more, not shown

	Hours, Days, Weeks, Months, Years, Minutes             [2]string // one, several
	AtMost, Contact, Earned, CreditsWord                   string
	Supervised, Unsupervised, Checked, Unchecked           string
	Online, Onsite, Blended, OnsiteOrBlended               string
	Work, Volunteering, Project, Laboratory, Other         string
	StandAlone, Integrated, Stackable, Towards, PartOf, By string
	Sections                                               string // the title of the plain facts, which are in English
}

// elementPhrases are those of the standard elements.
type elementPhrases struct {
	Title, Lead, Not, Withheld      string
	Element                         [16]string
	Mandatory, Optional             string
	Column                          [3]string // element, stated, who finds it
	Present, Partial, Absent        string
	Count                           string // %d mandatory, %d optional
	Native, InPart, OursOnly, NoOne string
}

// keepsPhrases are those of what a conversion keeps.
type keepsPhrases struct {
	Title, Lead, To, Of                string // to a format %s; of %d values
	Any, Ours, Original, None          string
	OutOfSight, AllInSight, Why, Wrong string
	NotGenuine, Several, Incomplete    string
	TooMuch                            string

	Download, Document, Report, Unsigned, Options, Country, CountryHint, Framework, FrameworkHint, Embed string
}

// passportPhrases are those of several credentials together.
type passportPhrases struct {
	Title                       string
	Proven, Collected, Unproven string // who says whose passport it is
	Holder                      string
	Column                      [4]string // credential, standing, holder, sum
	Binding                     [5]string // holder, recipient, named, somebody else, not tied
	Count                       [4]string // counted, open, not, nothing stated
	Empty                       string

	Sum, SumLead               string
	Framework, Earned, Offered string
	OpenMore                   string // and %s more if it turns out well
	NoCredits                  string

	Plan, Decision string // towards what; who decides
	Part           string
	Standing       [6]string // there, in part, open, not in force, unfit, missing
	By, Alike      string    // %s numbers of credentials
	Need           string    // %s of %s in a framework %s
	AsOffered      string    // %s by the definitions
	Maximum        string    // %s at most
	Apart          string    // %s numbers of credentials
	Notes          string
}
