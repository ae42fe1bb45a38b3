package vocabulary

// row is one concept of a list: the last part of its IRI, its English label, and labels
// in the languages of [nordic], in that order. A label that is empty or missing is not
// known. Those are standard terms and ours, not the authority's.
type row struct{ code, label, nordic string }

// nordic are the languages of the further labels.
var nordic = [...]string{"sv", "da", "nb", "fi", "is"}

// lists are the enumerated schemes.
var lists = []struct {
	scheme Scheme
	rows   []row
}{
	{Accreditation, []row{
		{"003293d2ce", "Institutional License", ""},
		{"820101cba6", "Program Quality Assurance", ""},
		{"bb4618238e", "Institutional Quality Assurance", ""},
		{"e57dddfcf3", "Program License", ""},
	}},
	{Encoding, []row{
		{"6146cde7dd", "base64", "base64|base64|base64|base64|base64"},
	}},
	{CredentialProfile, []row{
		{"e34929035b", "Generic", "Allmän|Generisk|Generisk|Geneerinen|Staðalgerð"},
		{"c_ae121a00", "Accredited", "Ackrediterad|Akkrediteret|Akkreditert|Akkreditoitu"},
		{"c_9a31f32a", "Issued by mandate", "Utfärdad på uppdrag|Udstedt efter mandat|Utstedt etter mandat|Valtuutuksella myönnetty"},
		{"c_7e400154", "Converted", "Konverterad|Konverteret|Konvertert|Muunnettu"},
		{"6dff8a0f87", "Diploma Supplement", "Examensbilaga|Diploma Supplement|Diploma Supplement|Diploma Supplement|Skírteinisviðauki"},
		{"48b514e72a", "Learning Activity", "Läraktivitet|Læringsaktivitet|Læringsaktivitet|Oppimistoiminta"},
		{"6cf8e68c43", "Qualification Award", ""},
		{"bdc47cb449", "Learning Entitlement", ""},
	}},
	{LearningActivity, []row{
		{"3c8bd58d62", "lab / simulation / practice coursework", "laboration / simulering / övning|laboratorie- / simulerings- / praktikøvelser|laboratoriearbeid / simulering / øvelse"},
		{"4357e0e681", "job experience", "arbetslivserfarenhet|erhvervserfaring|arbeidserfaring|työkokemus|starfsreynsla"},
		{"59eaf34fab", "volunteering", "volontärarbete|frivilligt arbejde|frivillig arbeid|vapaaehtoistyö|sjálfboðastarf"},
		{"a7e556215a", "research", "forskning|forskning|forskning|tutkimus|rannsóknir"},
		{"b660f5dcea", "self-motivated study", "självstudier|selvstudium|selvstudium|itsenäinen opiskelu|sjálfsnám"},
		{"bf2e3a7bae", "e-learning coursework", "e-lärande|e-læring|e-læring|verkko-opiskelu"},
		{"bf5588ff84", "internship", "praktik|praktikophold|praksis|työharjoittelu|starfsnám"},
		{"d46a826a39", "apprenticeship", "lärlingsutbildning|lærlingeuddannelse|lærlingopplæring|oppisopimuskoulutus"},
		{"efff75e10a", "workshop, seminar or conference", "workshop, seminarium eller konferens|workshop, seminar eller konference|workshop, seminar eller konferanse|työpaja, seminaari tai konferenssi|vinnustofa, málstofa eða ráðstefna"},
		{"fd33e234ae", "educational programme", "utbildningsprogram|uddannelsesprogram|utdanningsprogram|koulutusohjelma"},
		{"ff436ea7c9", "classroom coursework", "klassrumsundervisning|klasseundervisning|klasseromsundervisning|luokkaopetus"},
	}},
	{Assessment, []row{
		{"19a2e5e671", "peer assessment", "kamratbedömning|peer-vurdering|medstudentvurdering|vertaisarviointi|jafningjamat"},
		{"2939dae15f", "marked assignment", ""},
		{"3484bd7e51", "continuous evaluation", "kontinuerlig bedömning|løbende evaluering|løpende vurdering|jatkuva arviointi|símat"},
		{"4f03b91c0e", "portfolio", "portfolio|portfolio|mappe|portfolio"},
		{"56539a6507", "group performance", "grupprestation|gruppepræstation|gruppeprestasjon"},
		{"6a4db9f11d", "practical assessment", "praktisk bedömning|praktisk bedømmelse|praktisk vurdering"},
		{"6e6cb2cc78", "written examination", "skriftlig examination|skriftlig eksamen|skriftlig eksamen|kirjallinen koe|skriflegt próf"},
		{"7331eb4762", "level of attendance", "närvaro|fremmøde|oppmøte|läsnäolo|mæting"},
		{"795dac4096", "project work", "projektarbete|projektarbejde|prosjektarbeid|projektityö|verkefnavinna"},
		{"812e3b0ae1", "peer review", ""},
		{"b1b68f6735", "quiz", "quiz|quiz|quiz"},
		{"c4256a2726", "problem based learning", "problembaserat lärande|problembaseret læring|problembasert læring|ongelmaperustainen oppiminen"},
		{"d30284d7df", "oral examination", "muntlig examination|mundtlig eksamen|muntlig eksamen|suullinen koe|munnlegt próf"},
		{"de4d165a6c", "artefact assessment", ""},
	}},
	{Mode, []row{
		{"729f3bed4b", "Workbased", "Arbetsplatsförlagd|Arbejdsbaseret|Arbeidsbasert|Työssä oppiminen"},
		{"7813801c77", "Project based", "Projektbaserad|Projektbaseret|Prosjektbasert|Projektimuotoinen"},
		{"9191af2ed9", "Presential", "På plats|Med fremmøde|Med oppmøte|Lähiopetus|Staðnám"},
		{"920fbb3cbe", "Online", "Online|Online|Nettbasert|Verkossa|Á netinu"},
		{"e92d221e4d", "Blended", "Blandad|Blandet|Kombinert|Monimuoto"},
		{"ed4c557045", "Research-Lab based", ""},
	}},
	{LearningOpportunity, []row{
		{"05053c1cbe", "Course", "Kurs|Kursus|Kurs|Kurssi|Námskeið"},
		{"0f7dac46ca", "Programme module", "Programmodul|Programmodul|Programmodul|Ohjelman moduuli"},
		{"11252a5207", "Mentoring", "Mentorskap|Mentorordning|Mentorordning|Mentorointi"},
		{"17744a2647", "MOOC", "MOOC|MOOC|MOOC|MOOC|MOOC"},
		{"63f9f6180c", "Apprenticeship", "Lärlingsutbildning|Lærlingeuddannelse|Lærlingopplæring|Oppisopimuskoulutus"},
		{"65a4cf5de2", "Study visit", "Studiebesök|Studiebesøg|Studiebesøk|Opintomatka"},
		{"74a4a268e8", "Short learning programme", "Kort utbildningsprogram|Kort uddannelsesprogram|Kort utdanningsprogram"},
		{"77b99de990", "Internship", "Praktik|Praktikophold|Praksis|Työharjoittelu|Starfsnám"},
		{"79343569f3", "Educational programme", "Utbildningsprogram|Uddannelsesprogram|Utdanningsprogram|Koulutusohjelma"},
		{"7e1ac538db", "Class", "Klass|Klasse|Klasse"},
		{"8b965da2d4", "Service learning", ""},
		{"b2434ca358", "Thesis", "Examensarbete|Speciale|Avhandling|Opinnäytetyö|Lokaritgerð"},
	}},
	{LearningSchedule, []row{
		{"67395e6b5a", "Part time light", "Deltid, låg takt|Deltid, let|Deltid, lav"},
		{"72a0ab92fa", "Full time", "Heltid|Fuldtid|Heltid|Kokopäiväinen|Fullt nám"},
		{"f230bae523", "Part time intensive", "Deltid, intensiv|Deltid, intensiv|Deltid, intensiv"},
	}},
	{LearningSetting, []row{
		{"6fd4685715", "formal learning", "formellt lärande|formel læring|formell læring|formaali oppiminen|formlegt nám"},
		{"e207a81fc7", "non-formal learning", "icke-formellt lärande|ikke-formel læring|ikke-formell læring|nonformaali oppiminen|óformlegt nám"},
	}},
	{Supervision, []row{
		{"70be69aaf9", "Supervised with ID Verification", "Övervakad med ID-kontroll|Overvåget med ID-kontrol|Under tilsyn med ID-kontroll|Valvottu, henkilöllisyys tarkistettu"},
		{"44314532f9", "Supervised without ID Verification", "Övervakad utan ID-kontroll|Overvåget uden ID-kontrol|Under tilsyn uten ID-kontroll|Valvottu, henkilöllisyyttä ei tarkistettu"},
		{"df2880c5cb", "Unsupervised with ID Verification", "Oövervakad med ID-kontroll|Ikke overvåget med ID-kontrol|Uten tilsyn med ID-kontroll|Valvomaton, henkilöllisyys tarkistettu"},
		{"c598449d64", "Unsupervised without ID Verification", "Oövervakad utan ID-kontroll|Ikke overvåget uden ID-kontrol|Uten tilsyn uten ID-kontroll|Valvomaton, henkilöllisyyttä ei tarkistettu"},
	}},
	{EducationCredit, []row{
		{"60b314e826", "European credit system for vocational education and training", "Det europeiska systemet för meritöverföring inom yrkesutbildningen|Det europæiske meritoverførselssystem for erhvervsuddannelserne"},
		{"6fcec5c5af", "European Credit Transfer System", "Europeiska systemet för överföring av studiepoäng"},
	}},
	{Entitlement, []row{
		{"52f62180c2", "occupation", "yrke|erhverv|yrke|ammatti|starf"},
		{"64aad92881", "learning opportunity", "utbildningsmöjlighet|læringsmulighed|læringsmulighet|oppimismahdollisuus"},
		{"bebd32e8e6", "membership", "medlemskap|medlemskab|medlemskap|jäsenyys|aðild"},
	}},
	{EntitlementStatus, []row{
		{"5b8d6b34fb", "prospective", "framtida|fremtidig|framtidig|tuleva"},
		{"b7015a8a8c", "actual", "faktisk|faktisk|faktisk|todellinen"},
	}},
	{SkillType, []row{
		{"knowledge", "knowledge", "kunskap|viden|kunnskap|tieto|þekking"},
		{"skill", "skill", "färdighet|færdighed|ferdighet|taito|leikni"},
	}},
	{SkillReuse, []row{
		{"cross-sector", "cross-sector skills and competences", ""},
		{"occupation-specific", "occupation specific skills and competences", ""},
		{"sector-specific", "sector specific skills and competences", ""},
		{"transversal", "transversal skills and competences", "övergripande färdigheter och kompetenser|tværgående færdigheder og kompetencer|overgripende ferdigheter og kompetanser"},
	}},
	{EvidenceType, []row{
		{"c_18016257", "Mandate", "Uppdrag|Mandat|Mandat|Valtuutus|Umboð"},
		{"c_c4f849d7", "Conversion", "Konvertering|Konvertering|Konvertering|Muuntaminen"},
		{"c_991b06c6", "Accreditation", "Ackreditering|Akkreditering|Akkreditering|Akkreditointi"},
	}},
	{Verification, []row{
		{"2f5b89b96f", "Format", "Format|Format|Format|Muoto|Snið"},
		{"f9c2016fe9", "Seal", "Sigill|Segl|Segl|Leima|Innsigli"},
		{"1faf8d450f", "Owner", "Ägare|Ejer|Eier|Omistaja|Eigandi"},
		{"271aef9eb4", "Revocation", "Återkallelse|Tilbagekaldelse|Tilbakekalling|Peruuttaminen|Afturköllun"},
		{"e2bbc86a28", "Accreditation", "Ackreditering|Akkreditering|Akkreditering|Akkreditointi"},
		{"94d828f160", "Expiry", "Giltighetstid|Gyldighedsperiode|Gyldighetstid|Voimassaolo|Gildistími"},
		{"c_50990fe3", "Custom", ""},
	}},
	{VerificationStatus, []row{
		{"9895008394", "OK", "OK|OK|OK|OK"},
		{"9d26eb9a37", "Error", "Fel|Fejl|Feil|Virhe|Villa"},
		{"641f0c5e5d", "Skipped", "Överhoppad|Sprunget over|Hoppet over|Ohitettu|Sleppt"},
	}},
	{TargetGroup, []row{
		{"022beab85a", "High Achievers", ""},
		{"0247b300b0", "Non-Native Speakers", ""},
		{"05f11c859b", "Persons requiring employment retraining", ""},
		{"1599531db0", "Persons in tertiary education (EQF 6)", ""},
		{"1cfca7f767", "Persons who have completed primary education", ""},
		{"46806e0244", "Persons in secondary/compulsory education", ""},
		{"527a6f97eb", "Persons who have completed tertiary education (EQF 7)", ""},
		{"5b1417fd15", "Persons in primary education", ""},
		{"5e56931138", "Persons with 0-3 years work experience", ""},
		{"808b99d38f", "Persons who have completed tertiary education (EQF 8)", ""},
		{"919082b88b", "Persons who have completed secondary/compulsory education", ""},
		{"acb7f20f25", "Persons in tertiary education (EQF 7)", ""},
		{"b0bf4f9fe9", "Persons in tertiary education (EQF 8)", ""},
		{"c900d8ecb1", "Migrants", "Migranter|Migranter|Migranter|Maahanmuuttajat"},
		{"cbedf28444", "Persons with 3-10 years work experience", ""},
		{"d45b47b458", "Persons with 10+ years work experience", ""},
		{"de9cd193ce", "Persons with a learning disability", ""},
		{"e3782a33ab", "Native Speakers", ""},
		{"e7627913ad", "Persons who have completed tertiary education (EQF 6)", ""},
		{"fd1279fd9f", "Low Achievers", ""},
	}},
	{HumanSex, []row{
		{"MALE", "male", "man|mand|mann|mies|karl"},
		{"FEMALE", "female", "kvinna|kvinde|kvinne|nainen|kona"},
		{"NAP", "not applicable", ""},
	}},
	{Presentation, []row{
		{"c_e01977e3", "Notarised copy", "Bestyrkt kopia|Bekræftet kopi|Bekreftet kopi|Oikeaksi todistettu jäljennös"},
		{"c_825cddc0", "Mandated issue", ""},
		{"c_409018f7", "Shared", "Delad|Delt|Delt|Jaettu"},
	}},
	{QualificationTopic, []row{
		{"accreditation-and-quality-assurance", "accreditation and quality assurance", ""},
		{"assessment", "assessment", "bedömning|bedømmelse|vurdering|arviointi|námsmat"},
		{"awarding-activity", "awarding activity", ""},
		{"regulations-and-certificates", "regulations and certificates", ""},
		{"learning-outcomes", "learning outcomes", "läranderesultat|læringsudbytte|læringsutbytte|oppimistulokset|hæfniviðmið"},
		{"entry-requirements", "entry requirements", "tillträdeskrav|adgangskrav|opptakskrav|pääsyvaatimukset|inntökuskilyrði"},
		{"labour-market-and-employment", "labour market and employment", "arbetsmarknad och sysselsättning|arbejdsmarked og beskæftigelse|arbeidsmarked og sysselsetting|työmarkkinat ja työllisyys"},
		{"contact-info", "contact information", "kontaktuppgifter|kontaktoplysninger|kontaktinformasjon|yhteystiedot"},
		{"ways-to-acquire", "ways to acquire", ""},
		{"history-and-lifecycle", "history and lifecycle", ""},
		{"pathways", "pathways", ""},
	}},
	{OpportunityTopic, []row{
		{"duration-information", "duration", "längd|varighed|varighet|kesto|lengd"},
		{"provider-type", "type of provider", ""},
		{"grants", "grants", "bidrag|tilskud|tilskudd|avustukset|styrkir"},
		{"costs", "costs", "kostnader|omkostninger|kostnader|kustannukset|kostnaður"},
		{"start-date", "start date", "startdatum|startdato|startdato|alkamispäivä|upphafsdagur"},
	}},
	{RecordStatus, []row{
		{"released", "released", ""},
		{"obsolete", "obsolete", ""},
		{"to-be-reviewed", "to be reviewed", ""},
		{"not-published-anymore", "not published any more", ""},
	}},
}
